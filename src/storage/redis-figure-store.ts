import type { TimeSpan } from '../figures/calendar.ts';
import type { KeyedCell } from '../figures/history.ts';
import {
  type FigureCheckpoint,
  type FigureStore,
  figuresUnavailable,
  type StoredCell,
  type StoredCells,
  type StoredFigures,
  storedCells,
} from './figure-store.ts';
import { createRedis, type RedisClient } from './redis-connection.ts';
import { redisErrorsAs } from './store-errors.ts';
import { storedObject } from './stored-object.ts';

/** Stores cells with their checkpoint unless another gateway is ahead. */
export const SAVE_FIGURES = `
  local stored = redis.call('HMGET', KEYS[1], 'log', 'position')
  if stored[1] == ARGV[1] and stored[2] ~= ARGV[3] and stored[2] >= ARGV[2] then return 0 end
  for i = 6, #ARGV, 4 do
    redis.call('HSET', ARGV[5] .. ARGV[i] .. ':' .. ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
    redis.call('ZADD', KEYS[2], ARGV[i], ARGV[i] .. ':' .. ARGV[i + 1])
  end
  redis.call('HSET', KEYS[1], 'log', ARGV[1], 'position', ARGV[2], 'body', ARGV[4])
  return 1
`;
/** Quarters of an account that are read or removed in one go. */
const STEP = 200;
/** Attempts to read cells while another gateway writes. */
const ATTEMPTS = 10;

/** Stores figures in Redis, for all gateways that share it: a hash of cells for each quarter of an account. */
export class RedisFigureStore implements FigureStore {
  readonly #ask = redisErrorsAs(figuresUnavailable);
  readonly #redis: RedisClient;
  readonly #checkpointKey: string;
  readonly #quarters: string;
  readonly #cells: string;

  constructor(url: string, prefix = 'crosspoint') {
    this.#redis = createRedis(url, { maxRetriesPerRequest: 0, commandTimeout: 10_000 });
    this.#checkpointKey = `{${prefix}}:figures`;
    this.#quarters = `${this.#checkpointKey}:quarters`;
    this.#cells = `${this.#checkpointKey}:cells:`;
  }

  load(milliseconds: number): Promise<StoredFigures | null> {
    return this.#ask(async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const body = await this.#redis.hget(this.#checkpointKey, 'body');
        if (body === null) return null;
        const checkpoint = storedObject<FigureCheckpoint>(body);
        if (!checkpoint) return { checkpoint, ...storedCells([]) };
        const cells = await this.#between((checkpoint.newest ?? 0) - milliseconds, '+inf', () => true);
        // Cells of another moment than the checkpoint would count events twice.
        if ((await this.#redis.hget(this.#checkpointKey, 'body')) === body) return { checkpoint, ...cells };
      }
      throw new Error(`other gateways wrote ${ATTEMPTS} times`);
    });
  }

  read(account: string, { from, to }: TimeSpan): Promise<StoredCells> {
    return this.#ask(() => this.#between(from - 1, `(${to}`, (of) => of === account));
  }

  save(checkpoint: FigureCheckpoint, cells: readonly KeyedCell[], known: string | null): Promise<boolean> {
    const { log, position } = checkpoint;
    const parts = cells.flatMap(({ key, quarter, dimensions, measures }) => [
      ...[quarter, dimensions.account, key],
      JSON.stringify({ dimensions, measures }),
    ]);
    const given = [log, position, known ?? '', JSON.stringify(checkpoint), this.#cells, ...parts];
    return this.#ask(
      async () => (await this.#redis.eval(SAVE_FIGURES, 2, this.#checkpointKey, this.#quarters, ...given)) === 1,
    );
  }

  trim(oldest: number): Promise<void> {
    return this.#ask(async () => {
      for (;;) {
        const names = await this.#redis.zrangebyscore(this.#quarters, '-inf', `(${oldest}`, 'LIMIT', 0, STEP);
        if (names.length === 0) return;
        await this.#redis.del(...names.map((name) => this.#cells + name));
        await this.#redis.zrem(this.#quarters, ...names);
      }
    });
  }

  close(): void {
    this.#redis.disconnect();
  }

  /** The cells of quarters after a time, the earliest first. */
  async #between(after: number, to: string, isMeant: (account: string) => boolean): Promise<StoredCells> {
    const all = await this.#redis.zrangebyscore(this.#quarters, `(${after}`, to);
    const names = all.filter((name) => isMeant(name.slice(name.indexOf(':') + 1)));
    const rows: StoredCell[] = [];
    for (let at = 0; at < names.length; at += STEP) {
      const some = names.slice(at, at + STEP);
      const found = await Promise.all(some.map((name) => this.#redis.hgetall(this.#cells + name)));
      for (const [index, hash] of found.entries()) rows.push(...rowsOf(some[index] ?? '', hash));
    }
    return storedCells(rows);
  }
}

/** The texts of the cells of a quarter of an account. */
function rowsOf(name: string, hash: Readonly<Record<string, string>>): StoredCell[] {
  const colon = name.indexOf(':');
  const [quarter, account] = [Number(name.slice(0, colon)), name.slice(colon + 1)];
  return Object.entries(hash).map(([key, body]) => ({ account, quarter, key, body }));
}
