import { randomBytes } from 'node:crypto';
import type { EventRecord } from '../../adapters/adapter.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import type { Log } from '../../adapters/vendor.ts';
import {
  BLOCK,
  connectRedis,
  disconnect,
  isRoleChange,
  logOutages,
  type RedisClient,
  redisErrorCode,
} from '../../storage/redis-connection.ts';
import { requireRights } from '../../storage/redis-rights.ts';
import { Batcher } from './batcher.ts';
import { Followers } from './followers.ts';
import type { EventLog, LoggedEvent, LogIdentity, Page, Position, Retention } from './log.ts';
import { DEFAULT_RETENTION_MS } from './log.ts';
import { RecentEvents } from './recent-events.ts';
import { APPEND, EXCHANGE, IDENTIFY, TRIM } from './redis-scripts.ts';

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
const BATCH = 500;
const TRIM_EVERY = 60_000;
const TRIM_STEP = 1_000;

type Rows = [id: string, fields: string[]][];

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
    if (cause instanceof CrosspointError) throw cause;
    const why = trouble === undefined ? '' : ` (${trouble})`;
    throw new CrosspointError('UNAVAILABLE', `Redis does not answer${why}, so there is no event log`, { cause });
  }
}

class RedisLog implements EventLog {
  identity: LogIdentity = { id: randomBytes(9).toString('base64url'), key: randomBytes(32) };
  readonly #redis: RedisClient;
  readonly #tail: RedisClient;
  readonly #options: RedisLogOptions;
  readonly #stream: string;
  readonly #metaKey: string;
  readonly #retention: Retention;
  readonly #followers = new Followers();
  readonly #batcher: Batcher;
  readonly #closed = new AbortController();
  #followed: Position = place('0-0');
  #timer: NodeJS.Timeout | undefined;
  readonly #recent = new RecentEvents();
  #refusing = false;
  #tailing: Promise<void> | undefined;

