/** Past calls of the Call Log report, on the wire of the simulated Five9. */
import { describe, expect, test } from 'vitest';
import { readings } from '../../src/adapters/five9-config/readings.ts';
import { startCallLog, startsOf } from './call-log-start.ts';

const PERIOD = { startedAfter: '2026-07-01T23:10:00Z', startedBefore: '2026-07-02T00:40:00Z' };
const OF_ONE_DAY = { ...PERIOD, startedBefore: '2026-07-01T23:50:00Z' };
const OF_REPORTS = readings.filter(({ id }) => /^(?:call-log|report)-/.test(id));
const every = OF_REPORTS.flatMap(({ id, readings: possible }) => possible.map((one) => [id, one.id] as const));

const sorted = (calls: ReadonlyMap<string, number>) => [...calls].sort(([one], [other]) => (one < other ? -1 : 1));

describe.each(every)('%s as %s', (id, reading) => {
  test('every settled call of the period is listed once, with its start', async () => {
    const { listAll, truth } = await startCallLog({ played: { [id]: reading } });
    const items = await listAll(PERIOD);
    const expected = truth(PERIOD);
    expect(expected.size).toBeGreaterThan(50);
    if (id === 'call-log-id' && reading === 'own') {
      expect(items.map(({ startedAt }) => Date.parse(startedAt ?? '')).sort()).toEqual([...expected.values()].sort());
      expect(items.filter(({ callId }) => callId)).toEqual([]);
      return;
    }
    const starts = sorted(startsOf(items));
    expect(items).toHaveLength(expected.size);
    expect(starts.map(([callId]) => callId)).toEqual(sorted(expected).map(([callId]) => callId));
    const apart = starts.map(([callId, at]) => Math.abs(at - (expected.get(callId) ?? 0)));
    // Fractions of a second are written in one form of times, and left out of the length that a start is counted back by.
    expect(Math.max(...apart)).toBeLessThanOrEqual(['end', 'numbers'].includes(reading) ? 1_000 : 0);
  });
});

