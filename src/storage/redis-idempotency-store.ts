import { CrosspointError } from '../adapters/errors.ts';
import { type ClaimedAct, type IdempotencyStore, KEY_RETENTION_MS, storeUnavailable } from './idempotency-store.ts';
import { createRedis, type RedisClient } from './redis-connection.ts';
import { redisErrorsAs } from './store-errors.ts';
import { storedObject } from './stored-object.ts';

/** Milliseconds to wait for an act that another gateway runs; later requests with its key get its answer. */
const OTHER_GATEWAY_TIMEOUT_MS = 5_000;

/** Keeps the keys of acts in Redis, for all gateways that share it. */
export class RedisIdempotencyStore implements IdempotencyStore {
  readonly #ask = redisErrorsAs(storeUnavailable);
  readonly claimWaitMs = OTHER_GATEWAY_TIMEOUT_MS;
  readonly #redis: RedisClient;
  readonly #prefix: string;

  constructor(url: string, prefix = 'crosspoint') {
    this.#redis = createRedis(url, { maxRetriesPerRequest: 0, commandTimeout: 2_000 });
    this.#prefix = `{${prefix}}:act:`;
  }

  async claim(name: string, input: string, owner: string): Promise<ClaimedAct | null> {
    const claim = JSON.stringify({ input, owner, answer: null } satisfies ClaimedAct);
    const earlier = await this.#ask(() =>
      this.#redis.set(this.#prefix + name, claim, 'PX', KEY_RETENTION_MS, 'NX', 'GET'),
    );
    if (earlier === null) return null;
    const act = storedObject<ClaimedAct>(earlier);
    // It may have been sent, so that it must not be again.
    if (!act) throw new CrosspointError('OUTCOME_UNKNOWN', 'The stored claim of this key cannot be read');
    return act;
  }

  settle(name: string, act: ClaimedAct): Promise<void> {
    return this.#ask(async () => {
      await this.#redis.set(this.#prefix + name, JSON.stringify(act), 'PX', KEY_RETENTION_MS);
    });
  }

  release(name: string): Promise<void> {
    return this.#ask(async () => {
      await this.#redis.del(this.#prefix + name);
    });
  }

  close(): void {
    this.#redis.disconnect();
  }
}
