import { expect, onTestFinished, test } from 'vitest';
import { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { openSqliteLog } from '../../src/subscriptions/log/sqlite.ts';
import { until } from '../helpers/until.ts';

test('the checkpoint of a stream is stored while the stream is received, and no longer', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  const [one, other] = [new StreamCheckpoint(log, 'one', 2), new StreamCheckpoint(log, 'other', 2)];
  const at = async (checkpoint: StreamCheckpoint) => (await checkpoint.last())?.until.getTime() ?? 0;
  const later = async (checkpoint: StreamCheckpoint) => {
    const before = await at(checkpoint);
    await until(async () => (await at(checkpoint)) > before + 10, 'it is written down again');
  };
  for (const checkpoint of [one, other]) checkpoint.begin();
  for (const checkpoint of [one, other]) await later(checkpoint);
  await one.end();
  const ended = await one.last();
  expect(ended?.abandoned).toBe(false);
  await later(other);
  expect(await one.last()).toEqual(ended);
  one.begin();
  await later(one);
  await one.leave();
  const left = await one.last();
  expect(left?.abandoned).toBe(true);
  await later(other);
  expect(await one.last()).toEqual(left);
  await other.end();
  await log.close();
});

const HOUR = 3_600_000;

test('the checkpoint of a stream is stored when the stream begins and ends', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const checkpoint = new StreamCheckpoint(log, 'one', HOUR);
  const begun = Date.now();
  checkpoint.begin();
  const first = await until(() => checkpoint.last(), 'it is written down');
  expect(first.until.getTime()).toBeGreaterThanOrEqual(begun);
  await until(() => Date.now() > first.until.getTime(), 'time has passed');
  await checkpoint.end();
  expect((await checkpoint.last())?.until.getTime()).toBeGreaterThan(first.until.getTime());
});

test('a stream that began twice is not received once it ended', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const notes: string[] = [];
  const note = log.note.bind(log);
  log.note = (name, text) => {
    notes.push(name);
    return note(name, text);
  };
  const [twice, other] = [new StreamCheckpoint(log, 'twice', 2), new StreamCheckpoint(log, 'other', 2)];
  twice.begin();
  twice.begin();
  await twice.end();
  notes.length = 0;
  other.begin();
  await until(() => notes.length > 5, 'another is received for a while');
  await other.end();
  expect(new Set(notes)).toEqual(new Set(['heard:other']));
});

test('a checkpoint that cannot be read or stored delays nothing', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const refuse = () => Promise.reject(new Error('Redis is away'));
  Object.assign(log, { note: refuse, noted: refuse });
  const checkpoint = new StreamCheckpoint(log, 'one', HOUR);
  checkpoint.begin();
  expect(await checkpoint.last()).toBeNull();
  await checkpoint.end();
  await checkpoint.leave();
});
