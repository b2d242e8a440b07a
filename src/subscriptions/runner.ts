import { randomUUID } from 'node:crypto';
import type { Adapter, EventRecord, Watchable } from '../adapters/adapter.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { EventLog } from './log.ts';
import { Projection } from './projection.ts';
import { Standby } from './standby.ts';
import { Watches } from './watches.ts';

/** How long to wait before connecting again: doubled each time up to the most, then shortened by chance. */
export interface BackOff {
  readonly first: number;
  readonly most: number;
}

/** Keeps one of several gateways publishing an account's stream. */
export interface Lease {
  /** Runs the work while the lease is held, again and again until the signal; the work ends when the lease is lost. */
  hold(name: string, work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** What a runner needs. */
export interface RunnerOptions {
  readonly log: EventLog;
  readonly adapters: readonly Adapter[];
  readonly logger: Log;
  readonly lease?: Lease;
  readonly backOff?: BackOff;
  /** Milliseconds a stream must run to count as up although nothing happened. */
  readonly settled?: number;
  /** Milliseconds a watch goes on after the last subscriber left. */
  readonly linger?: number;
}

type Status = 'UP' | 'DEGRADED' | 'DOWN';

/** Events of one account that may be on their way into the log before its stream has to wait. */
const MOST_IN_FLIGHT = 1_000;

/** Runs the event streams of all accounts into the log, for ever. */
export class Runner {
  readonly projection = new Projection();
  readonly #options: RunnerOptions;
  readonly #stopping = new AbortController();
  readonly #status = new Map<string, Status>();
  readonly #lostSince = new Map<string, Date>();
  readonly #watches: Watches;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#watches = new Watches(options.adapters, options.linger ?? 5_000, (adapter, kinds, signal) =>
      this.#keep(adapter, `watch:${adapter.account}`, (ask) => adapter.watch?.(kinds, ask), signal),
    );
  }

