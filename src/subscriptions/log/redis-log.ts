import { randomBytes } from 'node:crypto';
import type { EventRecord } from '../../adapters/adapter.ts';
import { isTimeout, withDeadline } from '../../adapters/calls/deadline.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import {
  connectRedis,
  disconnect,
  logOutages,
  type RedisClient,
  redisErrorCode,
} from '../../storage/redis-connection.ts';
import { requireRights } from '../../storage/redis-rights.ts';
import { redisErrorsAs } from '../../storage/store-errors.ts';
import { Batcher } from './batcher.ts';
import { Followers } from './followers.ts';
import type { Appended, EventLog, FollowOptions, LoggedEvent, LogIdentity, Page, Position, Retention } from './log.ts';
import { DEFAULT_RETENTION_MS } from './log.ts';
import { RedisAppender } from './redis-appender.ts';
import { decode, LAST_OF_MILLISECOND, place, redisId } from './redis-positions.ts';
import { EXCHANGE, IDENTIFY, NOTE, TRIM } from './redis-scripts.ts';
import { RedisTail } from './redis-tail.ts';

/** Where and how long a log in Redis keeps its events. */
export interface RedisLogOptions {
  readonly url: string;
  /** Begins every key; gateways that share it share the log. */
  readonly prefix?: string;
  readonly retention?: Partial<Retention>;
  /** Events that wait while Redis is away; more are refused. */
  readonly spool?: number;
  /** Milliseconds to wait for Redis at the start. */
  readonly connectTimeoutMs?: number;
  readonly log?: Log;
}

const DEFAULT_SIZE = 1_000_000;
const DEFAULT_SPOOL = 10_000;
const TRIM_EVERY = 60_000;
const TRIM_STEP = 1_000;

/** Opens a log in Redis Streams, shared by every gateway that gives the same prefix. */
export async function openRedisLog(options: RedisLogOptions): Promise<EventLog> {
  const redis = connectRedis(options.url);
  let trouble: string | undefined;
  redis.on('error', (cause: Error) => {
    trouble = redisErrorCode(cause);
  });
  const log = new RedisLog(redis, options);
  try {
    await log.open(options.connectTimeoutMs ?? 10_000);
    return log;
  } catch (cause) {
    await log.close();
    if (cause instanceof CrosspointError && !isTimeout(cause.cause)) throw cause;
    const why = trouble === undefined ? '' : ` (${trouble})`;
    throw new CrosspointError('UNAVAILABLE', `Redis does not answer${why}, so there is no event log`, { cause });
  }
}

