import { randomUUID } from 'node:crypto';
import { createRedis, type RedisClient } from './redis-connection.ts';

/**
 * Publishes to the other gateways that share a Redis which account was changed, so that they drop its cached lists. An
 * invalidation that could not be published follows when Redis is back, and a gateway that was disconnected drops all lists.
 * In a cluster a lost subscription is renewed unseen: lists are then served for as long as their age allows.
 */
export class CacheInvalidationBus {
  readonly #publisher: RedisClient;
  readonly #subscriber: RedisClient;
  readonly #channel: string;
  readonly #self = randomUUID();
  /** Accounts whose invalidation could not be published. */
  readonly #unpublished = new Set<string>();

  constructor(url: string, prefix = 'crosspoint') {
    this.#channel = `{${prefix}}:cache-invalidation`;
    this.#publisher = createRedis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false });
    this.#publisher.on('ready', () => this.#publishAgain());
    this.#subscriber = createRedis(url, { maxRetriesPerRequest: null });
  }

  /** Says that an account was acted on. */
  publish(account: string): void {
    const failed = () => void this.#unpublished.add(account);
    this.#publisher.publish(this.#channel, `${this.#self} ${account}`).catch(failed);
  }

  /** Calls back with each account that another gateway acted on, and with null where such accounts may have been missed. */
  async subscribe(onMutation: (account: string | null) => void): Promise<void> {
    this.#subscriber.on('message', (_channel: string, message: string) => {
      const [sender, account = ''] = message.split(' ');
      if (sender !== this.#self) onMutation(account);
    });
    // ioredis subscribes again when the connection is back; the answer to PING comes after that of the subscription.
    const missed = () => onMutation(null);
    this.#subscriber.on('ready', () => void this.#subscriber.ping().then(missed, missed));
    await this.#subscriber.subscribe(this.#channel).catch(() => undefined);
  }

  #publishAgain(): void {
    const accounts = [...this.#unpublished];
    this.#unpublished.clear();
    for (const account of accounts) this.publish(account);
  }

  close(): void {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }
}
