/** Which pauses of the process a checkpoint notices, to the millisecond, and how long it remembers them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: 100_000 }));
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => void vi.advanceTimersByTime(milliseconds);
/** Time passes without a timer. */
const pause = (milliseconds: number) => void vi.setSystemTime(Date.now() + milliseconds);

/** A checkpoint of every second, and the times that it wrote, after the begin of the test. */
function checkpointed(facts: ConstructorParameters<typeof StreamCheckpoint>[3] = {}) {
  const written: (number | string)[] = [];
  const terms: unknown[] = [];
  const note = async (name: string, text: string, term: unknown) => {
    terms.push(term);
    written.push(name === 'checkpoint:one' ? Date.parse(JSON.parse(text).until) - 100_000 : name);
  };
  return { checkpoint: new StreamCheckpoint({ note } as unknown as EventLog, 'one', 1_000, facts), written, terms };
}

test('a checkpoint is written each interval, under the term of the stream', () => {
  const term = { key: 'one', number: 1 };
  const { checkpoint, written, terms } = checkpointed({ term: () => term as never });
  checkpoint.begin();
  pass(2_000);
  expect(written).toEqual([0, 1_000, 2_000]);
  expect(terms).toEqual([term, term, term]);
});

test('a timer that is a tenth of the interval late was not paused, and one that is later was', () => {
  const { checkpoint, written } = checkpointed();
  checkpoint.begin();
  pause(100);
  pass(1_000);
  expect(written.at(-1)).toBe(1_100);
  pause(101);
  pass(1_000);
  expect(written.at(-1), 'nothing is certain after the last time').toBe(1_100);
});

test('a stream that is suspended a tenth of an interval late was not paused, and one that is later was', () => {
  const [early, late] = [checkpointed().checkpoint, checkpointed().checkpoint];
  for (const checkpoint of [early, late]) checkpoint.begin();
  pause(1_100);
  expect(early.suspend().getTime()).toBe(101_100);
  pause(1);
  expect(late.suspend().getTime()).toBe(100_000);
});

test('a suspended stream stays where it was suspended until it is received again', async () => {
  const { checkpoint, written } = checkpointed();
  checkpoint.begin();
  pass(400);
  expect(checkpoint.suspend().getTime()).toBe(100_400);
  pass(3_000);
  expect([checkpoint.suspend().getTime(), written]).toEqual([100_400, [0]]);
  await checkpoint.end();
  expect(written).toEqual([0, 400]);
  expect(checkpoint.suspend().getTime()).toBe(103_400);
  checkpoint.receive();
  expect(checkpoint.suspend().getTime()).toBe(103_400);
});

test('a stream that is suspended ends no later than the time that is given for it', () => {
  const { checkpoint } = checkpointed();
  checkpoint.begin();
  pass(500);
  expect(checkpoint.suspend(new Date(100_200)).getTime()).toBe(100_200);
});

test('a stream that is received again after its end writes again, and one that only is received does not', async () => {
  const { checkpoint, written } = checkpointed();
  checkpoint.begin();
  await checkpoint.end();
  checkpoint.receive();
  pass(3_000);
  expect(written).toEqual([0, 0]);
  await checkpoint.end();
  expect(written).toEqual([0, 0]);
  checkpoint.begin();
  pass(1_000);
  expect(written).toEqual([0, 0, 3_000, 4_000]);
  await checkpoint.leave();
  pass(5_000);
  expect(written).toEqual([0, 0, 3_000, 4_000, 4_000]);
});

test('right after a pause a checkpoint is no later than the pause, and half an interval later it is', () => {
  for (const { after, certain } of [
    { after: 499, certain: 0 },
    { after: 500, certain: 3_500 },
  ]) {
    vi.setSystemTime(100_000);
    const { checkpoint, written } = checkpointed();
    checkpoint.receive();
    pause(2_000);
    pass(1_000);
    pause(after);
    checkpoint.begin();
    expect(written, `${after} ms`).toEqual([certain]);
  }
});

test('an event that is not stored and was received in an interval after a pause may have been sent in it', async () => {
  for (const { received, certain } of [
    { received: 3_000, certain: 0 },
    { received: 4_000, certain: 0 },
    { received: 4_001, certain: 4_001 },
    { received: 0, certain: 0 },
  ]) {
    vi.setSystemTime(100_000);
    const { checkpoint, written } = checkpointed({ unstoredSince: () => new Date(100_000 + received) });
    checkpoint.receive();
    pause(2_000);
    pass(1_000);
    pass(3_000);
    checkpoint.begin();
    expect(written, `${received} ms`).toEqual([certain]);
    await checkpoint.end();
  }
});

test('a checkpoint is no later than an event that is not stored, and a stream without listeners is left now', async () => {
  let unstored: Date | null = null;
  const { checkpoint, written } = checkpointed({ unstoredSince: () => unstored });
  checkpoint.begin();
  unstored = new Date(100_400);
  pass(1_000);
  expect(written).toEqual([0, 400]);
  await checkpoint.leave();
  expect(written).toEqual([0, 400, 1_000]);
});
