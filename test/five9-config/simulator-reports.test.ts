import { describe, expect, test } from 'vitest';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import { untilAnswer } from '../helpers/until.ts';
import { startFive9 } from './simulator-start.ts';

describe('reports', () => {
  test('a report of calls runs for a while and lists those of its time and campaign', async () => {
    const { call, refusal, pass, centre } = await startFive9();
    pass(1_800);
    const start = new Date(centre.now().getTime() - 1_200_000).toISOString();
    const end = new Date(centre.now().getTime() - 300_000).toISOString();
    const arrived = new Map(centre.callers.map(({ id, arrivedAt }) => [id, arrivedAt]));
    const settled = centre.calls.filter(({ carrier, endedAt }) => carrier === 'five9-cti' && endedAt);
    const lost = centre.callers.filter(({ state }) => state === 'ABANDONED');
    const expected = [
      ...settled.map(({ id, campaign, startedAt }) => ({ id, campaign, at: arrived.get(id) ?? startedAt })),
      ...lost.map(({ id, campaign, arrivedAt }) => ({ id, campaign, at: arrivedAt })),
    ].filter(({ campaign, at }) => campaign?.name === 'Billing Inbound' && at >= new Date(start) && at < new Date(end));
    expect(expected.length).toBeGreaterThan(0);
    const reportObjects = [{ objectType: 'Campaign', objectNames: ['Billing Inbound'] }];
    const criteria = { time: { start, end }, reportObjects };
    const identifier = await call('runReport', { folderName: 'Call Log Reports', reportName: 'Call Log', criteria });
    expect(await call('isReportRunning', { identifier, timeout: '0' })).toBe(true);
    expect(await refusal('getReportResult', { identifier })).toMatchObject({ fault: 'ResultIsNotReadyFault' });
    pass(5);
    expect(await call('isReportRunning', { identifier, timeout: '10' })).toBe(false);
    const result = (await call('getReportResult', { identifier })) as { records: { values: string[] }[] };
    expect(result.records.map(({ values }) => values[0]).sort()).toEqual(expected.map(({ id }) => id).sort());
    const csv = (await call('getReportResultCsv', { identifier })) as string;
    expect(csv.split('\n')[0]).toMatch(/^CALL ID,TIMESTAMP,CAMPAIGN,/);
    expect(csv.trimEnd().split('\n')).toHaveLength(expected.length + 1);
    expect(await refusal('runReport', { folderName: 'None', reportName: 'None' })).toMatchObject({
      fault: 'ReportNotFoundFault',
      folder: 'None',
    });
  });
});

// Guide p. 209: of the table "by default, the limit is 5,000 records", p. 210: of the text "50,000 records".
test('a report as a table is cut where one as text is not yet', async () => {
  const { call, pass, centre } = await startFive9();
  pass(1_800);
  const calls = centre.calls as SimulatedCall[];
  const one = calls.find(({ carrier, endedAt }) => carrier === 'five9-cti' && endedAt) as SimulatedCall;
  calls.push(...Array.from({ length: 5_001 }, () => one));
  const identifier = await call('runReport', { folderName: 'Call Log Reports', reportName: 'Call Log' });
  pass(5);
  const table = (await call('getReportResult', { identifier })) as { records: unknown[] };
  expect(table.records).toHaveLength(5_000);
  const text = (await call('getReportResultCsv', { identifier })) as string;
  expect(text.split('\n').length).toBeGreaterThan(5_001);
});

describe('limits of clients', () => {
  test('calls are counted by class, and refused beyond what is allowed until the next minute', async () => {
    const { call, post, pass } = await startFive9({ limits: { Query: { minute: 2 } } });
    await call('getSkills', {});
    await call('getSkills', {});
    const refused = await post('getSkills', '');
    expect(refused).toMatch(/OperationsLimitExceededFault.*<(\w+:)?limit>2<.*<(\w+:)?operationType>Query</s);
    const [minute] = (await call('getCallCountersState')) as {
      timeout: string;
      callCounterStates: { operationType: string; limit: string; value: string }[];
    }[];
    expect(minute?.timeout).toBe('60');
    expect(minute?.callCounterStates.find(({ operationType }) => operationType === 'Query')).toEqual({
      limit: '2',
      operationType: 'Query',
      value: '2',
    });
    await call('createList', { listName: 'still allowed' });
    pass(60);
    const [after] = (await call('getCallCountersState')) as typeof minute extends infer State ? State[] : never;
    expect(after?.callCounterStates.find(({ operationType }) => operationType === 'Query')?.value).toBe('0');
  });

  test('a user whose client left while it waited may ask again at once', async () => {
    const { post, running } = await startFive9();
    const leaver = new AbortController();
    const wait = '<campaignName>Win Back</campaignName><waitUntilChange>60</waitUntilChange>';
    const waiting = post('getCampaignState', wait, leaver.signal).catch((error: unknown) => error);
    while (!running.received.get('getCampaignState')) await new Promise(setImmediate);
    expect(await post('getSkills', '')).toContain('UserAlreadyLoggedInFault');
    leaver.abort();
    await waiting;
    const served = (answer: string) => !answer.includes('UserAlreadyLoggedInFault');
    expect(await untilAnswer(() => post('getSkills', ''), served)).toContain('getSkillsResponse');
  });
});
