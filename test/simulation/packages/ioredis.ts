/** A stand-in for ioredis over the simulated network: what the gateway uses of it, by its documented behaviour. */
import { EventEmitter } from 'node:events';
import { currentHost, type Host } from '../clock.ts';
import { world } from '../current.ts';
import type { Reply } from '../redis-data.ts';
import type { Session } from '../redis-server.ts';

/** The options that the gateway sets. */
export interface RedisOptions {
  readonly lazyConnect?: boolean;
  readonly maxRetriesPerRequest?: number | null;
  readonly autoResendUnfulfilledCommands?: boolean;
  readonly enableOfflineQueue?: boolean;
  readonly socketTimeout?: number;
  readonly commandTimeout?: number;
  readonly connectTimeout?: number;
  readonly retryStrategy?: (times: number) => number;
  readonly reconnectOnError?: (error: Error) => boolean;
}

interface Command {
  readonly name: string;
  readonly given: readonly unknown[];
  readonly settle: (answer: Reply) => void;
  readonly fail: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** A connection to the simulated Redis. */
export class Redis extends EventEmitter {
  status = 'wait';
  readonly #options: RedisOptions;
  readonly #host: Host | null = currentHost();
  #session: Session | null = null;
  #ids = 0;
  #attempts = 0;
  #wanted = true;
  #answeredAt = 0;
  #sent = new Map<number, Command>();
  #queue: Command[] = [];
  readonly #channels = new Set<string>();

  constructor(options: RedisOptions) {
    super();
    this.#options = options;
    if (!options.lazyConnect) void this.connect().catch(() => undefined);
  }

  connect(): Promise<void> {
    this.#wanted = true;
    this.status = 'connecting';
    return new Promise((resolve, reject) => {
      const { clock, redis } = world();
      clock.after(0.5, this.#host, () => {
        if (!this.#wanted) return reject(new Error('Connection is closed.'));
        const session = redis.connect(this.#host?.node ?? 'client', this.#host, {
          onClose: () => this.#onClose(session),
          reply: (id, answer) => this.#onReply(id, answer),
          publish: (channel, text) => this.emit('message', channel, text),
        });
        if (session) {
          this.#onConnect(session);
          return resolve();
        }
        // A server that is down refuses at once; one that is cut off is waited for.
        const wait = redis.up ? (this.#options.connectTimeout ?? CONNECT_TIMEOUT_MS) : 1;
        clock.after(wait, this.#host, () => {
          const error = Object.assign(new Error('connect failed'), { code: redis.up ? 'ETIMEDOUT' : 'ECONNREFUSED' });
          this.emit('error', error);
          reject(error);
          this.#onClose(null);
        });
      });
    });
  }