test('a call has its parties, agent, campaign, disposition and the durations of the report', async () => {
  const { list, centre } = await startCallLog();
  const { items } = await list(PERIOD);
  const talked = items.find(({ vendorDurations }) => (vendorDurations?.talkSeconds ?? 0) > 60);
  const call = centre.calls.find(({ id }) => id === talked?.callId);
  expect(call).toBeDefined();
  const seconds = (from: Date | null | undefined, to: Date | null | undefined) =>
    Math.floor(((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 1_000);
  expect(talked).toMatchObject({
    ...{
      state: 'ENDED',
      from: call?.ani,
      to: call?.dnis,
      direction: call?.direction,
      customerName: call?.customerName,
    },
    agent: { userName: call?.person.userName, name: `${call?.person.firstName} ${call?.person.lastName}` },
    ...{ campaign: call?.campaign ? { name: call.campaign.name } : null, disposition: call?.disposition },
    vendorDurations: { ringSeconds: seconds(call?.startedAt, call?.connectedAt), wrapUpSeconds: expect.any(Number) },
  });
  const lost = items.find(({ leftQueue }) => leftQueue === 'ABANDONED');
  expect(lost).toMatchObject({ agent: null, connectedAt: null, direction: 'INBOUND' });
  expect(centre.callers.find(({ id }) => id === lost?.callId)?.state).toBe('ABANDONED');
});

test('a day is one report for every reader until it is old, and then again one', async () => {
  const { list, adapter, count, pass, whileReportsRun } = await startCallLog();
  const reads = [1, 2, 3].map(() => adapter.pastCalls(OF_ONE_DAY, { deadline: 10_000 }));
  const [first, ...others] = await whileReportsRun(Promise.all(reads));
  expect(others.map(({ items }) => items.length)).toEqual([first?.items.length, first?.items.length]);
  await list({ ...OF_ONE_DAY, startedBefore: '2026-07-01T23:30:00Z' });
  expect([count('runReport'), count('getReportResultCsv')]).toEqual([1, 1]);
  pass(16 * 60);
  await list(OF_ONE_DAY);
  expect(count('runReport')).toBe(2);
  const quotas = await adapter.quotas();
  expect(quotas.filter(({ kind }) => kind === 'ReportRequest').map(({ used }) => used)).toContain(2);
});

test('the time that is complete ends some hours before the report, and begins where it was read', async () => {
  const { list, centre } = await startCallLog({ hours: 5 });
  const { period } = await list({ ...PERIOD, startedBefore: null, limit: 100_000 });
  expect(period?.from).toBe(Date.parse(PERIOD.startedAfter));
  const hours = (centre.now().getTime() - (period?.completeTo ?? 0)) / 3_600_000;
  expect(hours).toBeGreaterThan(3.9);
  expect(hours).toBeLessThan(4.1);
});

describe('calls that are entered up to a day late', () => {
  test.each([
    ['by default', {}, 4],
    ['where the account expects them', { 'late-calls': 'a-day' }, 24],
  ])('are listed by a later report, %s', async (_, chosen, hours) => {
    const { list, listAll, truth, pass, centre } = await startCallLog({
      hours: 6,
      played: { 'late-calls': 'a-day' },
      chosen,
    });
    const first = await listAll(PERIOD);
    expect(first.length).toBeLessThan(truth(PERIOD).size);
    const { period } = await list({ ...PERIOD, startedBefore: null, limit: 100_000 });
    const complete = (centre.now().getTime() - (period?.completeTo ?? 0)) / 3_600_000;
    expect(Math.abs(complete - hours)).toBeLessThan(0.1);
    pass(21 * 3_600);
    expect(sorted(startsOf(await listAll(PERIOD)))).toEqual(sorted(truth(PERIOD)));
  });
});

test('a report that takes longer than the reader waits is there for the next one', async () => {
  const { adapter, listAll, count, truth } = await startCallLog();
  const refused = adapter.pastCalls(OF_ONE_DAY, { deadline: 700 });
  await expect(refused).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', retryable: true });
  const items = await listAll(OF_ONE_DAY);
  expect(items).toHaveLength(truth(OF_ONE_DAY).size);
  expect(count('runReport')).toBe(1);
});

test('calls are found by their keys, and unknown keys find nothing', async () => {
  const { list } = await startCallLog();
  const [one, two] = (await list(PERIOD)).items;
  const nativeIds = [two?.nativeId ?? '', one?.nativeId ?? '', 'F00 2026-07-01T23:30:00.000Z', 'nonsense'];
  expect((await list({ nativeIds })).items).toEqual([two, one]);
});

test('a number is found in every spelling', async () => {
  const { list } = await startCallLog();
  const { items } = await list(PERIOD);
  const number = items.find(({ direction }) => direction === 'INBOUND')?.from ?? '';
  const expected = items.filter(({ from, to }) => from === number || to === number);
  for (const spelling of [number, number.replace('+1', ''), number.replace('+', '')])
    expect((await list({ ...PERIOD, number: spelling })).items).toEqual(expected);
});

test('a report without the column of the start names the setting that it needs', async () => {
  const { adapter, running, centre, whileReportsRun } = await startCallLog();
  await adapter.close();
  const { vendor } = await import('../../src/adapters/five9-config/index.ts');
  const settings = vendor.settings.parse({ ...running.settings, callLog: { columns: { startedAt: 'BEGIN' } } });
  const other = vendor.connect('acme', settings, {
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    now: () => centre.now(),
  });
  const read = other.pastCalls?.(PERIOD, { deadline: 10_000 }) ?? Promise.resolve(null);
  await expect(whileReportsRun(read)).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: expect.stringContaining('callLog.columns.startedAt'),
  });
  await other.close();
});
