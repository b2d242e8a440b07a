/** The stores of figures: cells and their checkpoint are written as one, and the gateway that has counted more wins. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { QUARTER_MS } from '../../src/figures/cells.ts';
import type { KeyedCell } from '../../src/figures/history.ts';
import type { FigureCheckpoint, FigureStore } from '../../src/storage/figure-store.ts';
import { RedisFigureStore } from '../../src/storage/redis-figure-store.ts';
import { SqliteFigureStore } from '../../src/storage/sqlite-figure-store.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from '../subscriptions/redis-client.ts';
import { noRedis } from '../subscriptions/redis-server.ts';

const redis = noRedis ? null : redisForTests();
const STORES: Readonly<Record<string, () => FigureStore>> = {
  SQLite: () => new SqliteFigureStore(':memory:'),
  ...(redis && { Redis: () => new RedisFigureStore(redis.url, `stores-${process.pid}-${Math.random()}`) }),
};
const TEN = Date.parse('2026-03-02T10:00:00Z');
const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

function checkpoint(position: string, more: Partial<FigureCheckpoint> = {}): FigureCheckpoint {
  const state = { agents: [], listening: { accounts: [], missing: [] } };
  return { log: 'log', position, at: TEN, newest: TEN, rebuildAfter: position, state, ...more };
}

function cell(offered: number, quarter = TEN, account = 'floor'): KeyedCell {
  return { key: `${account} billing`, quarter, dimensions: { account }, measures: { offered } };
}

describe.each(Object.entries(STORES))('the figures in %s', (_, open) => {
  let store: FigureStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());
  const stored = async () => {
    const all = await store.load(EVER.to);
    return all && [all.checkpoint?.position, ...all.cells.map(({ measures }) => measures.offered)];
  };

  test('are those of the gateway that has counted more, whichever stores last', async () => {
    expect(await store.save(checkpoint('05'), [cell(5)], null)).toBe(true);
    // Another gateway began when nothing was stored, and has counted less, or as much.
    expect(await store.save(checkpoint('03'), [cell(3)], null)).toBe(false);
    expect(await store.save(checkpoint('05'), [cell(4)], null)).toBe(false);
    expect(await stored()).toEqual(['05', 5]);
    expect(await store.save(checkpoint('07'), [cell(7)], null)).toBe(true);
    // The first one is behind now, and stores nothing more until it is ahead.
    expect(await store.save(checkpoint('06'), [cell(6)], '05')).toBe(false);
    expect(await stored()).toEqual(['07', 7]);
  });

  test('of the gateway that stored last may count the same place anew, and those of another log replace them', async () => {
    await store.save(checkpoint('05'), [cell(5)], null);
    expect(await store.save(checkpoint('05'), [cell(6)], '05')).toBe(true);
    expect(await stored()).toEqual(['05', 6]);
    expect(await store.save(checkpoint('02', { log: 'other' }), [cell(1)], null)).toBe(true);
    expect(await stored()).toEqual(['02', 1]);
  });

  test('and their checkpoint are stored together or not at all', async () => {
    await store.save(checkpoint('05'), [cell(5)], null);
    const unreadable = { toJSON: () => BigInt(1) } as never;
    const written = [cell(7), { ...cell(8, TEN + QUARTER_MS), dimensions: unreadable }];
    const save = async (one: FigureCheckpoint, cells: readonly KeyedCell[]) => store.save(one, cells, '05');
    await expect(save(checkpoint('07'), written)).rejects.toThrow();
    expect(await stored()).toEqual(['05', 5]);
    await expect(save(checkpoint('07', { state: unreadable }), [cell(7)])).rejects.toThrow();
    expect(await stored()).toEqual(['05', 5]);
  });

  test('and their checkpoint are of one moment for a gateway that loads them meanwhile', async () => {
    const placeOf = (count: number) => String(count).padStart(4, '0');
    const save = async () => {
      for (let count = 1; count <= 200; count += 1) {
        await store.save(checkpoint(placeOf(count)), [cell(count)], count === 1 ? null : placeOf(count - 1));
        // A writer without a pause leaves a reader no moment in which nothing is written.
        if (count % 5 === 0) await new Promise(setImmediate);
      }
    };
    let isOver = false;
    const saving = save().then(() => {
      isOver = true;
    });
    const loads: unknown[] = [];
    while (!isOver) {
      const found = await store.load(EVER.to).catch(() => null);
      if (found) loads.push([Number(found.checkpoint?.position), found.cells[0]?.measures.offered]);
      await new Promise(setImmediate);
    }
    await saving;
    expect(loads.length).toBeGreaterThan(0);
    expect(loads.filter((pair) => new Set(pair as number[]).size > 1)).toEqual([]);
  });

  test('are read by account and time, and loaded from the newest back', async () => {
    const quarters = [0, 1, 2].map((count) => TEN + count * QUARTER_MS);
    const cells = quarters.flatMap((quarter, at) => [cell(at + 1, quarter), cell(at + 10, quarter, 'other')]);
    await store.save(checkpoint('05', { newest: TEN + 2 * QUARTER_MS }), cells, null);
    const read = await store.read('floor', { from: TEN, to: TEN + 2 * QUARTER_MS });
    expect(read.cells.map(({ measures }) => measures.offered)).toEqual([1, 2]);
    const loaded = (await store.load(QUARTER_MS))?.cells ?? [];
    expect(loaded.map(({ measures }) => measures.offered).sort()).toEqual([12, 3]);
  });

  test('are removed once they are too old', async () => {
    await store.save(checkpoint('05'), [cell(1), cell(2, TEN + QUARTER_MS)], null);
    await store.trim(TEN + 1);
    expect((await store.read('floor', EVER)).cells.map(({ measures }) => measures.offered)).toEqual([2]);
  });
});

test.skipIf(noRedis)('a gateway stores its figures in Redis by one command, which no crash divides', async () => {
  const prefix = `one-step-${process.pid}-${Math.random()}`;
  const store = new RedisFigureStore(redis?.url ?? '', prefix);
  const watcher = new Redis(redis?.url ?? '');
  const monitor = await watcher.monitor();
  const commands: string[] = [];
  let isSeen = false;
  monitor.on('monitor', (_: string, [name = '', ...given]: string[], source: string) => {
    if (given.includes('seen')) isSeen = true;
    if (source !== 'lua' && given.some((one) => one.includes(prefix))) commands.push(name.toLowerCase());
  });
  expect(await store.save(checkpoint('05'), [cell(1), cell(2, TEN + QUARTER_MS)], null)).toBe(true);
  const other = new Redis(redis?.url ?? '');
  await other.echo('seen');
  await until(() => isSeen);
  expect(commands).toEqual(['eval']);
  for (const connection of [monitor, watcher, other]) connection.disconnect();
  store.close();
});

if (noRedis) test.skip(`the figures in Redis (${noRedis})`);
