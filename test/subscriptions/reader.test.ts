import { expect, onTestFinished, test } from 'vitest';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { LogReader } from '../../src/subscriptions/log/reader.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';

/** No event was offered yet. */
const nothing = { upTo: () => null, isBegun: () => false };

test('what happens while the log is read moves no reader on, even where that reading fails', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const read = log.read.bind(log);
  const readings: { after: string | null; fail: (why: Error) => void }[] = [];
  log.read = (after, limit) =>
    readings.length > 0
      ? read(after, limit)
      : new Promise((_, fail) => {
          readings.push({ after, fail });
        });
  const [before, wanted, other] = await log.append([
    callEvent({}),
    callEvent({ call: 'wanted' }),
    callEvent({ fingerprint: 'other' }),
  ]);
  const matches = ({ subject }: LoggedEvent['event']) => subject === 'wanted';
  const reader = new LogReader(log, { matches, queue: 10, page: 10, offered: nothing, closed: () => undefined });
  reader.begin(before ?? null);
  const next = reader.next();
  const reading = await until(() => readings[0], 'the log is being read');
  expect(reading.after).toBe(before);
  reader.push({ position: other ?? '', event: callEvent({ fingerprint: 'other' }) });
  reader.pushed();
  expect(reader.reached).toBe(before);
  reading.fail(new Error('Redis is away'));
  expect((await next).value).toMatchObject({ gap: false, position: wanted });
});

test('a reader reads nothing of the log before it knows where it begins', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const [first, second] = await log.append([callEvent({}), callEvent({ call: 'second' })]);
  const reader = new LogReader(log, {
    ...{ matches: () => true, queue: 10, page: 10 },
    offered: nothing,
    closed: () => undefined,
  });
  const next = reader.next();
  await new Promise(setImmediate);
  expect(reader.waiting).toBe(0);
  reader.begin(first ?? null);
  expect((await next).value).toMatchObject({ gap: false, position: second });
  await reader.return();
});

test('a reader that begins where the last event was offered reads nothing, and takes what comes', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const [place] = await log.append([callEvent({})]);
  let offered = place ?? null;
  let closed = 0;
  const reader = new LogReader(log, {
    ...{
      matches: ({ subject }) => subject !== 'other',
      queue: 2,
      page: 10,
      offered: { upTo: () => offered, isBegun: () => false },
    },
    closed: () => {
      closed += 1;
    },
  });
  reader.begin(place ?? null);
  expect([reader.behind, reader.reached, reader.waiting]).toEqual([false, place, 0]);
  const later = await log.append(['a', 'other', 'b', 'c'].map((call) => callEvent({ call })));
  const push = (at: number, call: string) => {
    reader.push({ position: later[at] ?? '', event: callEvent({ call }) });
    offered = later[at] ?? null;
  };
  push(0, 'a');
  push(1, 'other');
  push(2, 'b');
  expect([reader.behind, reader.reached, reader.waiting]).toEqual([false, null, 2]);
  push(3, 'c');
  expect([reader.behind, reader.waiting], 'one more than may wait').toEqual([true, 0]);
  const read = [await reader.next(), await reader.next(), await reader.next()];
  expect(read.map(({ value }) => value.event.subject)).toEqual(['a', 'b', 'c']);
  await reader.return();
  expect([closed, (await reader.next()).done]).toEqual([1, true]);
});

test('a filter that fails ends its reader with the error', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const [place] = await log.append([callEvent({})]);
  const fails = () => {
    throw new Error('no such field');
  };
  const options = {
    ...{ queue: 2, page: 10, offered: { upTo: () => place ?? null, isBegun: () => false } },
    closed: () => undefined,
  };
  const live = new LogReader(log, { ...options, matches: fails });
  live.begin(place ?? null);
  const next = live.next();
  live.push({ position: 'z', event: callEvent({}) });
  await expect(next).rejects.toThrow('no such field');
  expect(live.reached).toBeNull();
  const behind = new LogReader(log, { ...options, matches: fails });
  behind.begin(null);
  await expect(behind.next()).rejects.toThrow('no such field');
});
