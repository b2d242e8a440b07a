import { randomUUID } from 'node:crypto';
import { createRedis, type RedisClient } from './redis-connection.ts';

/**
 * Says to the other gateways that share a Redis which account was acted on, so that none serves again what it read before.
 * Whoever does not hear it, since Redis is away, does so for as long as a list may be old and no longer.
 */
export class CacheInvalidationBus {
  readonly #speaker: RedisClient;
  readonly #listener: RedisClient;
  readonly #channel: string;
  readonly #self = randomUUID();

  constructor(url: string, prefix = 'crosspoint') {
    this.#channel = `{${prefix}}:acted`;
    // What cannot be said now is of no use later.
    this.#speaker = createRedis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false });
    this.#listener = createRedis(url, { maxRetriesPerRequest: null });
  }

  /** Says that an account was acted on. */
  publish(account: string): void {
    this.#speaker.publish(this.#channel, `${this.#self} ${account}`).catch(() => undefined);
  }

  /** Calls back with each account that another gateway acted on. */
  async subscribe(acted: (account: string) => void): Promise<void> {
    this.#listener.on('message', (_channel: string, said: string) => {
      const [speaker, account = ''] = said.split(' ');
      if (speaker !== this.#self) acted(account);
    });
    // It is asked for again by itself whenever the connection is back.
    await this.#listener.subscribe(this.#channel).catch(() => undefined);
  }

  close(): void {
    this.#speaker.disconnect();
    this.#listener.disconnect();
  }
}
