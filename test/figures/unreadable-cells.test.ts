/** Stored figures that are damaged cost themselves: their quarter counts as not listened to, and the rest is answered. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import Database from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { QUARTER_MS } from '../../src/figures/cells.ts';
import { Figures } from '../../src/figures/figures.ts';
import type { KeyedCell } from '../../src/figures/history.ts';
import type { FigureCheckpoint, FigureStore } from '../../src/storage/figure-store.ts';
import { RedisFigureStore } from '../../src/storage/redis-figure-store.ts';
import { SqliteFigureStore } from '../../src/storage/sqlite-figure-store.ts';
import { FigureCheckpoints } from '../../src/subscriptions/figures/checkpoints.ts';
import { archiveOf, UnreadableCells } from '../../src/subscriptions/figures/unreadable-cells.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { callEvent, silent } from '../subscriptions/events.ts';
import { redisForTests } from '../subscriptions/redis-client.ts';
import { noRedis } from '../subscriptions/redis-server.ts';

const TEN = Date.parse('2026-03-02T10:00:00Z');
const QUARTERS = [0, 1, 2, 3].map((at) => TEN + at * QUARTER_MS);
const HOUR = { from: TEN, to: TEN + 4 * QUARTER_MS };
const LISTENING = { accounts: [['floor', [{ from: TEN, to: null }]]], missing: [] } as const;

/** A store, and how the text of its second quarter, or of its checkpoint, is damaged behind its back. */
interface Damageable {
  readonly store: FigureStore;
  damageQuarter(text: string): unknown;
  damageCheckpoint(): unknown;
}

function inFile(): Damageable {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-figures-'));
  const store = new SqliteFigureStore(join(folder, 'figures.db'));
  const other = new Database(join(folder, 'figures.db'));
  onTestFinished(() => {
    other.close();
    store.close();
    rmSync(folder, { recursive: true });
  });
  return {
    store,
    damageQuarter: (text) => other.prepare('UPDATE cells SET body = ? WHERE quarter = ?').run(text, QUARTERS[1]),
    damageCheckpoint: () => other.exec('UPDATE checkpoint SET body = \'{"log":\''),
  };
}

const redis = noRedis ? null : redisForTests();

function inRedis(): Damageable {
  const prefix = `damaged-${process.pid}-${Math.random()}`;
  const store = new RedisFigureStore(redis?.url ?? '', prefix);
  const other = new Redis(redis?.url ?? '');
  onTestFinished(() => {
    other.disconnect();
    store.close();
  });
  return {
    store,
    damageQuarter: (text) => other.hset(`{${prefix}}:figures:cells:${QUARTERS[1]}:floor`, 'billing', text),
    damageCheckpoint: () => other.hset(`{${prefix}}:figures`, 'body', '{"log":'),
  };
}

async function gatewayOver(store: FigureStore, memoryMs: number) {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const logged: unknown[] = [];
  const logger = { ...silent, error: (facts: object, text: string) => void logged.push({ ...facts, text }) };
  const figures = new Figures(() => ({ zone: 'UTC', reportsQueue: true }), {
    memoryMs,
    archive: archiveOf(store, () => unreadable),
  });
  const unreadable = new UnreadableCells(figures, logger);
  const parts = { log, figures, store, unreadable, memoryMs, retentionMs: 1e15, logger, now: () => new Date(TEN) };
  const checkpoints = new FigureCheckpoints(parts);
  onTestFinished(() => checkpoints.stop());
  return { log, logged, figures, checkpoints };
}

/** Stores a call offered in each of four quarters, as counted of a log. */
async function storeHour(store: FigureStore, log: string, listening: object = LISTENING): Promise<void> {
  const cells = QUARTERS.map(
    (quarter): KeyedCell => ({ key: 'billing', quarter, dimensions: { account: 'floor' }, measures: { offered: 1 } }),
  );
  const times = { at: HOUR.to, newest: HOUR.to - QUARTER_MS, rebuildAfter: '0'.repeat(20) };
  const state = { agents: [], listening } as unknown as FigureCheckpoint['state'];
  await store.save({ log, position: '0'.repeat(20), ...times, state }, cells, null);
}

const offered = (cells: readonly { readonly measures: Record<string, number> }[]) =>
  cells.reduce((sum, { measures }) => sum + (measures.offered ?? 0), 0);

describe.each([['a file', inFile] as const, ...(redis ? [['Redis', inRedis] as const] : [])])('in %s', (_, make) => {
  test.each(['{"dimensions":', 'null', '{"dimensions":{"account":"floor"}}'])(
    'a quarter whose text is %s lowers the coverage of its hour, and is logged once',
    async (text) => {
      const { store, damageQuarter } = make();
      // All quarters but the newest are read from the store for each answer.
      const { log, logged, figures, checkpoints } = await gatewayOver(store, QUARTER_MS);
      await storeHour(store, log.identity.id);
      await damageQuarter(text);
      await checkpoints.start();
      expect(offered(await figures.past('floor', HOUR, HOUR.to))).toBe(3);
      await figures.past('floor', HOUR, HOUR.to);
      expect(figures.listening.coverage('floor', HOUR)).toBe(0.75);
      expect(logged).toEqual([
        { account: 'floor', quarter: '2026-03-02T10:15:00.000Z', text: 'Stored figures cannot be read' },
      ]);
    },
  );

  test('a quarter that is damaged when a gateway starts lowers the coverage once, also after the next start', async () => {
    const { store, damageQuarter } = make();
    const first = await gatewayOver(store, 4 * QUARTER_MS);
    await storeHour(store, first.log.identity.id);
    await damageQuarter('');
    await first.checkpoints.start();
    expect(offered(await first.figures.past('floor', HOUR, HOUR.to))).toBe(3);
    expect(first.figures.listening.coverage('floor', HOUR)).toBe(0.75);
    await storeHour(store, first.log.identity.id, first.figures.listening.state);
    await damageQuarter('');
    const next = await gatewayOver(store, 4 * QUARTER_MS);
    Object.assign(next.log.identity, first.log.identity);
    await next.checkpoints.start();
    expect(next.figures.listening.coverage('floor', HOUR)).toBe(0.75);
  });

  test('a checkpoint that is damaged has the log counted again, and is replaced', async () => {
    const { store, damageCheckpoint } = make();
    const { log, logged, checkpoints } = await gatewayOver(store, 4 * QUARTER_MS);
    await storeHour(store, log.identity.id);
    await damageCheckpoint();
    await log.append([callEvent({ call: '1' })]);
    await checkpoints.start();
    expect(checkpoints.position).toBe(await log.head());
    expect((await store.load(0))?.checkpoint?.position).toBe(await log.head());
    expect(logged).toEqual([
      { text: 'How far figures were counted cannot be read; they are counted from the event log again' },
    ]);
  });
});

if (noRedis) test.skip(`in Redis (${noRedis})`);
