import { randomUUID } from 'node:crypto';
import { createRedis, type RedisClient } from './redis-connection.ts';

/**
 * Publishes to the other gateways that share a Redis which account was changed, so that they drop its cached lists. A
 * gateway that misses an invalidation, while Redis is away, serves its cached lists for as long as their age allows.
 */
export class CacheInvalidationBus {
  readonly #publisher: RedisClient;
  readonly #subscriber: RedisClient;
  readonly #channel: string;
  readonly #self = randomUUID();

  constructor(url: string, prefix = 'crosspoint') {
    this.#channel = `{${prefix}}:acted`;
    // An invalidation that cannot be published now is outdated when Redis is back.
    this.#publisher = createRedis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false });
    this.#subscriber = createRedis(url, { maxRetriesPerRequest: null });
  }

  /** Says that an account was acted on. */
  publish(account: string): void {
    this.#publisher.publish(this.#channel, `${this.#self} ${account}`).catch(() => undefined);
  }

  /** Calls back with each account that another gateway acted on. */
  async subscribe(acted: (account: string) => void): Promise<void> {
    this.#subscriber.on('message', (_channel: string, said: string) => {
      const [speaker, account = ''] = said.split(' ');
      if (speaker !== this.#self) acted(account);
    });
    // ioredis subscribes again when the connection is back.
    await this.#subscriber.subscribe(this.#channel).catch(() => undefined);
  }

  close(): void {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }
}
