import type { Answers } from './answers.ts';
import { wireStateOf } from './campaign-items.ts';
import { fail, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

/** Most contact fields of a domain (guide p. 231). */
const MOST_FIELDS = 64;

function isUsed(domain: Domain, fieldName: string): boolean {
  return domain.profiles.items.some(
    ({ crmCriteria, orderByFields }) =>
      crmCriteria.some(({ leftValue }) => leftValue === fieldName) ||
      orderByFields.some((field) => field.fieldName === fieldName),
  );
}

function needNoCampaignRunning(domain: Domain): void {
  const running = domain.campaigns.items.find((campaign) => wireStateOf(campaign) !== 'NOT_RUNNING');
  if (running) fail('ExecutionRestrictionFault', `Campaign "${String(running.settings.name)}" is running.`);
}

function remove(domain: Domain, fieldName: string): void {
  const { system } = domain.fields.find(fieldName);
  if (system) fail('ExecutionRestrictionFault', `Contact field "${fieldName}" belongs to the system.`);
  needNoCampaignRunning(domain);
  domain.fields.remove(fieldName, isUsed(domain, fieldName));
  domain.contacts.forget(fieldName);
}

/** The chapter Contact Fields; a field is created or deleted only while no campaign runs (guide p. 167). */
export function contactFieldAnswers(domain: Domain): Answers {
  const { fields } = domain;
  return {
    createContactField({ field }) {
      fields.free(String(field.name));
      needNoCampaignRunning(domain);
      if (fields.items.length >= MOST_FIELDS)
        fail('ObjectsCountLimitExceededFault', `There are ${MOST_FIELDS} contact fields.`, {
          id: null,
          limit: MOST_FIELDS,
          objectName: field.name,
          objectType: 'CrmField',
        });
      fields.add(field.name, {
        type: 'STRING',
        displayAs: 'Long',
        mapTo: 'None',
        ...valuesGiven(field),
        system: false,
      });
    },
    getContactFields: ({ namePattern }) => fields.matching(namePattern),
    modifyContactField({ field: { system: _, ...field } }) {
      fields.change(field.name, field);
    },
    deleteContactField: ({ fieldName }) => remove(domain, fieldName),
  };
}
