/** The contact database: fields, lookups and imports. */
import { boolean, enumeration, list, long, optional, required, string, struct } from '../../../contract.ts';
import { basicImportResult, basicImportSettings, record } from './imports.ts';

export const crmAddMode = enumeration(
  'crmAddMode',
  'The treatment of a list record whose contact is unknown.',
  {
    ADD_NEW: 'A contact is added, and the record to the list.',
    DONT_ADD: 'The record goes into the list and no contact is added.',
  },
  69,
);

export const crmUpdateMode = enumeration(
  'crmUpdateMode',
  'Which matching contacts are changed.',
  {
    UPDATE_FIRST: 'The first.',
    UPDATE_ALL: 'All; not for a single record, asyncAddRecordsToList and asyncUpdateCrmRecords.',
    UPDATE_SOLE_MATCHES: 'The match, when there is one only.',
    DONT_UPDATE: 'None.',
  },
  73,
);

export const crmDeleteMode = enumeration(
  'crmDeleteMode',
  'Which matching contacts are deleted.',
  {
    DELETE_ALL: 'All; not for a single record.',
    DELETE_SOLE_MATCHES: 'The match, when there is one only.',
    DELETE_EXCEPT_FIRST: 'All but the first.',
  },
  71,
);

export const crmUpdateSettings = struct(
  'crmUpdateSettings',
  'How contacts are added and changed.',
  {
    ...basicImportSettings.fields,
    crmAddMode: optional(crmAddMode, 'Whether unknown contacts are added.'),
    crmUpdateMode: optional(crmUpdateMode, 'Which matching contacts are changed.'),
  },
  { page: 43 },
);

export const crmDeleteSettings = struct(
  'crmDeleteSettings',
  'How contacts are deleted.',
  {
    ...basicImportSettings.fields,
    crmDeleteMode: optional(crmDeleteMode, 'Which matching contacts are deleted.'),
  },
  { page: 43 },
);

export const crmImportResult = struct(
  'crmImportResult',
  'The result of a contact import.',
  {
    ...basicImportResult.fields,
    crmRecordsDeleted: required(long, 'Contacts deleted.'),
    crmRecordsInserted: required(long, 'Contacts added.'),
    crmRecordsUpdated: required(long, 'Contacts changed.'),
  },
  { page: 40 },
);

export const crmFieldCriterion = struct(
  'crmFieldCriterion',
  'A value that a contact field has to have.',
  {
    field: optional(string, 'Contact field.'),
    value: optional(string, 'The value.'),
  },
  { page: 72 },
);

export const crmLookupCriteria = struct(
  'crmLookupCriteria',
  'Which contacts to look up.',
  {
    contactIdField: optional(string, "Name under which the answer gives each contact's id."),
    criteria: optional(
      list(crmFieldCriterion),
      'Values of fields; the guide leaves open whether all or any of them must match.',
    ),
  },
  { page: 73 },
);

export const contactsLookupResult = struct(
  'contactsLookupResult',
  'Contacts found.',
  {
    fields: optional(list(string), 'Names of the columns.'),
    records: optional(list(record), 'The contacts.'),
  },
  { page: 69 },
);

export const contactFieldDisplay = enumeration(
  'contactFieldDisplay',
  "How wide a field is on the agent's desktop.",
  {
    Short: 'Half a line.',
    Long: 'A whole line.',
    Invisible: 'Not shown.',
  },
  66,
);

export const contactFieldMapping = enumeration(
  'contactFieldMapping',
  'The value that the system writes into a field when a disposition is set.',
  {
    None: 'Nothing.',
    LastAgent: 'The last agent on a call.',
    LastDisposition: 'Last disposition.',
    LastSystemDisposition: 'Last disposition that the system set.',
    LastAgentDisposition: 'Last disposition that an agent set.',
    LastDispositionDateTime: 'When the last disposition was set.',
    LastSystemDispositionDateTime: 'When the system last set a disposition.',
    LastAgentDispositionDateTime: 'When an agent last set a disposition.',
    LastAttemptedNumber: 'Number dialed last.',
    LastAttemptedNumberN1N2N3: 'Which was dialed last: number1, number2 or number3.',
    LastCampaign: 'Campaign that dialed it last.',
    AttemptsForLastCampaign: 'Attempts of that campaign.',
    LastList: 'List from which it was last loaded.',
    CreatedDateTime: 'When the contact was added.',
    LastModifiedDateTime: 'When the contact was last changed.',
  },
  66,
);

export const contactFieldRestrictionType = enumeration(
  'contactFieldRestrictionType',
  "Kind of rule for a field's values.",
  {
    MinValue: 'Least value.',
    MaxValue: 'Greatest value.',
    Regexp: 'Regular expression.',
    Required: 'There has to be a value.',
    Set: 'One of a set.',
    Multiset: 'Several of a set.',
    Precision: 'Digits in all.',
    Scale: 'Digits after the point.',
    TimeFormat: 'How times are written.',
    DateFormat: 'How dates are written.',
    TimePeriodFormat: 'How durations are written.',
    CurrencyType: 'Sign of the currency, e.g. $.',
  },
  68,
);

export const contactFieldType = enumeration(
  'contactFieldType',
  'Kind of value in a contact field.',
  {
    STRING: 'Text.',
    NUMBER: 'Number.',
    DATE: 'Date.',
    TIME: 'Time of day.',
    DATE_TIME: 'Date and time.',
    CURRENCY: 'Amount of money.',
    BOOLEAN: 'True or false.',
    PERCENT: 'Percentage.',
    EMAIL: 'Email address.',
    URL: 'URL.',
    PHONE: 'Phone number.',
    TIME_PERIOD: 'Duration.',
  },
  68,
);

export const contactFieldRestriction = struct(
  'contactFieldRestriction',
  "A rule for a field's values.",
  {
    type: optional(contactFieldRestrictionType, 'Kind of rule.'),
    value: optional(string, 'The value of the restriction, e.g. $ for CurrencyType.'),
  },
  { page: 67 },
);

export const contactField = struct(
  'contactField',
  'A column of the contact database.',
  {
    displayAs: optional(contactFieldDisplay, "How the agent's desktop shows it."),
    mapTo: optional(contactFieldMapping, 'The value that the system writes into it.'),
    name: optional(string, 'Name of the field.'),
    restrictions: optional(list(contactFieldRestriction), 'Rules for its values.'),
    system: optional(boolean, 'Whether the system sets it and not an agent.'),
    type: optional(contactFieldType, 'Kind of value.'),
  },
  { page: 65 },
);
