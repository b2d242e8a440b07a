import { expect, onTestFinished, test, vi } from 'vitest';
import { certainCheckpoint, StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';

/** A signal that does not abort. */
const never = new AbortController().signal;

test('the checkpoint of a stream is stored while the stream is received, and no longer', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  const [one, other] = [new StreamCheckpoint(log, 'one', 2), new StreamCheckpoint(log, 'other', 2)];
  const at = async (checkpoint: StreamCheckpoint) => (await checkpoint.last(never))?.until.getTime() ?? 0;
  const later = async (checkpoint: StreamCheckpoint) => {
    const before = await at(checkpoint);
    await until(async () => (await at(checkpoint)) > before + 10, 'it is written down again');
  };
  for (const checkpoint of [one, other]) checkpoint.begin();
  for (const checkpoint of [one, other]) await later(checkpoint);
  await one.end();
  const ended = await one.last(never);
  expect(ended?.abandoned).toBe(false);
  await later(other);
  expect(await one.last(never)).toEqual(ended);
  one.begin();
  await later(one);
  await one.leave();
  const left = await one.last(never);
  expect(left?.abandoned).toBe(true);
  await later(other);
  expect(await one.last(never)).toEqual(left);
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
  const first = await until(() => checkpoint.last(never), 'it is written down');
  expect(first.until.getTime()).toBeGreaterThanOrEqual(begun);
  await until(() => Date.now() > first.until.getTime(), 'time has passed');
  await checkpoint.end();
  expect((await checkpoint.last(never))?.until.getTime()).toBeGreaterThan(first.until.getTime());
});

test('after a pause of the process a checkpoint is no later than the pause, until another interval has passed', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const written: number[] = [];
  const note = async (_name: string, text: string) => void written.push(Date.parse(JSON.parse(text).until));
  const checkpoint = new StreamCheckpoint({ note } as unknown as EventLog, 'one', 1_000);
  const begun = Date.now();
  checkpoint.begin();
  vi.advanceTimersByTime(1_000);
  vi.setSystemTime(begun + 5_000);
  vi.advanceTimersByTime(1_000);
  vi.advanceTimersByTime(1_000);
  await checkpoint.end();
  expect(written.map((time) => time - begun)).toEqual([0, 1_000, 1_000, 7_000, 7_000]);
});

test('a stream that was paused while its gap was stored is certain until the pause only', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const checkpoint = new StreamCheckpoint({ note: async () => {} } as unknown as EventLog, 'one', 1_000);
  const opened = new Date();
  vi.setSystemTime(opened.getTime() + 5_000);
  checkpoint.begin(opened);
  expect(checkpoint.suspend()).toEqual(opened);
});

test('a standby that begins to publish right after a pause is certain until the pause only', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const written: string[] = [];
  const note = async (_name: string, text: string) => void written.push(JSON.parse(text).until);
  const checkpoint = new StreamCheckpoint({ note } as unknown as EventLog, 'one', 1_000);
  checkpoint.receive();
  vi.advanceTimersByTime(1_000);
  const before = new Date();
  vi.setSystemTime(before.getTime() + 5_000);
  vi.advanceTimersByTime(1_000);
  checkpoint.begin();
  expect(written).toEqual([before.toISOString()]);
  expect(checkpoint.suspend()).toEqual(before);
});

test('while an event is not stored that was received after a pause, a checkpoint is no later than the pause', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const written: number[] = [];
  const note = async (_name: string, text: string) => void written.push(Date.parse(JSON.parse(text).until));
  let unstored: Date | null = null;
  const log = { note } as unknown as EventLog;
  const checkpoint = new StreamCheckpoint(log, 'one', 1_000, { unstoredSince: () => unstored });
  const begun = Date.now();
  checkpoint.begin();
  vi.advanceTimersByTime(1_000);
  vi.setSystemTime(begun + 5_000);
  unstored = new Date();
  vi.advanceTimersByTime(2_000);
  unstored = null;
  vi.advanceTimersByTime(1_000);
  expect(written.map((time) => time - begun)).toEqual([0, 1_000, 1_000, 1_000, 8_000]);
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
  expect(new Set(notes)).toEqual(new Set(['checkpoint:other']));
});

test('a checkpoint that cannot be stored delays nothing, and one that cannot be read is not taken for none', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const checkpoint = new StreamCheckpoint(log, 'one', HOUR);
  await log.note('checkpoint:one', JSON.stringify({ until: '2026-06-01T12:00:00.000Z', left: false }));
  const { note, noted } = log;
  const refuse = () => Promise.reject(new Error('Redis is away'));
  Object.assign(log, { note: refuse, noted: refuse });
  checkpoint.begin();
  await checkpoint.end();
  await checkpoint.leave();
  const last = checkpoint.last(never);
  const stop = new AbortController();
  const stopped = checkpoint.last(stop.signal);
  stop.abort();
  expect(await stopped).toBeNull();
  Object.assign(log, { note: note.bind(log), noted: noted.bind(log) });
  expect((await last)?.until.toISOString()).toBe('2026-06-01T12:00:00.000Z');
});

test('a stream ends when it was last received, not when its last events are stored or a pause is over', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: 100_000 });
  onTestFinished(() => void vi.useRealTimers());
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const untilOf = async (checkpoint: StreamCheckpoint) => (await checkpoint.last(never))?.until.getTime();
  const slow = new StreamCheckpoint(log, 'slow', 1_000);
  slow.begin();
  vi.advanceTimersByTime(1_500);
  expect(slow.suspend().getTime()).toBe(101_500);
  vi.advanceTimersByTime(5_000);
  await slow.end();
  expect(await untilOf(slow)).toBe(101_500);
  const paused = new StreamCheckpoint(log, 'paused', 1_000);
  paused.begin();
  vi.advanceTimersByTime(1_000);
  const before = Date.now();
  vi.setSystemTime(before + 8_000);
  vi.advanceTimersByTime(1_000);
  expect(paused.suspend().getTime()).toBe(before);
  await paused.end();
  expect(await untilOf(paused)).toBe(before);
  paused.begin();
  expect(paused.suspend().getTime()).toBe(Date.now());
});

test('a term that ends in a pause of the process was received until the pause, since nothing that came in it was read', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: 100_000 });
  onTestFinished(() => void vi.useRealTimers());
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const checkpoint = new StreamCheckpoint(log, 'one', 1_000);
  checkpoint.begin();
  vi.advanceTimersByTime(1_500);
  vi.setSystemTime(Date.now() + 3_000);
  await checkpoint.end();
  expect((await checkpoint.last(never))?.until.getTime()).toBe(101_000);
});

test('a checkpoint that was not handed over is certain until the last event, or until a silent cut would be noticed', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: 100_000 });
  onTestFinished(() => void vi.useRealTimers());
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const checkpoint = new StreamCheckpoint(log, 'one', 1_000);
  const certain = async (isHandedOver: boolean) =>
    certainCheckpoint(await checkpoint.last(never), isHandedOver)?.until.getTime();
  checkpoint.begin();
  expect([await certain(false), await certain(true)]).toEqual([100_000, 100_000]);
  checkpoint.received();
  vi.advanceTimersByTime(5_000);
  expect([await certain(false), await certain(true)]).toEqual([100_000, 105_000]);
  vi.advanceTimersByTime(45_000);
  expect([await certain(false), await certain(true)]).toEqual([130_000, 150_000]);
  checkpoint.received();
  vi.advanceTimersByTime(1_000);
  expect(await certain(false)).toBe(150_000);
  await checkpoint.end();
  expect(await certain(false)).toBe(151_000);
  expect(certainCheckpoint(null, false)).toBeNull();
});