  /** Begins; streams run until `stop`. */
  start(): void {
    const { adapters } = this.#options;
    const streaming = adapters.filter((adapter) => adapter.events !== undefined);
    const { signal } = this.#stopping;
    this.#running = Promise.all(
      streaming.map((adapter) =>
        this.#keep(adapter, `events:${adapter.account}`, (ask) => adapter.events?.(ask), signal),
      ),
    );
  }

  /** Watches these kinds at these accounts until the answered function is called. */
  watch(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): () => void {
    return this.#watches.add(kinds, accounts);
  }

  /** Puts an event into the log that no stream told, such as the progress of an import. */
  async publish(event: EventRecord): Promise<void> {
    await this.#store(event);
  }

  /** What the account's stream was last seen doing. */
  status(account: string): Status | undefined {
    return this.#status.get(account);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#running, this.#watches.stop()]);
  }

  async #keep(adapter: Adapter, name: string, open: OpenStream, signal: AbortSignal): Promise<void> {
    // Where there is a stream besides, it says whether the account is up, not the watch.
    const tells = adapter.events === undefined || name.startsWith('events:');
    const store = (event: EventRecord) => this.#store(event);
    const run = (held: AbortSignal) => this.#keepOpen({ adapter, open, tells, store }, held);
    const { lease } = this.#options;
    if (!lease) await run(signal);
    else if (!adapter.listensAlong || adapter.events === undefined || !tells) await lease.hold(name, run, signal);
    else await this.#keepAlong({ adapter, open, tells }, lease, name, signal);
  }

  /** Listens whoever publishes, so that nothing is lost when the one that publishes is. */
  async #keepAlong(stream: Omit<Kept, 'store'>, lease: Lease, name: string, signal: AbortSignal): Promise<void> {
    const { account } = stream.adapter;
    const store = (event: EventRecord) => this.#store(event);
    const lost = (since: Date) => this.#store(gap(account, since, 'More happened than could be held'));
    const standby = new Standby({ account, store, lost });
    const unfollow = this.#options.log.follow((events) => standby.published(events));
    const taken = { ...stream, store: (event: EventRecord) => standby.take(event) };
    await Promise.all([this.#keepOpen(taken, signal), lease.hold(name, (held) => standby.publish(held), signal)]);
    unfollow();
  }

  async #keepOpen(kept: Kept, signal: AbortSignal): Promise<void> {
    const { adapter, tells, store } = kept;
    let brokenSince: Date | null = null;
    let failures = 0;
    let reason = '';
    while (!signal.aborted) {
      const up = once(async () => {
        if (brokenSince) await store(gap(adapter.account, brokenSince, reason));
        brokenSince = null;
        failures = 0;
        if (tells) await this.#tell(adapter.account, 'UP', store);
      });
      const thrown = await this.#runOnce(kept, up, signal);
      if (signal.aborted) return;
      reason = thrown.message;
      brokenSince ??= new Date();
      failures += 1;
      this.#options.logger.warn({ account: adapter.account, code: thrown.code, failures }, 'An event stream broke');
      if (tells) await this.#tell(adapter.account, 'DOWN', store);
      await this.#wait(failures, signal);
    }
  }

  /** Runs a stream to its end and answers what ended it. */
  async #runOnce({ adapter, open, store }: Kept, up: () => Promise<void>, signal: AbortSignal) {
    const settled = setTimeout(() => void up(), this.#options.settled ?? 2_000);
    const inFlight = new Set<Promise<void>>();
    try {
      for await (const event of open({ signal }) ?? []) {
        if (signal.aborted) break;
        if (event.kind === 'ACCOUNT') {
          // An account that says itself how it stands needs no guess from how long its stream has run.
          clearTimeout(settled);
          if (event.status !== 'DOWN') await up();
          await this.#tell(adapter.account, event.status, store);
          continue;
        }
        await up();
        const stored: Promise<void> = store(event).finally(() => inFlight.delete(stored));
        inFlight.add(stored);
        if (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
      }
      return asCrosspointError(new Error(`The event stream of ${adapter.account} ended`));
    } catch (thrown) {
      return asCrosspointError(thrown);
    } finally {
      clearTimeout(settled);
      await Promise.all(inFlight);
    }
  }

  async #store(event: EventRecord): Promise<void> {
    const { log, logger } = this.#options;
    if (!this.projection.admit(event)) {
      return logger.debug({ account: event.account, subject: event.subject }, 'An event came too late and is dropped');
    }
    const lostSince = this.#lostSince.get(event.account);
    try {
      const missed = lostSince ? [gap(event.account, lostSince, 'The event log could not be written')] : [];
      await log.append([...missed, event]);
      if (lostSince) this.#lostSince.delete(event.account);
    } catch (thrown) {
      if (!lostSince) logger.error({ account: event.account, cause: thrown }, 'Events cannot be stored and are lost');
      this.#lostSince.set(event.account, lostSince ?? new Date());
    }
  }

  async #tell(account: string, status: Status, store: Kept['store']): Promise<void> {
    if (this.#status.get(account) === status) return;
    this.#status.set(account, status);
    await store({ ...about(account), kind: 'ACCOUNT', status });
  }

  async #wait(failures: number, signal: AbortSignal): Promise<void> {
    const { first, most } = this.#options.backOff ?? { first: 500, most: 30_000 };
    const longest = Math.min(most, first * 2 ** Math.min(failures - 1, 20));
    await new Promise<void>((done) => {
      const timer = setTimeout(done, longest * (0.5 + Math.random() / 2));
      signal.addEventListener('abort', () => done(clearTimeout(timer)), { once: true });
    });
  }
}

/** A stream to keep open, and where its events go. */
interface Kept {
  readonly adapter: Adapter;
  readonly open: OpenStream;
  /** Whether the stream says how the account stands. */
  readonly tells: boolean;
  store(event: EventRecord): Promise<void>;
}

type OpenStream = (ask: { signal: AbortSignal }) => AsyncIterable<EventRecord> | undefined;

function about(account: string) {
  const now = new Date().toISOString();
  return { account, subject: account, fingerprint: randomUUID(), occurredAt: now, receivedAt: now };
}

function gap(account: string, since: Date, reason: string): EventRecord {
  const facts = about(account);
  return { ...facts, kind: 'GAP', from: since.toISOString(), to: facts.occurredAt, reason };
}

function once(step: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= step();
    return done;
  };
}
