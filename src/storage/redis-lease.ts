import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkedSignal } from '../adapters/calls/deadline.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Lease } from './lease.ts';
import { createRedis, type RedisClient } from './redis-connection.ts';

const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const GIVE_BACK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

type Work = (signal: AbortSignal) => Promise<void>;

/** Where leases are kept and how long one lasts that is not renewed. */
interface RedisLeaseOptions {
  readonly url: string;
  readonly prefix?: string;
  /** Milliseconds; another gateway takes over after these at the latest. */
  readonly lasting?: number;
  readonly log?: Log;
}

/** Leases in Redis: of several gateways one runs each piece of work, and another takes over within seconds. */
export class RedisLease implements Lease {
  readonly #redis: RedisClient;
  readonly #prefix: string;
  readonly #lasting: number;
  readonly #log: Log | undefined;
  readonly #owner = randomUUID();

  constructor({ url, prefix = 'crosspoint', lasting = 3_000, log }: RedisLeaseOptions) {
    this.#redis = createRedis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: true, commandTimeout: lasting / 3 });
    this.#log = log;
    this.#prefix = `{${prefix}}:lease:`;
    this.#lasting = lasting;
  }

  async hold(name: string, work: Work, signal: AbortSignal): Promise<void> {
    const key = this.#prefix + name;
    while (!signal.aborted) {
      const asked = Date.now();
      if (await this.#take(key)) await this.#workWhileHeld(key, asked, work, signal);
      else await sleep(this.#lasting / 6, undefined, { signal }).catch(() => undefined);
    }
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #workWhileHeld(key: string, since: number, work: Work, signal: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const renewing = this.#renewUntilLost(key, since, lost);
    const either = linkedSignal(signal, lost.signal);
    try {
      await work(either.signal);
    } finally {
      either.clear();
      lost.abort();
      await renewing;
      await this.#redis.eval(GIVE_BACK, 1, key, this.#owner).catch(() => undefined);
    }
  }

  /** The lease counts as lost when it could not be renewed while it still lasted, so two never work at a time. */
  async #renewUntilLost(key: string, since: number, lost: AbortController): Promise<void> {
    let renewed = since;
    while (!lost.signal.aborted) {
      await sleep(this.#lasting / 6, undefined, { signal: lost.signal }).catch(() => undefined);
      const asked = Date.now();
      const answer = await this.#redis.eval(RENEW, 1, key, this.#owner, this.#lasting).catch(() => null);
      if (answer === 1) renewed = asked;
      // The next answer may be half of what it lasts away.
      const isLost = answer === 0 || Date.now() - renewed > this.#lasting * 0.4;
      if (isLost && !lost.signal.aborted) this.#log?.warn({ lease: key, taken: answer === 0 }, 'A lease was lost');
      if (isLost) lost.abort();
    }
  }

  async #take(key: string): Promise<boolean> {
    const answer = await this.#redis.set(key, this.#owner, 'PX', this.#lasting, 'NX').catch(() => null);
    return answer === 'OK';
  }
}
