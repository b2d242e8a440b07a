import { pauseFor } from '../../storage/back-off.ts';
import { BLOCK, connectRedis, disconnect, type RedisClient } from '../../storage/redis-connection.ts';
import type { Followers } from './followers.ts';
import type { Position } from './log.ts';
import { PublishedLately } from './published-lately.ts';
import { decode, place, redisId, type StreamEntries } from './redis-positions.ts';

const BATCH = 500;
/** Milliseconds between attempts while Redis does not answer. */
const RETRY_AFTER_MS = 100;

interface TailOptions {
  readonly url: string;
  readonly stream: string;
  readonly metaKey: string;
  readonly followers: Followers;
  /** Checks by a write that Redis is the master and still has this log; restores the log's identity where it is lost. */
  identify(): Promise<void>;
}

/** Reads the newest entries of a stream over a separate connection and publishes them to the followers of a log. */
export class RedisTail {
  readonly #redis: RedisClient;
  readonly #options: TailOptions;
  readonly #closed = new AbortController();
  readonly #published = new PublishedLately();
  #position: Position = place('0-0');
  #running: Promise<void> | undefined;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#redis = connectRedis(options.url);
  }

  /** Connects; rejects when the first attempt fails. */
  connect(): Promise<void> {
    return this.#redis.connect();
  }

  /** Begins to publish what is added after a position; with null from the beginning. */
  start(after: Position | null): void {
    this.#position = after ?? this.#position;
    this.#running = this.#run();
  }

  /** Connects anew. The connection may lead to a former master, which would answer without an event for ever. */
  reconnect(): void {
    if (this.#redis.status === 'ready') this.#redis.disconnect(true);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    disconnect(this.#redis);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closed;
    let interrupted = false;
    while (!signal.aborted) {
      try {
        if (interrupted) await this.#checkUnbroken();
        interrupted = false;
        await this.#readOnce();
      } catch {
        interrupted = true;
        await pauseFor(RETRY_AFTER_MS, signal);
      }
    }
  }

  async #readOnce(): Promise<void> {
    const { stream, followers, identify } = this.#options;
    const after = redisId(this.#position);
    const answer = await this.#redis.xread('COUNT', BATCH, 'BLOCK', BLOCK, 'STREAMS', stream, after);
    const events = decode((answer?.[0]?.[1] ?? []) as StreamEntries);
    this.#position = events.at(-1)?.position ?? this.#position;
    followers.publish(this.#published.mark(events));
    // While nothing is added, a write shows whether Redis is still the master.
    if (events.length === 0) await identify();
  }

  /** After an interruption: Redis may have lost the log meanwhile, or trimmed it beyond this tail's position. */
  async #checkUnbroken(): Promise<void> {
    const { metaKey, followers, identify } = this.#options;
    await identify();
    const floor = await this.#redis.hget(metaKey, 'floor');
    if (floor !== null && this.#position < place(floor)) followers.notifyBroken();
  }
}
