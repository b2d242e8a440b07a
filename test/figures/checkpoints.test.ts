/**
 * Stored figures equal what happened, after every kill and start and with events received twice,
 * also where neither the memory nor the log has it any more.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { Figures } from '../../src/figures/figures.ts';
import type { FigureStore } from '../../src/storage/figure-store.ts';
import { RedisFigureStore } from '../../src/storage/redis-figure-store.ts';
import { SqliteFigureStore } from '../../src/storage/sqlite-figure-store.ts';
import { FigureCheckpoints } from '../../src/subscriptions/figures/checkpoints.ts';
import { archiveOf, UnreadableCells } from '../../src/subscriptions/figures/unreadable-cells.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from '../subscriptions/redis-client.ts';
import { noRedis } from '../subscriptions/redis-server.ts';
import { dayOfSeed, endOf, expectRecount, FACTS } from './recount.ts';
import { eventsOfStory, storyOf } from './story.ts';

const SEEDS = Math.max(3, Math.floor(Number(process.env.FIGURES_SEEDS ?? 6) / 4));
const HOUR_MS = 3_600_000;
/** Events that are appended at once. */
const BATCH = 40;
const MEMORY_MS = 3 * HOUR_MS;

const redis = noRedis ? null : redisForTests();
const STORES: Readonly<Record<string, () => FigureStore>> = {
  SQLite: () => new SqliteFigureStore(':memory:'),
  ...(redis && { Redis: () => new RedisFigureStore(redis.url, `figures-${process.pid}-${Math.random()}`) }),
};

/** A log whose clock is that of its events. */
async function logOf(retentionMs = 1_000 * HOUR_MS) {
  const clock = { now: 0 };
  const retention = { age: retentionMs };
  const log = await openSqliteLog({
    file: ':memory:',
    retention,
    now: () => new Date(clock.now),
    uptime: () => clock.now,
  });
  onTestFinished(() => log.close());
  const append = async (events: readonly EventRecord[]) => {
    for (let at = 0; at < events.length; at += BATCH) {
      const batch = events.slice(at, at + BATCH);
      clock.now = Math.max(clock.now, Date.parse(batch.at(-1)?.occurredAt ?? ''));
      await log.append(batch);
    }
  };
  return { log, clock, append };
}

/** Waits until everything that is in a log is counted. */
async function caughtUp(log: EventLog, checkpoints: FigureCheckpoints) {
  const head = await log.head();
  await until(() => checkpoints.position === head);
}

/** A gateway's figures; killed, it stores nothing more. */
function gatewayOf(log: EventLog, store: FigureStore) {
  const errors: unknown[] = [];
  const state = { isKilled: false, isFull: false };
  const guarded: FigureStore = {
    load: (milliseconds) => store.load(milliseconds),
    read: (account, stretch) => store.read(account, stretch),
    save: (...given) => {
      if (state.isFull || state.isKilled) return Promise.reject(new Error('no space left'));
      return store.save(...given);
    },
    trim: (oldest) => store.trim(oldest),
    close: () => undefined,
  };
  const logger = { info() {}, warn() {}, error: (...given: unknown[]) => errors.push(given) } as never;
  const figures = new Figures(FACTS, { memoryMs: MEMORY_MS, archive: archiveOf(guarded, () => unreadable) });
  const unreadable = new UnreadableCells(figures, logger);
  const checkpoints = new FigureCheckpoints({
    ...{ log, figures, store: guarded, unreadable, memoryMs: MEMORY_MS, retentionMs: 10_000 * HOUR_MS },
    ...{ logger, now: () => new Date(0) },
  });
  const kill = () => {
    state.isKilled = true;
    return checkpoints.stop();
  };
  return { figures, checkpoints, state, errors, kill };
}

describe.each(Object.entries(STORES))('figures stored in %s', (_, open) => {
  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
    'of day %i are what happened, after kills, take-overs and repeated events',
    async (seed) => {
      const day = dayOfSeed(seed);
      const story = storyOf(seed, day.from, (day.to - day.from) / HOUR_MS);
      const events = eventsOfStory(story);
      const store = open();
      onTestFinished(() => store.close());
      const { log, append } = await logOf();
      let [one, other] = [gatewayOf(log, store), gatewayOf(log, store)];
      await Promise.all([one.checkpoints.start(), other.checkpoints.start()]);
      const share = Math.ceil(events.length / 12);
      for (let part = 0; part < 12; part += 1) {
        // What a stream sent last is sent again by the one that takes over.
        await append(events.slice(Math.max(0, part * share - 20), (part + 1) * share));
        if (part % 2 === 0) await one.checkpoints.save();
        if (part % 3 === 1) await other.checkpoints.save();
        if (part % 3 === 2) {
          await one.kill();
          one = gatewayOf(log, store);
          await one.checkpoints.start();
        }
        if (part % 4 === 3) [one, other] = [other, one];
      }
      await Promise.all([one.checkpoints.stop(), other.checkpoints.stop()]);
      const last = gatewayOf(log, store);
      await last.checkpoints.start();
      const cells = await last.figures.past('floor', day, endOf(day));
      expectRecount(cells, story, day);
      expect(last.figures.history('floor', day, endOf(day)).length).toBeLessThan(cells.length / 2);
      await last.checkpoints.stop();
    },
  );
});

