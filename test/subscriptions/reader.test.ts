import { expect, onTestFinished, test } from 'vitest';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { LogReader } from '../../src/subscriptions/log/reader.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';

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
  const reader = new LogReader(log, { matches, queue: 10, page: 10, offeredUpTo: () => null, closed: () => undefined });
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