  #onConnect(session: Session): void {
    this.#session = session;
    this.status = 'ready';
    this.#attempts = 0;
    this.#answeredAt = world().clock.now;
    for (const channel of this.#channels) this.#send({ name: 'subscribe', given: [channel], settle() {}, fail() {} });
    for (const command of this.#queue.splice(0)) this.#send(command);
    this.emit('ready');
  }

  #onClose(session: Session | null): void {
    if (session !== this.#session) return;
    this.#session = null;
    this.emit('close');
    const { maxRetriesPerRequest = 20, autoResendUnfulfilledCommands = true, retryStrategy } = this.#options;
    const sent = [...this.#sent.values()];
    this.#sent.clear();
    if (!this.#wanted) {
      this.status = 'end';
      this.#failAll([...sent, ...this.#queue.splice(0)], 'Connection is closed.');
      return;
    }
    this.status = 'reconnecting';
    if (autoResendUnfulfilledCommands) this.#queue.unshift(...sent);
    else this.#failAll(sent, 'Connection is closed.');
    if (maxRetriesPerRequest !== null && this.#attempts % (maxRetriesPerRequest + 1) === 0)
      this.#failAll(this.#queue.splice(0), 'Reached the max retries per request limit');
    this.#attempts += 1;
    world().clock.after(retryStrategy?.(this.#attempts) ?? 100, this.#host, () => {
      if (this.#wanted && this.status === 'reconnecting') void this.connect().catch(() => undefined);
    });
  }

  #failAll(commands: readonly Command[], message: string): void {
    for (const { fail } of commands) fail(new Error(message));
  }

  #onReply(id: number, answer: Reply | Error): void {
    const command = this.#sent.get(id);
    this.#answeredAt = world().clock.now;
    if (!command) return;
    this.#sent.delete(id);
    if (answer instanceof Error) command.fail(answer);
    else command.settle(answer);
  }

  #send(command: Command): void {
    const session = this.#session;
    if (!session) return;
    this.#ids += 1;
    const id = this.#ids;
    this.#sent.set(id, command);
    session.connection.send(0, () => world().redis.receive(session, id, command.name, command.given));
    const { socketTimeout } = this.#options;
    if (socketTimeout === undefined) return;
    world().clock.after(socketTimeout, this.#host, () => {
      const isSilent = world().clock.now - this.#answeredAt >= socketTimeout;
      if (this.#session === session && this.#sent.has(id) && isSilent) session.connection.reset();
    });
  }

  #command(name: string, given: readonly unknown[]): Promise<Reply> {
    const { enableOfflineQueue = true, commandTimeout } = this.#options;
    return new Promise((settle, fail) => {
      const command: Command = { name, given, settle, fail };
      if (commandTimeout !== undefined)
        world().clock.after(commandTimeout, this.#host, () => fail(new Error('Command timed out')));
      if (this.#session) this.#send(command);
      else if (this.status === 'end') fail(new Error('Connection is closed.'));
      else if (enableOfflineQueue) this.#queue.push(command);
      else fail(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
    });
  }

  duplicate(): Redis {
    return new Redis(this.#options);
  }

  disconnect(reconnect = false): void {
    this.#wanted = reconnect;
    const session = this.#session;
    session?.connection.reset();
    if (!session) this.#onClose(null);
  }

  subscribe(channel: string): Promise<Reply> {
    this.#channels.add(channel);
    return this.#command('subscribe', [channel]);
  }

  async hgetall(key: string): Promise<Record<string, string>> {
    const flat = (await this.#command('hgetall', [key])) as string[];
    return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
  }

  eval = (...given: unknown[]) => this.#command('eval', given);
  exists = (...given: unknown[]) => this.#command('exists', given);
  get = (...given: unknown[]) => this.#command('get', given);
  set = (...given: unknown[]) => this.#command('set', given);
  del = (...given: unknown[]) => this.#command('del', given);
  pexpire = (...given: unknown[]) => this.#command('pexpire', given);
  hget = (...given: unknown[]) => this.#command('hget', given);
  hmget = (...given: unknown[]) => this.#command('hmget', given);
  hset = (...given: unknown[]) => this.#command('hset', given);
  hsetnx = (...given: unknown[]) => this.#command('hsetnx', given);
  hdel = (...given: unknown[]) => this.#command('hdel', given);
  hkeys = (...given: unknown[]) => this.#command('hkeys', given);
  zadd = (...given: unknown[]) => this.#command('zadd', given);
  zrem = (...given: unknown[]) => this.#command('zrem', given);
  zrangebyscore = (...given: unknown[]) => this.#command('zrangebyscore', given);
  zrevrangebyscore = (...given: unknown[]) => this.#command('zrevrangebyscore', given);
  xadd = (...given: unknown[]) => this.#command('xadd', given);
  xlen = (...given: unknown[]) => this.#command('xlen', given);
  xdel = (...given: unknown[]) => this.#command('xdel', given);
  xread = (...given: unknown[]) => this.#command('xread', given);
  xrange = (...given: unknown[]) => this.#command('xrange', given);
  xrevrange = (...given: unknown[]) => this.#command('xrevrange', given);
  ping = (...given: unknown[]) => this.#command('ping', given);
  pubsub = (...given: unknown[]) => this.#command('pubsub', given);
  publish = (...given: unknown[]) => this.#command('publish', given);
}

/** A cluster is not modelled. */
export class Cluster {}
