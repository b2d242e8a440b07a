import { expect, test } from 'vitest';
import { startFive9 } from './simulator-start.ts';

const namesOf = (items: unknown, field: string) => (items as Record<string, string>[]).map((item) => item[field] ?? '');

// Guide l. 7812: "starts-with pattern"; l. 8531: "may be the first characters of the user name".
test.each([
  ['getListsInfo', 'listNamePattern', 'name'],
  ['getUsersGeneralInfo', 'userNamePattern', 'userName'],
])('%s finds names by their first characters', async (operation, argument, field) => {
  const { call } = await startFive9();
  const all = namesOf(await call(operation, {}), field);
  const start = all[0]?.slice(0, 2) ?? '';
  const found = namesOf(await call(operation, { [argument]: start }), field);
  expect(found.toSorted()).toEqual(all.filter((name) => name.startsWith(start)).toSorted());
  expect(found.length).toBeGreaterThan(0);
});

test.each([
  ['(?=Bill).*', ['Billing Inbound']],
  ['(?!Bill).*Inbound', 'others'],
  ['Bill[a-z]*+ Inbound', ['Billing Inbound']],
  ['(?i)billing inbound', ['Billing Inbound']],
])('a pattern of Java, %s, finds the names that match it', async (campaignNamePattern, expected) => {
  const { call } = await startFive9();
  const all = namesOf(await call('getCampaigns', {}), 'name');
  const others = all.filter((name) => name.endsWith('Inbound') && !name.startsWith('Bill'));
  const found = namesOf(await call('getCampaigns', { campaignNamePattern }), 'name');
  expect(found.toSorted()).toEqual(expected === 'others' ? others.toSorted() : expected);
});

// Guide l. 8131: report times are Pacific time.
test('times of a report are Pacific time', async () => {
  const { call, pass, centre } = await startFive9();
  pass(1_800);
  const time = { start: new Date(centre.now().getTime() - 1_200_000), end: centre.now() };
  const criteria = { time: { start: time.start.toISOString(), end: time.end.toISOString() } };
  const identifier = await call('runReport', { folderName: 'Call Log Reports', reportName: 'Call Log', criteria });
  pass(5);
  const { header, records } = (await call('getReportResult', { identifier })) as {
    header: { values: string[] };
    records: { values: string[] }[];
  };
  const [first] = records;
  const reported = centre.calls.find(({ id }) => id === first?.values[0]);
  const pacific = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Los_Angeles', timeStyle: 'medium' });
  expect(first?.values[header.values.indexOf('TIMESTAMP')]).toContain(pacific.format(reported?.startedAt));
});
