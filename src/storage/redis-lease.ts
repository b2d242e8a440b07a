import { randomUUID } from 'node:crypto';
import { deadline, linkedSignal, unlessAborted } from '../adapters/calls/deadline.ts';
import type { Log } from '../adapters/vendor.ts';
import { pauseFor } from './back-off.ts';
import type { Lease, LeasedWork, LeaseTerm, PrepareWork } from './lease.ts';
import { INHERIT, RELEASE, RENEW, TAKE } from './lease-scripts.ts';
import { OwnerPresence } from './owner-presence.ts';
import { parseRedisAddress } from './redis-address.ts';
import { createRedis, type RedisClient } from './redis-connection.ts';

/** Redis, and the milliseconds after which a lease that is not renewed expires. */
interface RedisLeaseOptions {
  readonly url: string;
  readonly prefix?: string;
  /** Milliseconds; another gateway takes over after these at the latest. */
  readonly lasting?: number;
  readonly log?: Log;
}

/** Milliseconds in which another gateway must answer an offer, and in which it must be ready. */
const SUCCESSOR_MS = 1_500;
const READY_MS = 6_000;
const POLL_MS = 40;
/** Share of its time after which a lease that could not be renewed counts as lost; the rest is for work to end. */
const HELD_SHARE = 0.9;
/** Milliseconds for which a term is known: longer than any write waits for Redis. */
const TERM_MS = 24 * 3_600_000;

/** A lease that this gateway holds. */
interface ActiveLease {
  /** Ends the work, so that the successor begins. */
  end(): void;
  /** Ends the work, since another gateway may take the lease. */
  lose(): void;
  readonly ended: Promise<void>;
}

/** Leases in Redis: of several gateways one runs each piece of work, and another takes over within seconds. */
export class RedisLease implements Lease {
  readonly #redis: RedisClient;
  readonly #listener: RedisClient;
  readonly #prefix: string;
  readonly #channel: string;
  readonly #lasting: number;
  readonly #log: Log | undefined;
  readonly #presence: OwnerPresence;
  readonly #active = new Map<string, ActiveLease>();
  readonly #offers = new Set<(name: string) => void>();
  /** Wakes the waiting owners of a lease, by its name. */
  readonly #wakers = new Map<string, AbortController>();
  /** The other gateways that own leases, by the lease's name. */
  readonly #owners = new Map<string, string>();
  #leaving = false;
  #terms = 0;

  constructor({ url, prefix = 'crosspoint', lasting = 3_000, log }: RedisLeaseOptions) {
    this.#redis = createRedis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: true, commandTimeout: lasting / 3 });
    this.#listener = createRedis(url, { maxRetriesPerRequest: null });
    this.#log = log;
    this.#prefix = `{${prefix}}:lease:`;
    this.#channel = `{${prefix}}:lease-offers`;
    this.#lasting = lasting;
    this.#listener.on('message', (_channel: string, text: string) => this.#onMessage(text));
    this.#listener.subscribe(this.#channel).catch(() => undefined);
    this.#presence = new OwnerPresence({
      ...{ redis: this.#redis, listener: this.#listener, owner: randomUUID(), prefix: `{${prefix}}:lease-owner:` },
      ...{ common: this.#channel, lasting },
      countsSubscribers: parseRedisAddress(url).kind !== 'cluster',
      onAbsent: () => this.#loseAll(),
      onChange: () => this.#wakeAll(),
    });
  }

