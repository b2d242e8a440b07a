import { expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { quotas } from '../../src/adapters/five9-config/contract/quotas.ts';
import { startFive9 } from './simulator-start.ts';

const LOOKED = 'getCallCountersState';
const SOON = { timeout: 10_000 };
const REPORT = { folderName: 'Call Log Reports', reportName: 'Call Log', criteria: { time: {} } };

/** The limit of a class in a minute, as the account reports it. */
async function limitOf(adapter: Adapter, kind: string): Promise<number | undefined> {
  const records = (await adapter.quotas?.()) ?? [];
  return records.find((record) => record.kind === kind && record.windowSeconds === 60)?.limit;
}

/** Makes calls one after the other; answers how many were answered and what refused the others. */
async function spend(call: () => Promise<unknown>, calls: number) {
  let answered = 0;
  const refusedBy = new Set<string>();
  for (let made = 0; made < calls; made += 1) {
    try {
      await call();
      answered += 1;
    } catch (error) {
      if (!(error instanceof CrosspointError) || error.code !== 'RATE_LIMITED') throw error;
      refusedBy.add(error.vendorCode ?? 'us');
    }
  }
  return { answered, refusedBy: [...refusedBy] };
}

test('a domain that may do less than is documented is not called past it (F4)', async () => {
  const { adapter, call, running } = await startFive9({ limits: { Query: { minute: 12 } } });
  const read = () => call('getSkills');
  await read();
  await expect.poll(() => limitOf(adapter, 'Query'), SOON).toBe(12);
  expect(await spend(read, 20)).toEqual({ answered: 11, refusedBy: ['us'] });
  expect(running.received.get('getSkills')).toBe(12);
});

test('a domain that may do more is called as often as it may', async () => {
  const more = quotas.ReportRequest.minute + 5;
  const { adapter, call, running } = await startFive9({ limits: { ReportRequest: { minute: more } } });
  const report = () => call('runReport', REPORT);
  await report();
  await expect.poll(() => limitOf(adapter, 'ReportRequest'), SOON).toBe(more);
  expect(await spend(report, more + 5)).toEqual({ answered: more - 1, refusedBy: ['us'] });
  expect(running.received.get('runReport')).toBe(more);
});

test('what other clients used of the limits is reported with them', async () => {
  const { adapter, call, connect } = await startFive9({ limits: { Query: { minute: 20 } } });
  const other = connect(1, 2);
  await spend(() => other.call('getSkills', {}, {}), 15);
  await call('getSkills');
  await expect.poll(() => limitOf(adapter, 'Query'), SOON).toBe(20);
  expect(await spend(() => call('getSkills'), 10)).toEqual({ answered: 4, refusedBy: ['us'] });
});

test('the domain is asked once, beside the calls, and not before the first', async () => {
  const { adapter, call, running } = await startFive9({ limits: { Query: { minute: 400 } } });
  await adapter.quotas?.();
  expect(running.received.get(LOOKED)).toBeUndefined();
  await Promise.all(Array.from({ length: 10 }, () => call('getSkills')));
  await expect.poll(() => limitOf(adapter, 'Query'), SOON).toBe(400);
  await Promise.all(Array.from({ length: 10 }, () => call('getSkills')));
  expect(running.received.get(LOOKED)).toBe(1);
});

test.each(['hang', 'down', 'html', 'fault-500'] as const)(
  'a domain that reports no limits (%s) delays no call',
  async (kind) => {
    const { adapter, call, running } = await startFive9({ limits: { Query: { minute: 12 } } });
    running.trouble({ kind, operation: LOOKED });
    await call('getSkills');
    // A connection that was closed under a read is opened once more.
    await expect.poll(() => running.received.get(LOOKED), SOON).toBe(kind === 'down' ? 2 : 1);
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('getSkills')));
    expect(answers).toHaveLength(5);
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await limitOf(adapter, 'Query')).toBe(quotas.Query.minute);
  },
);
