/** Warnings of the guide that a caller has to know before the call, in the descriptions of the operations. */
import { expect, test } from 'vitest';
import type { Operation } from '../../src/adapters/contract.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';

const descriptionOf = (name: string) =>
  (five9ConfigContract.operations as Readonly<Record<string, Operation>>)[name]?.description ?? '';

// Guide l. 6825 to 6979, 7606, 7779, 8260 and 8636 to 8669: "only during off-peak periods".
test.each([
  ...['deleteFromContacts', 'deleteFromContactsCsv', 'deleteFromContactsFtp'],
  ...['updateContacts', 'updateContactsCsv', 'updateContactsFtp'],
  ...['asyncDeleteRecordsFromList', 'deleteRecordFromList'],
  ...['createSkill', 'modifySkill', 'deleteSkill', 'userSkillAdd', 'userSkillModify', 'userSkillRemove'],
])('%s says that it is for off-peak hours', (name) => {
  expect(descriptionOf(name)).toMatch(/off-peak hours|quiet hours|hours of low load/);
});

// Guide l. 8643: a pause of at least 3 seconds between two requests.
test.each(['userSkillAdd', 'userSkillModify', 'userSkillRemove'])('%s says that it is paced', (name) => {
  expect(descriptionOf(name)).toContain('three seconds between such calls');
});

// Guide p. 208 to 211.
test('runReport says what a report is not for, and by which names it is found', () => {
  expect(descriptionOf('runReport')).toMatch(/Not meant for real-time data; split a long period.*locale of the user/);
});