  async hold(name: string, work: LeasedWork, signal: AbortSignal, prepare?: PrepareWork): Promise<void> {
    await unlessAborted(this.#presence.settled, signal).catch(() => undefined);
    while (!signal.aborted) {
      const asked = Date.now();
      const { taken, term } = await this.#take(name);
      const run: LeasedWork = (leased, handedOver) => work(leased, handedOver, term);
      if (taken === 1 || taken === 2) await this.#workWhileHeld(name, asked, run, taken === 2, signal);
      else if (taken === 3 && !this.#leaving) await this.#inherit(name, prepare, signal);
      else await this.#waitForChange(name, signal);
    }
  }

  onOffer(listener: (name: string) => void): void {
    this.#offers.add(listener);
  }

  async handOver(names: readonly string[]): Promise<void> {
    this.#leaving = true;
    await Promise.all(names.map((name) => this.#offer(name)));
  }

  close(): void {
    this.#presence.close();
    this.#redis.disconnect();
    this.#listener.disconnect();
  }

  #keys(name: string): [string, string, string, string] {
    const key = this.#prefix + name;
    return [key, `${key}:offer`, `${key}:successor`, `${key}:term`];
  }

  async #take(name: string): Promise<{ readonly taken: number; readonly term?: LeaseTerm }> {
    if (this.#leaving || !this.#presence.isPresent) return { taken: 0 };
    this.#terms += 1;
    const [, , , key] = this.#keys(name);
    const other = this.#owners.get(name);
    const gone = other !== undefined && this.#presence.isGone(other) ? other : '';
    const keys = [...this.#keys(name), this.#presence.markOf(gone)];
    const given = [`${this.#presence.owner} ${this.#terms}`, TERM_MS, gone, this.#presence.channelOf(gone)];
    const answer = await this.#run(TAKE, keys, ...given);
    if (!Array.isArray(answer)) return { taken: 0 };
    const [taken, id] = [Number(answer[0]), String(answer[1])];
    const isTaken = taken === 1 || taken === 2;
    if (isTaken) return { taken, term: { key, id } };
    this.#owners.set(name, id);
    this.#presence.watch(id);
    return { taken };
  }

  #run(script: string, keys: readonly string[], ...more: (string | number)[]): Promise<unknown> {
    const given = [this.#presence.owner, this.#lasting, ...more];
    return this.#redis.eval(script, keys.length, ...keys, ...given).catch(() => 0);
  }

  #onMessage(text: string): void {
    const [owner, name = ''] = text.split(' ');
    if (owner === this.#presence.owner || this.#leaving) return;
    for (const listener of this.#offers) listener(name);
    this.#wakers.get(name)?.abort();
  }

  #wakeAll(): void {
    for (const waker of this.#wakers.values()) waker.abort();
  }

  #loseAll(): void {
    for (const [name, lease] of this.#active) {
      const [key] = this.#keys(name);
      this.#log?.warn({ lease: key, taken: false }, 'A lease was lost');
      lease.lose();
    }
  }

  async #waitForChange(name: string, signal: AbortSignal): Promise<void> {
    const waker = new AbortController();
    this.#wakers.set(name, waker);
    const either = linkedSignal(signal, waker.signal);
    await pauseFor(this.#lasting / 6, either.signal);
    either.clear();
    this.#wakers.delete(name);
  }

  /** Offers a lease and waits until another gateway, if any, is ready to take over; then the work here ends. */
  async #offer(name: string): Promise<void> {
    const lease = this.#active.get(name);
    if (!lease) return;
    const [, offer, successor] = this.#keys(name);
    await this.#redis.set(offer, this.#presence.owner, 'PX', READY_MS * 2).catch(() => undefined);
    const others = await this.#redis.publish(this.#channel, `${this.#presence.owner} ${name}`).catch(() => 0);
    if (others < 2) return;
    const begun = Date.now();
    for (;;) {
      const answer = await this.#redis.get(successor).catch(() => null);
      if (answer?.startsWith('ready ')) break;
      if (Date.now() - begun > (answer === null ? SUCCESSOR_MS : READY_MS)) return;
      await pauseFor(POLL_MS);
    }
    lease.end();
    await lease.ended;
  }

  /** Prepares to take an offered lease over, then waits until it was handed here or is free. */
  async #inherit(name: string, prepare: PrepareWork | undefined, signal: AbortSignal): Promise<void> {
    const given = [this.#presence.owner, READY_MS] as const;
    const hasInherited = await this.#redis.eval(INHERIT, 4, ...this.#keys(name), ...given).catch(() => 0);
    if (hasInherited !== 1) return this.#waitForChange(name, signal);
    const waiting = deadline(READY_MS, signal);
    const ready = prepare?.(waiting.signal) ?? Promise.resolve();
    const [, , successor] = this.#keys(name);
    ready.then(
      () => this.#redis.set(successor, `ready ${this.#presence.owner}`, 'PX', READY_MS).catch(() => undefined),
      () => this.#redis.del(successor).catch(() => undefined),
    );
    while (!waiting.signal.aborted && (await this.#isHeldElsewhere(name))) await pauseFor(POLL_MS);
    waiting.clear();
  }

  async #isHeldElsewhere(name: string): Promise<boolean> {
    const [lease] = this.#keys(name);
    const owner = await this.#redis.get(lease).catch(() => null);
    if (owner === null || owner === this.#presence.owner) return false;
    this.#presence.watch(owner);
    return !this.#presence.isGone(owner);
  }

  async #workWhileHeld(
    name: string,
    since: number,
    work: LeasedWork,
    handedOver: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const lost = new AbortController();
    const renewing = this.#renewUntilLost(name, since, lost);
    const ending = new AbortController();
    const working = linkedSignal(lost.signal, ending.signal);
    const either = linkedSignal(signal, working.signal);
    let done = () => {};
    const ended = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.#active.set(name, { end: () => ending.abort(), lose: () => lost.abort(), ended });
    try {
      await work(either.signal, handedOver);
    } finally {
      either.clear();
      working.clear();
      lost.abort();
      await renewing;
      await this.#run(RELEASE, this.#keys(name));
      this.#active.delete(name);
      done();
    }
  }

  /** The lease counts as lost when it was taken, and shortly before it may expire, so that two never work at a time. */
  async #renewUntilLost(name: string, since: number, lost: AbortController): Promise<void> {
    const [key] = this.#keys(name);
    const lose = (taken: boolean) => {
      if (!lost.signal.aborted) this.#log?.warn({ lease: key, taken }, 'A lease was lost');
      lost.abort();
    };
    const loseAfter = (from: number) => setTimeout(lose, from + this.#lasting * HELD_SHARE - Date.now(), false);
    let expiry = loseAfter(since);
    while (!lost.signal.aborted) {
      await pauseFor(this.#lasting / 6, lost.signal);
      const asked = Date.now();
      const answer = await this.#redis.eval(RENEW, 1, key, this.#presence.owner, this.#lasting).catch(() => null);
      if (answer === 0) lose(true);
      if (answer !== 1) continue;
      clearTimeout(expiry);
      expiry = loseAfter(asked);
    }
    clearTimeout(expiry);
  }
}
