import {
  callOfKey,
  type PastCall,
  type PastCallBounds,
  type PastCallStore,
  pastCallKey,
  pastCallsUnavailable,
  setFields,
} from './past-call-store.ts';
import { createRedis, type RedisClient } from './redis-connection.ts';
import { redisErrorsAs } from './store-errors.ts';
import { storedObject } from './stored-object.ts';

/** Calls removed in one go. */
const TRIM_STEP = 1_000;

/**
 * Stores ended calls in Redis, for all gateways that share it: a sorted set of keys by time, the calls by key, and the
 * newest key of each vendor key.
 */
export class RedisPastCallStore implements PastCallStore {
  readonly #ask = redisErrorsAs(pastCallsUnavailable);
  readonly #redis: RedisClient;
  readonly #byTime: string;
  readonly #byKey: string;
  readonly #newest: string;

  constructor(url: string, prefix = 'crosspoint') {
    this.#redis = createRedis(url, { maxRetriesPerRequest: 0, commandTimeout: 5_000 });
    this.#byTime = `{${prefix}}:past-calls`;
    this.#byKey = `${this.#byTime}:by-key`;
    this.#newest = `${this.#byTime}:newest`;
  }

  save(calls: readonly PastCall[]): Promise<void> {
    return this.#ask(async () => {
      if (calls.length === 0) return;
      const keys = calls.map(pastCallKey);
      const known = await this.#redis.hmget(this.#byKey, ...keys);
      const merged = calls.map((call, index) => completed(storedObject(known[index] ?? ''), call));
      await this.#redis.hset(this.#byKey, ...merged.flatMap((call, at) => [keys[at] ?? '', JSON.stringify(call)]));
      await this.#redis.hset(this.#newest, ...merged.flatMap((call, at) => [newestField(call), keys[at] ?? '']));
      await this.#redis.zadd(this.#byTime, ...merged.flatMap(({ at }, index) => [at, keys[index] ?? '']));
    });
  }

  remove(call: PastCall): Promise<void> {
    return this.#ask(() => this.#forget([pastCallKey(call)]));
  }

  read({ after, before, limit }: PastCallBounds): Promise<readonly PastCall[]> {
    return this.#ask(async () => {
      const [max, min] = [
        Number.isFinite(before) ? `(${before}` : '+inf',
        Number.isFinite(after) ? `(${after}` : '-inf',
      ];
      return this.#calls(await this.#redis.zrevrangebyscore(this.#byTime, max, min, 'LIMIT', 0, limit));
    });
  }

  find(account: string, nativeId: string): Promise<PastCall | null> {
    return this.#ask(async () => {
      const key = await this.#redis.hget(this.#newest, JSON.stringify([account, nativeId]));
      return key === null ? null : ((await this.#calls([key]))[0] ?? null);
    });
  }

  trim(oldest: number): Promise<void> {
    return this.#ask(async () => {
      for (;;) {
        const keys = await this.#redis.zrangebyscore(this.#byTime, '-inf', `(${oldest}`, 'LIMIT', 0, TRIM_STEP);
        if (keys.length === 0) return;
        await this.#forget(keys);
      }
    });
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #calls(keys: readonly string[]): Promise<readonly PastCall[]> {
    if (keys.length === 0) return [];
    const texts = await this.#redis.hmget(this.#byKey, ...keys);
    const calls = texts.map((text, index) => (text === null ? [] : this.#callOf(keys[index] ?? '', text)));
    return (await Promise.all(calls)).flat();
  }

  async #callOf(key: string, text: string): Promise<PastCall> {
    const stored = storedObject<PastCall>(text);
    if (stored) return stored;
    const [account] = JSON.parse(key) as [string];
    return { account, at: Number(await this.#redis.zscore(this.#byTime, key)), call: callOfKey(key) };
  }

  /** Removes calls; the newest key of a vendor key is removed only where it is one of these. */
  async #forget(keys: readonly string[]): Promise<void> {
    const calls = await this.#calls(keys);
    const fields = calls.map(newestField);
    const newest = fields.length > 0 ? await this.#redis.hmget(this.#newest, ...fields) : [];
    const gone = fields.filter((_, index) => keys.includes(newest[index] ?? ''));
    if (gone.length > 0) await this.#redis.hdel(this.#newest, ...gone);
    await this.#redis.hdel(this.#byKey, ...keys);
    await this.#redis.zrem(this.#byTime, ...keys);
  }
}

function newestField({ account, call }: PastCall): string {
  return JSON.stringify([account, call.nativeId]);
}

function completed(known: PastCall | null, { account, at, call }: PastCall): PastCall {
  return { account, at: Math.min(known?.at ?? at, at), call: { ...known?.call, ...setFields(call) } };
}