test('figures outlive the events of a log that has removed or lost them', async () => {
  const day = dayOfSeed(0);
  const story = storyOf(1, day.from);
  const store = new SqliteFigureStore(':memory:');
  const first = await logOf(HOUR_MS);
  const before = gatewayOf(first.log, store);
  await before.checkpoints.start();
  await first.append(eventsOfStory(story));
  await caughtUp(first.log, before.checkpoints);
  await before.checkpoints.stop();
  first.clock.now += 2 * HOUR_MS;
  await first.log.trim();
  expect((await first.log.read(null, 10)).events).toEqual([]);
  for (const { log } of [first, await logOf()]) {
    const after = gatewayOf(log, store);
    await after.checkpoints.start();
    const agents = after.figures.runningCells('floor', endOf(day));
    const cells = await after.figures.past('floor', { from: day.from, to: endOf(day) }, endOf(day));
    if (log === first.log) expectRecount(cells, story, day);
    // Of an agent nothing is known any more once the log is another.
    else expect(agents).toEqual([]);
    const offered = cells.reduce((sum, { measures }) => sum + (measures.offered ?? 0), 0);
    expect(offered).toBe(story.calls.length);
    await after.kill();
  }
  store.close();
});

test('a gateway replaces what it began with when it stores figures again', async () => {
  const day = dayOfSeed(0);
  const events = eventsOfStory(storyOf(4, day.from));
  const store = new SqliteFigureStore(':memory:');
  onTestFinished(() => store.close());
  const { log, append } = await logOf();
  const before = gatewayOf(log, store);
  await before.checkpoints.start();
  await append(events.slice(0, 100));
  await caughtUp(log, before.checkpoints);
  await before.checkpoints.stop();
  const begunWith = before.checkpoints.position;
  const replaced: (string | null)[] = [];
  const save = store.save.bind(store);
  store.save = (checkpoint, cells, known) => {
    replaced.push(known);
    return save(checkpoint, cells, known);
  };
  const after = gatewayOf(log, store);
  await after.checkpoints.start();
  await append(events.slice(100, 200));
  await caughtUp(log, after.checkpoints);
  await after.checkpoints.stop();
  expect(replaced[0]).toBe(begunWith);
  expect((await store.load(MEMORY_MS))?.checkpoint?.position).toBe(after.checkpoints.position);
});

test('a full disk costs only the stored figures, which are made up for', async () => {
  const day = dayOfSeed(0);
  const story = storyOf(2, day.from);
  const events = eventsOfStory(story);
  const store = new SqliteFigureStore(':memory:');
  const { log, append } = await logOf();
  const { checkpoints, figures, state, errors } = gatewayOf(log, store);
  await checkpoints.start();
  state.isFull = true;
  for (const part of [0, 1, 2]) {
    await append(events.slice((part * events.length) / 3, ((part + 1) * events.length) / 3));
    await checkpoints.save();
  }
  expect(checkpoints.isFailing).toBe(true);
  expect(errors).toHaveLength(1);
  expect(figures.today('floor', day.to - 1)).not.toEqual([]);
  state.isFull = false;
  await caughtUp(log, checkpoints);
  await checkpoints.stop();
  expect(checkpoints.isFailing).toBe(false);
  expectRecount(await figures.past('floor', day, endOf(day)), story, day);
  store.close();
});

test('events that were removed before they were counted lower the coverage', async () => {
  const day = dayOfSeed(0);
  const store = new SqliteFigureStore(':memory:');
  const { log, append, clock } = await logOf(HOUR_MS);
  const events = eventsOfStory(storyOf(3, day.from));
  const noon = events.findIndex(({ occurredAt }) => Date.parse(occurredAt) > day.from + 12 * HOUR_MS);
  const before = gatewayOf(log, store);
  await before.checkpoints.start();
  await append(events.slice(0, noon));
  await caughtUp(log, before.checkpoints);
  await before.checkpoints.stop();
  await append(events.slice(noon, -20));
  await log.trim();
  await append(events.slice(-20));
  const after = gatewayOf(log, store);
  await after.checkpoints.start();
  const whole = { from: day.from + HOUR_MS, to: clock.now };
  expect(before.figures.listening.coverage('floor', whole)).toBeCloseTo(1, 2);
  expect(after.figures.listening.coverage('floor', whole)).toBeGreaterThan(0.4);
  expect(after.figures.listening.coverage('floor', whole)).toBeLessThan(0.6);
  await after.checkpoints.stop();
  store.close();
});
