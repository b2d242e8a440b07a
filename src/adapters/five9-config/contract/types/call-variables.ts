/** Call variables. */
import { boolean, enumeration, list, optional, string, struct } from '../../../contract.ts';

export const callVariableType = enumeration(
  'callVariableType',
  'Kind of value in a call variable.',
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
  50,
);

export const cavRestrictionType = enumeration(
  'cavRestrictionType',
  "Kind of rule for a variable's values.",
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
  64,
);

export const callVariableRestriction = struct(
  'callVariableRestriction',
  "A rule for a variable's values.",
  {
    type: optional(cavRestrictionType, 'Kind of rule.'),
    value: optional(string, 'The value of the restriction.'),
  },
  { page: 50 },
);

export const callVariable = struct(
  'callVariable',
  'A value that travels with a call.',
  {
    applyToAllDispositions: optional(boolean, 'Whether it is set for every disposition.'),
    defaultValue: optional(string, 'Value when nothing was set; not for every kind.'),
    description: optional(string, 'The purpose of the variable.'),
    dispositions: optional(list(string), 'Dispositions it is set for, if not all.'),
    group: optional(string, 'Group it is in.'),
    name: optional(string, 'Name of the variable.'),
    reporting: optional(boolean, 'Whether reports show it; false by default.'),
    restrictions: optional(list(callVariableRestriction), 'Rules for its values.'),
    sensitiveData: optional(boolean, 'Whether the value identifies the customer.'),
    type: optional(callVariableType, 'Kind of value.'),
  },
  { page: 49 },
);

export const callVariablesGroup = struct(
  'callVariablesGroup',
  'A group of call variables.',
  {
    description: optional(string, 'The purpose of the group.'),
    name: optional(string, 'Name of the group.'),
    variables: optional(list(callVariable), 'Its variables.'),
  },
  { page: 51 },
);
