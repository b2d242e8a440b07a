/** What figures restore from a store, which events they read again, and what they store and when. */
import { expect, onTestFinished, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { Figures } from '../../src/figures/figures.ts';
import type { FigureCheckpoint, FigureStore } from '../../src/storage/figure-store.ts';
import { FigureCheckpoints } from '../../src/subscriptions/figures/checkpoints.ts';
import { UnreadableCells } from '../../src/subscriptions/figures/unreadable-cells.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { callEvent, silent } from '../subscriptions/events.ts';

const HOUR = 3_600_000;
const NOW = 1_800_000_000_000;

/** A log with an event of each hour before now, and figures that note what is done with them. */
async function counting() {
  const clock = { now: NOW - 6 * HOUR };
  const log = await openSqliteLog({ file: ':memory:', now: () => new Date(clock.now), uptime: () => clock.now });
  onTestFinished(() => log.close());
  const places: string[] = [];
  for (let hour = -6; hour <= 0; hour += 1) {
    clock.now = NOW + hour * HOUR;
    places.push(...((await log.append([callEvent({ call: `${hour}` })])) as string[]));
  }
  const steps: string[] = [];
  const changes = {
    cells: [] as unknown[],
    state: { listening: { accounts: [] } },
    newest: 1,
    earliest: null as unknown,
  };
  const nameOf = (event: EventRecord) => (event.kind === 'GAP' ? `gap of ${event.account}` : event.subject);
  const figures = {
    restoreCells: () => void steps.push('cells'),
    restoreState: () => void steps.push('state'),
    listening: { restore: () => void steps.push('listening') },
    rebuild: (event: EventRecord) => void steps.push(`again ${nameOf(event)}`),
    endRebuild: () => void steps.push('rebuilt'),
    apply: (event: EventRecord) => void steps.push(nameOf(event)),
    takeChanges: () => changes,
    putBack: () => void steps.push('put back'),
  };
  const state: { stored: { checkpoint: FigureCheckpoint; cells: unknown[]; unreadable: unknown[] } | null } = {
    stored: null,
  };
  const saved: { readonly checkpoint: FigureCheckpoint; readonly before: unknown }[] = [];
  const asked: unknown[] = [];
  const saving = { answer: async () => true };
  const store = {
    load: async (memoryMs: number) => {
      asked.push(['load', memoryMs]);
      return state.stored;
    },
    save: async (checkpoint: FigureCheckpoint, _: unknown, before: unknown) => {
      saved.push({ checkpoint, before });
      return saving.answer();
    },
    trim: async (oldest: number) => void asked.push(['trim', oldest]),
  };
  const logged: string[] = [];
  const logger = { ...silent, error: (_: unknown, text: string) => void logged.push(text) };
  const open = () =>
    new FigureCheckpoints({
      ...{ log, logger, memoryMs: 3 * HOUR, retentionMs: 48 * HOUR, now: () => new Date(NOW) },
      ...{ figures: figures as unknown as Figures, store: store as unknown as FigureStore },
      unreadable: new UnreadableCells(figures as unknown as Figures, logger),
    });
  const checkpointAt = (at: number, facts: object = {}) => {
    const listening = { accounts: new Map([['floor', {}]]) };
    const times = { at: log.timeOf(places[at] ?? '').getTime(), rebuildAfter: places[at - 2] ?? '' };
    return { log: log.identity.id, position: places[at] ?? '', newest: 1, state: { listening }, ...times, ...facts };
  };
  const restoreAt = (at: number, facts: object = {}) => {
    state.stored = { checkpoint: checkpointAt(at, facts) as unknown as FigureCheckpoint, cells: [], unreadable: [] };
  };
  return { log, clock, places, steps, changes, saved, saving, asked, logged, open, restoreAt };
}

test('figures without a checkpoint count the log from its first event, are stored at once, and the store is trimmed', async () => {
  const { places, steps, saved, asked, open } = await counting();
  const figures = open();
  await figures.start();
  expect(steps).toEqual(['-6', '-5', '-4', '-3', '-2', '-1', '0']);
  expect(figures.position).toBe(places[6]);
  expect(saved.map(({ checkpoint, before }) => [checkpoint.position, before])).toEqual([[places[6], null]]);
  expect(asked).toEqual([
    ['load', 3 * HOUR],
    ['trim', NOW - 48 * HOUR],
  ]);
  await figures.stop();
});

test('figures continue at their checkpoint, and read the events again that later ones build on', async () => {
  const { places, steps, saved, open, restoreAt } = await counting();
  restoreAt(4);
  const figures = open();
  await figures.start();
  expect(steps).toEqual(['cells', 'state', 'again -3', 'again -2', 'rebuilt', '-1', '0']);
  expect(saved.map(({ before }) => before)).toEqual([places[4]]);
  await figures.stop();
});

test('a checkpoint behind which nothing has to be read again has nothing read again', async () => {
  const { places, steps, open, restoreAt } = await counting();
  restoreAt(4, { rebuildAfter: places[4] });
  const figures = open();
  await figures.start();
  expect(steps).toEqual(['cells', 'state', 'rebuilt', '-1', '0']);
  await figures.stop();
});

test('figures of another log restore what they had, and count the log from its first event', async () => {
  const { steps, open, restoreAt } = await counting();
  restoreAt(4, { log: 'other' });
  const figures = open();
  await figures.start();
  expect(steps.slice(0, 3)).toEqual(['cells', 'listening', '-6']);
  await figures.stop();
});

test('figures of a log that lost its end continue at the end that it has', async () => {
  const { log, places, steps, open, restoreAt } = await counting();
  restoreAt(6, { position: log.placeAt(new Date(NOW + HOUR)), rebuildAfter: places[5] });
  const figures = open();
  await figures.start();
  expect([steps, figures.position]).toEqual([['cells', 'state', 'again 0', 'rebuilt'], places[6]]);
  await figures.stop();
});

test('events that were removed before they were counted are a gap of each account', async () => {
  const { log, steps, open, restoreAt, places } = await counting();
  for (const { floor, isGap } of [
    { floor: places[5], isGap: true },
    { floor: places[4], isGap: false },
    { floor: null, isGap: false },
  ]) {
    steps.length = 0;
    restoreAt(4, { rebuildAfter: places[4] });
    log.floor = async () => floor ?? null;
    const figures = open();
    await figures.start();
    expect(steps.includes('gap of floor'), `${floor}`).toBe(isGap);
    await figures.stop();
  }
});

test('figures are stored again only where the log or a cell has changed', async () => {
  const { log, changes, saved, open, places } = await counting();
  const figures = open();
  await figures.start();
  await figures.save();
  expect(saved).toHaveLength(1);
  changes.cells = [1];
  await figures.save();
  expect(saved).toHaveLength(2);
  changes.cells = [];
  const [next] = await log.append([callEvent({})]);
  await figures.save();
  expect(saved.map(({ checkpoint, before }) => [checkpoint.position, before]).slice(1)).toEqual([
    [places[6], places[6]],
    [next, places[6]],
  ]);
  await figures.stop();
});

test('figures that another gateway is ahead of, or that cannot be stored, are stored against the last checkpoint', async () => {
  const { changes, saved, saving, logged, steps, open } = await counting();
  saving.answer = async () => false;
  const figures = open();
  await figures.start();
  saving.answer = () => Promise.reject(new Error('away'));
  await figures.save();
  await figures.save();
  expect([figures.isFailing, logged.length, steps.filter((step) => step === 'put back').length]).toEqual([true, 1, 2]);
  saving.answer = async () => true;
  await figures.save();
  expect([figures.isFailing, saved.map(({ before }) => before)]).toEqual([false, [null, null, null, null]]);
  changes.cells = [1];
  await figures.stop();
  expect(saved, 'what changed is stored at the end').toHaveLength(5);
});

test('a checkpoint has the events of its last hour read again, and those of calls that began before', async () => {
  const { log, changes, saved, places, open } = await counting();
  const figures = open();
  await figures.start();
  changes.cells = [1];
  for (const earliest of [places[3], places[6]]) {
    changes.earliest = earliest;
    await figures.save();
  }
  const after = saved.map(({ checkpoint }) => checkpoint.rebuildAfter);
  const before = (hours: number) => log.placeAt(new Date(NOW - hours * HOUR));
  expect(after).toEqual([before(1), before(3), before(1)]);
  expect(saved[0]?.checkpoint).toMatchObject({ log: log.identity.id, at: NOW, newest: 1 });
  changes.cells = [];
  await figures.stop();
});
