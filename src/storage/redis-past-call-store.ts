import {
  callOfKey,
  type PastCall,
  type PastCallBounds,
  type PastCallStore,
  pastCallKey,
  pastCallsUnavailable,
  setFields,
  unreadableCalls,
} from './past-call-store.ts';
import { createRedis, type RedisClient, type RedisStoreOptions } from './redis-connection.ts';
import { redisErrorsAs } from './store-errors.ts';
import { storedObject } from './stored-object.ts';
import type { UnreadableRows } from './unreadable-rows.ts';

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

  readonly #unreadable: UnreadableRows;

  constructor({ url, prefix = 'crosspoint', log }: RedisStoreOptions) {
    this.#unreadable = unreadableCalls(log);
    this.#redis = createRedis(url, { maxRetriesPerRequest: 0, commandTimeout: 5_000 });
    this.#byTime = `{${prefix}}:past-calls`;
    this.#byKey = `${this.#byTime}:by-key`;
    this.#newest = `${this.#byTime}:newest`;
  }

  save(calls: readonly PastCall[]): Promise<void> {
    return this.#ask(async () => {
      if (calls.length === 0) return;
      const keys = calls.map(pastCallKey);
      const known = await this.#stored(keys);
      const merged = calls.map((call, index) => completed(known[index], call));
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
    return (await this.#stored(keys)).filter((call) => call !== null);
  }

  /** The call of each key; null where there is none. */
  async #stored(keys: readonly string[]): Promise<readonly (PastCall | null)[]> {
    const texts = await this.#redis.hmget(this.#byKey, ...keys);
    const calls = texts.map((text) => (text === null ? null : storedObject<PastCall>(text)));
    const damaged = keys.flatMap((key, at) => (calls[at] || texts[at] === null ? [] : [{ key, at }]));
    for (const { key, at } of damaged) calls[at] = await this.#unreadableCall(key);
    return calls;
  }

  async #unreadableCall(key: string): Promise<PastCall> {
    const [account] = JSON.parse(key) as [string];
    const call = callOfKey(key);
    this.#unreadable.note(key, { account, call: call.nativeId });
    return { account, at: Number(await this.#redis.zscore(this.#byTime, key)), call };
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

function completed(known: PastCall | null | undefined, { account, at, call }: PastCall): PastCall {
  return { account, at: Math.min(known?.at ?? at, at), call: { ...known?.call, ...setFields(call) } };
}