  constructor(redis: RedisClient, options: RedisLogOptions) {
    const prefix = `{${options.prefix ?? 'crosspoint'}}`;
    this.#redis = redis;
    logOutages(redis, options.log);
    this.#tail = connectRedis(options.url);
    this.#options = options;
    this.#stream = `${prefix}:events`;
    this.#metaKey = `${prefix}:log`;
    this.#retention = {
      age: options.retention?.age ?? DEFAULT_RETENTION_MS,
      size: options.retention?.size ?? DEFAULT_SIZE,
    };
    this.#batcher = new Batcher((events) => this.#store(events), options.spool ?? DEFAULT_SPOOL);
  }

  /** Connects, learns the log's identity and begins to follow. */
  async open(timeoutMs: number): Promise<void> {
    await within(timeoutMs, Promise.all([this.#redis.connect(), this.#tail.connect()]));
    await requireRights(this.#redis, this.#options.prefix);
    await this.#identify(false);
    this.#redis.on('ready', () => this.#onReconnected());
    this.#followed = (await this.head()) ?? this.#followed;
    this.#tailing = this.#tailForEver();
    this.#timer = setInterval(() => void this.trim().catch(() => undefined), TRIM_EVERY).unref();
  }

  append(events: readonly EventRecord[]): Promise<readonly (Position | null)[]> {
    return this.#batcher.append(events);
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
    return `${time.getTime()}-0`;
  }

  timeOf(position: Position): Date {
    return new Date(Number(position.split('-')[0]));
  }

  follow(listener: (events: readonly LoggedEvent[]) => void, broken?: () => void): () => void {
    return this.#followers.add(listener, broken);
  }

  async note(name: string, text: string): Promise<void> {
    try {
      await this.#ask(() => this.#redis.hset(this.#metaKey, `note:${name}`, text));
      this.#refusing = false;
    } catch (thrown) {
      this.#refusing = true;
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
    return this.#refusing || this.#redis.status !== 'ready';
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const closing = this.#batcher.close(this.waiting);
    this.#closed.abort();
    await closing;
    disconnect(this.#redis);
    disconnect(this.#tail);
    await this.#tailing;
    this.#followers.clear();
  }

  async #store(events: readonly EventRecord[]): Promise<(Position | null)[]> {
    const places: (Position | null)[] = [];
    for (let start = 0; start < events.length; start += BATCH) {
      places.push(...(await this.#storeBatch(events.slice(start, start + BATCH))));
    }
    return places;
  }

  async #storeBatch(events: readonly EventRecord[]): Promise<(Position | null)[]> {
    const seen = events.map((event) => `${this.#stream}:seen:${event.account}:${event.fingerprint}`);
    const bodies = events.map((event) => JSON.stringify(event));
    for (let again = '0'; ; again = '1') {
      try {
        const keys = [this.#stream, ...seen];
        const places = await this.#redis.eval(APPEND, keys.length, ...keys, this.#retention.age, again, ...bodies);
        this.#refusing = false;
        this.#recent.add(events);
        return (places as string[]).map((id) => (id === '' ? null : place(id)));
      } catch (cause) {
        this.#refusing = true;
        if (isRoleChange(cause)) this.#options.log?.warn({}, 'Redis is no longer the master; connecting again');
        else if (isAnswer(cause)) this.#options.log?.error({ cause }, 'Redis refuses to store events');
        await this.#untilBack(cause);
      }
    }
  }

  /** The follower may still be connected to a former master, which answers it for ever without an event. */
  #onReconnected(): void {
    if (this.#tail.status === 'ready') this.#tail.disconnect(true);
    void this.#appendAgain();
  }

  /**
   * Appends what was appended in the last seconds once more. A master that took over may lack events its predecessor had
   * acknowledged and not yet replicated; those it has are known by their fingerprints.
   */
  async #appendAgain(): Promise<void> {
    const events = this.#recent.take();
    if (events.length > 0) await this.append(events).catch(() => undefined);
  }

  /** Waits until the connection may work again; a closed log waits for nothing. */
  async #untilBack(cause: unknown): Promise<void> {
    const { signal } = this.#closed;
    if (!signal.aborted) await pause(100, signal);
    while (!signal.aborted && this.#redis.status !== 'ready') await pause(50, signal);
    if (signal.aborted) throw new CrosspointError('UNAVAILABLE', 'The event log was closed', { cause });
  }

  async #identify(again: boolean): Promise<void> {
    const { id, key } = this.identity;
    const given = [id, key.toString('base64'), again ? '1' : '0'];
    const answer = await this.#redis.eval(IDENTIFY, 2, this.#metaKey, this.#stream, ...given);
    const [knownId, knownKey] = answer as [string, string];
    if (again && knownId !== id) this.#options.log?.error({}, 'Redis holds another event log than before');
    this.identity = { id: knownId, key: Buffer.from(knownKey, 'base64') };
  }

  async #tailForEver(): Promise<void> {
    let interrupted = false;
    while (!this.#closed.signal.aborted) {
      try {
        if (interrupted) await this.#checkUnbroken();
        interrupted = false;
        await this.#tailOnce();
      } catch {
        interrupted = true;
        await pause(100, this.#closed.signal);
      }
    }
  }

  async #tailOnce(): Promise<void> {
    const after = redisId(this.#followed);
    const answer = await this.#tail.xread('COUNT', BATCH, 'BLOCK', BLOCK, 'STREAMS', this.#stream, after);
    const events = decode((answer?.[0]?.[1] ?? []) as Rows);
    this.#followed = events.at(-1)?.position ?? this.#followed;
    this.#followers.publish(events);
    // Where nothing is written, a write finds out whether this is still the master.
    if (events.length === 0) await this.#identify(true);
  }

  /** After an interruption: Redis may have forgotten the log meanwhile, or trimmed it beyond where we were. */
  async #checkUnbroken(): Promise<void> {
    await this.#identify(true);
    const floor = await this.#tail.hget(this.#metaKey, 'floor');
    if (floor !== null && this.#followed < place(floor)) this.#followers.notifyBroken();
  }

  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await question();
    } catch (cause) {
      if (cause instanceof CrosspointError) throw cause;
      throw new CrosspointError('UNAVAILABLE', 'The event log does not answer', { cause });
    }
  }
}

function decode(rows: Rows): LoggedEvent[] {
  return rows.map(([id, fields]) => ({ position: place(id), event: JSON.parse(fields[1] ?? 'null') }));
}

/** Redis' `milliseconds-counter`, padded so that places compare as text. */
function place(id: string): Position {
  const [milliseconds = '0', counter = '0'] = id.split('-');
  return `${milliseconds.padStart(15, '0')}-${counter.padStart(10, '0')}`;
}

function redisId(position: Position): string {
  const [milliseconds, counter] = position.split('-');
  return `${Number(milliseconds)}-${Number(counter ?? 0)}`;
}

/** Redis itself answered with an error, such as being out of memory. */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'ReplyError';
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      done();
    };
    const timer = setTimeout(stop, milliseconds);
    signal.addEventListener('abort', stop);
  });
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  const timer = new AbortController();
  const late = pause(milliseconds, timer.signal).then(() => {
    throw new Error('too late');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    timer.abort();
  }
}
