/** A stored note of until when a stream was received that cannot be read makes a gap that is long enough. */
import { expect, test } from 'vitest';
import { receivedAtLeast } from '../../src/subscriptions/ingest/damaged-checkpoint.ts';
import { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { begin, bound, brief, cleanups, FlakySource, storedEvents } from './flaky-source.ts';

const never = new AbortController().signal;
const DAMAGED = ['{"until":"2026-0', 'null', '7', '{"until":"soon","left":false}', '{"until":"2026-01-01T00:00:00Z"}'];

async function openLog(now?: () => Date) {
  const log = await openSqliteLog({ file: ':memory:', ...(now && { now, uptime: () => now().getTime() }) });
  cleanups.push(() => log.close());
  return log;
}

test('a stream whose checkpoint is damaged is published, after a gap since its last stored event', async () => {
  const log = await openLog();
  await log.append([callEvent({ call: '1' })]);
  await log.note('checkpoint:events:floor', DAMAGED[0] ?? '');
  const logged: object[] = [];
  const error = (facts: object, text: string) => void logged.push({ ...facts, text });
  const wrapped = new Proxy(log, {
    get: (target, name) => (name === 'close' ? async () => undefined : bound(target, name)),
  });
  const source = new FlakySource([[callEvent({ call: '2' })]]);
  await begin([source.adapter()], { log: wrapped, heartbeat: 5, logger: { warn() {}, error } as never });
  await until(async () => (await storedEvents(log)).length === 4, 'the next call');
  expect((await storedEvents(log)).map(brief)).toEqual(['1 CONNECTED', 'GAP', 'UP', '2 CONNECTED']);
  const gap = (await storedEvents(log))[1];
  const [first] = (await log.read(null, 1)).events;
  if (gap?.kind === 'GAP' && first)
    expect(Date.parse(gap.from)).toBeLessThanOrEqual(log.timeOf(first.position).getTime());
  expect(logged).toEqual([
    { account: 'floor', stream: 'events:floor', text: expect.stringContaining('cannot be read') },
  ]);
  const after = await new StreamCheckpoint(log, 'events:floor', 5).last(never);
  expect(after, 'it is replaced').not.toBeNull();
});

test('of a damaged checkpoint, what was received at least is certain, and nothing where that is not known', async () => {
  const log = await openLog();
  const received = new Date(5_000);
  for (const text of DAMAGED) {
    await log.note('checkpoint:one', text);
    expect(await new StreamCheckpoint(log, 'one', 5).last(never), text).toBeNull();
    const checkpoint = new StreamCheckpoint(log, 'one', 5, { receivedAtLeast: async () => received });
    expect(await checkpoint.last(never), text).toEqual({ until: received, receivedAt: null, abandoned: false });
  }
});

test('of a log whose events are all removed, nothing is certain since the newest of them', async () => {
  let now = Date.now() - 3_600_000;
  const log = await openSqliteLog({
    file: ':memory:',
    retention: { age: 5_000 },
    now: () => new Date(now),
    uptime: () => now,
  });
  cleanups.push(() => log.close());
  const received = now;
  await log.append([callEvent({ call: '1' })]);
  now += 6_000;
  await log.trim();
  expect(await receivedAtLeast(log, 'floor', 'events:floor')).toEqual(new Date(received));
});

test('a log that does not answer is asked again what was received at least', async () => {
  const log = await openLog();
  await log.note('checkpoint:one', 'null');
  let asked = 0;
  const receivedAtLeast = async () => {
    asked += 1;
    if (asked === 1) throw new Error('The log does not answer');
    return new Date(7);
  };
  let noted = 0;
  const onDamaged = () => {
    noted += 1;
  };
  const checkpoint = new StreamCheckpoint(log, 'one', 5, { receivedAtLeast, onDamaged });
  expect((await checkpoint.last(never))?.until).toEqual(new Date(7));
  expect([asked, noted]).toEqual([2, 1]);
});

test('a stream was received at least until its newest event, not until what the gateway reported itself', async () => {
  let now = Date.now() - 3_600_000;
  const log = await openLog(() => new Date(now));
  expect(await receivedAtLeast(log, 'floor', 'events:floor'), 'of an empty log').toBeNull();
  const begun = now;
  const others = (from: number) =>
    Array.from({ length: 1_200 }, (_, at) => ({ ...callEvent({ fingerprint: `${from + at}` }), account: 'other' }));
  await log.append(others(0));
  expect(await receivedAtLeast(log, 'floor', 'events:floor'), 'none of the account').toEqual(new Date(begun));
  now += 1_000;
  await log.append([callEvent({ call: '1' })]);
  const received = now;
  now += 1_000;
  const status = { account: 'floor', kind: 'ACCOUNT', fingerprint: 'down', status: 'DOWN', occurredAt: '' };
  await log.append([...others(2_000), status as never, ...others(4_000)]);
  expect(await receivedAtLeast(log, 'floor', 'events:floor')).toEqual(new Date(received));
  expect(await receivedAtLeast(log, 'floor', 'watch:floor'), 'of a watch, which reports no calls').toEqual(
    new Date(begun),
  );
});