class RedisLog implements EventLog {
  identity: LogIdentity = { id: randomBytes(9).toString('base64url'), key: randomBytes(32) };
  readonly #ask = redisErrorsAs(unavailable);
  readonly #redis: RedisClient;
  readonly #tail: RedisTail;
  readonly #options: RedisLogOptions;
  readonly #stream: string;
  readonly #metaKey: string;
  readonly #retention: Retention;
  readonly #followers = new Followers();
  readonly #appender: RedisAppender;
  readonly #batcher: Batcher<Appended>;
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: RedisClient, options: RedisLogOptions) {
    const prefix = `{${options.prefix ?? 'crosspoint'}}`;
    this.#redis = redis;
    logOutages(redis, options.log);
    this.#options = options;
    this.#stream = `${prefix}:events`;
    this.#metaKey = `${prefix}:log`;
    this.#tail = new RedisTail({
      ...{ url: options.url, stream: this.#stream, metaKey: this.#metaKey, followers: this.#followers },
      identify: () => this.#identify(true),
    });
    this.#retention = {
      age: options.retention?.age ?? DEFAULT_RETENTION_MS,
      size: options.retention?.size ?? DEFAULT_SIZE,
    };
    this.#appender = new RedisAppender({
      redis,
      stream: this.#stream,
      age: this.#retention.age,
      log: options.log,
      closed: this.#closed.signal,
    });
    this.#batcher = new Batcher((...batch) => this.#appender.append(...batch), options.spool ?? DEFAULT_SPOOL);
  }

  /** Connects, learns the log's identity and begins to follow. */
  async open(timeoutMs: number): Promise<void> {
    await withDeadline(timeoutMs, undefined, () => Promise.all([this.#redis.connect(), this.#tail.connect()]));
    await requireRights(this.#redis, this.#options.prefix);
    await this.#identify(false);
    this.#redis.on('ready', () => this.#onReconnected());
    this.#tail.start(await this.head());
    this.#timer = setInterval(() => void this.trim().catch(() => undefined), TRIM_EVERY).unref();
  }

  append(events: readonly EventRecord[]): Promise<readonly (Position | null)[]>;
  append(events: readonly EventRecord[], term: LeaseTerm | undefined): Promise<readonly Appended[]>;
  append(events: readonly EventRecord[], term?: LeaseTerm): Promise<readonly Appended[]> {
    return this.#batcher.append(events, term);
  }

  async read(after: Position | null, limit: number): Promise<Page> {
    return this.#ask(async () => {
      const start = after === null ? '-' : `(${redisId(after)}`;
      const [rows, floor] = await Promise.all([
        this.#redis.xrange(this.#stream, start, '+', 'COUNT', limit + 1),
        this.floor(),
      ]);
      const gap = after !== null && floor !== null && after < floor;
      return { events: decode(rows.slice(0, limit)), gap, more: rows.length > limit };
    });
  }

  async readBefore(before: Position | null, limit: number): Promise<Omit<Page, 'gap'>> {
    return this.#ask(async () => {
      const start = before === null ? '+' : `(${redisId(before)}`;
      const rows = await this.#redis.xrevrange(this.#stream, start, '-', 'COUNT', limit + 1);
      return { events: decode(rows.slice(0, limit)), more: rows.length > limit };
    });
  }

  async head(): Promise<Position | null> {
    return this.#ask(async () => {
      const newest = await this.#redis.xrevrange(this.#stream, '+', '-', 'COUNT', 1);
      const id = newest[0]?.[0];
      return id === undefined ? this.floor() : place(id);
    });
  }

  async floor(): Promise<Position | null> {
    return this.#ask(async () => {
      const [id, floor] = await this.#redis.hmget(this.#metaKey, 'id', 'floor');
      if (id) return floor ? place(floor) : null;
      // Redis forgot the log while it stayed connected.
      await this.#identify(true);
      return place((await this.#redis.hget(this.#metaKey, 'floor')) ?? '0-0');
    });
  }

  placeAt(time: Date): Position {
    return place(`${time.getTime() - 1}-${LAST_OF_MILLISECOND}`);
  }

  timeOf(position: Position): Date {
    return new Date(Number(position.split('-')[0]));
  }

  follow(listener: (events: readonly LoggedEvent[]) => void, broken?: () => void, options?: FollowOptions) {
    return this.#followers.add(listener, broken, options);
  }

  async note(name: string, text: string, term?: LeaseTerm): Promise<void> {
    const keys = [this.#metaKey, ...(term ? [term.key] : [])];
    try {
      await this.#ask(() => this.#redis.eval(NOTE, keys.length, ...keys, `note:${name}`, text, term?.id ?? ''));
      this.#appender.isRefused = false;
    } catch (thrown) {
      this.#appender.isRefused = true;
      throw thrown;
    }
  }

  async noted(name: string): Promise<string | null> {
    return this.#ask(() => this.#redis.hget(this.#metaKey, `note:${name}`));
  }

  async notes(prefix: string): Promise<ReadonlyMap<string, string>> {
    return this.#ask(async () => {
      const from = `note:${prefix}`;
      const names = (await this.#redis.hkeys(this.#metaKey)).filter((name) => name.startsWith(from)).sort();
      const texts = names.length > 0 ? await this.#redis.hmget(this.#metaKey, ...names) : [];
      return new Map(names.flatMap((name, at) => (texts[at] == null ? [] : [[name.slice('note:'.length), texts[at]]])));
    });
  }

  async exchange(name: string, before: string | null, after: string | null): Promise<boolean> {
    const given = [`note:${name}`, before === null ? '0' : '1', before ?? '', after === null ? '0' : '1', after ?? ''];
    return this.#ask(async () => (await this.#redis.eval(EXCHANGE, 1, this.#metaKey, ...given)) === 1);
  }

  async trim(): Promise<void> {
    const { age, size } = this.#retention;
    const step = () => this.#redis.eval(TRIM, 2, this.#stream, this.#metaKey, age, size, TRIM_STEP);
    while (Number(await step()) > 0);
  }

  get waiting(): boolean {
    return this.#appender.isRefused || this.#redis.status !== 'ready';
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const closing = this.#batcher.close(this.waiting);
    this.#closed.abort();
    await closing;
    disconnect(this.#redis);
    await this.#tail.close();
    this.#followers.clear();
  }

  #onReconnected(): void {
    this.#tail.reconnect();
    void this.#appender.repeatRecent().catch(() => undefined);
  }

  async #identify(again: boolean): Promise<void> {
    const { id, key } = this.identity;
    const given = [id, key.toString('base64'), again ? '1' : '0'];
    const answer = await this.#redis.eval(IDENTIFY, 2, this.#metaKey, this.#stream, ...given);
    const [knownId, knownKey] = answer as [string, string];
    if (again && knownId !== id) this.#options.log?.error({}, 'Redis holds another event log than before');
    this.identity = { id: knownId, key: Buffer.from(knownKey, 'base64') };
  }
}

function unavailable(cause: unknown): CrosspointError {
  if (cause instanceof CrosspointError) return cause;
  return new CrosspointError('UNAVAILABLE', 'The event log does not answer', { cause });
}
