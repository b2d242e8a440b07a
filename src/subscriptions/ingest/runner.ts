import type { Adapter, EventRecord, Watchable } from '../../adapters/adapter.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { BackOff } from '../../storage/back-off.ts';
import type { Lease } from '../../storage/lease.ts';
import type { EventLog } from '../log/log.ts';
import type { ObservedCallRules } from './observed-call-rules.ts';
import { type FollowedJob, ProgressWatches } from './progress.ts';
import { Projection } from './projection.ts';
import { Standby } from './standby.ts';
import { StreamCheckpoint } from './stream-checkpoint.ts';
import {
  type AccountState,
  gapSince,
  gatewayEventBase,
  type OpenStream,
  SupervisedStream,
} from './supervised-stream.ts';
import { Watches } from './watches.ts';

/** What a runner needs. */
export interface RunnerOptions {
  readonly log: EventLog;
  readonly adapters: readonly Adapter[];
  readonly logger: Log;
  readonly lease?: Lease;
  readonly backOff?: BackOff;
  readonly observedCalls?: ObservedCallRules;
  /** Milliseconds a stream must run to count as up although nothing happened. */
  readonly settled?: number;
  /** Milliseconds a watch goes on after the last subscriber left. */
  readonly linger?: number;
  /** Milliseconds between two notes of until when a stream was heard. */
  readonly heartbeat?: number;
}

const HEARTBEAT = 1_000;
const BACK_OFF: BackOff = { first: 500, most: 30_000 };

/** Runs the event streams of all accounts into the log, for ever. */
export class Runner {
  readonly projection = new Projection();
  readonly #options: RunnerOptions;
  readonly #stopping = new AbortController();
  readonly #status = new Map<string, AccountState>();
  readonly #lostSince = new Map<string, Date>();
  readonly #watches: Watches;
  readonly #heartbeat: number;
  readonly #progress: ProgressWatches;
  #running: Promise<unknown> = Promise.resolve();
  #deciding: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#heartbeat = options.heartbeat ?? HEARTBEAT;
    this.#watches = new Watches(options.adapters, options.linger ?? 5_000, (adapter, kinds, signal) =>
      this.#keep(adapter, `watch:${adapter.account}`, (ask) => adapter.watch?.(kinds, ask), signal),
    );
    const { adapters, log, logger, lease, backOff = BACK_OFF } = options;
    const store = (event: EventRecord) => this.#store(event);
    this.#progress = new ProgressWatches({ adapters, log, logger, lease, backOff, store });
  }

  /** Follows an import or report until it is over or the answered function is called. */
  follow(followed: FollowedJob): () => void {
    return this.#progress.add(followed);
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
  status(account: string): AccountState | undefined {
    return this.#status.get(account);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#running, this.#watches.stop(), this.#progress.stop()]);
  }

  async #keep(adapter: Adapter, name: string, open: OpenStream, signal: AbortSignal): Promise<void> {
    const { lease, log } = this.#options;
    const stream: Stream = { adapter, name, open, checkpoint: new StreamCheckpoint(log, name, this.#heartbeat) };
    const run = isWatch(name)
      ? this.#watchOnce(stream, signal)
      : (leased: AbortSignal) => this.#listenOnce(stream, leased);
    if (!lease) await run(signal);
    else if (isWatch(name) || !adapter.listensAlong) await lease.hold(name, run, signal);
    else await this.#listenAlong(stream, lease, signal);
  }

  /** Listens while it is this gateway's turn. */
  async #listenOnce(stream: Stream, signal: AbortSignal): Promise<void> {
    const supervised = this.#supervise(stream, (event) => this.#store(event));
    const before = await stream.checkpoint.last();
    // What was heard in the last moment before may not have come as far as the log.
    await supervised.takeOver(before && { ...before, until: new Date(before.until.getTime() - this.#heartbeat) });
    await supervised.run(signal);
  }

  /** What nobody watched nobody missed; but a watch that broke off, or that somebody else ended while we waited, did. */
  #watchOnce(stream: Stream, wanted: AbortSignal): (signal: AbortSignal) => Promise<void> {
    const wantedSince = new Date();
    return async (signal) => {
      const supervised = this.#supervise(stream, (event) => this.#store(event));
      const before = await stream.checkpoint.last();
      const missed = before && (!before.abandoned || before.until > wantedSince) ? before : null;
      await supervised.takeOver(missed);
      await this.#beginObserved(stream.adapter, missed && missed.until < wantedSince ? missed.until : wantedSince);
      await supervised.run(signal);
      if (wanted.aborted && !this.#stopping.signal.aborted) await stream.checkpoint.leave();
    };
  }

  /** Listens whoever publishes, so that nothing is lost when the one that publishes is. */
  async #listenAlong(stream: Stream, lease: Lease, signal: AbortSignal): Promise<void> {
    const { log } = this.#options;
    const { account } = stream.adapter;
    const store = (event: EventRecord) => this.#store(event);
    const lost = (since: Date) => this.#store(gapSince(account, since, 'More happened than could be held'));
    const standby = new Standby({ account, store, lost, head: () => log.head() });
    const unfollow = log.follow((events) => standby.published(events));
    signal.addEventListener('abort', () => standby.close(), { once: true });
    const supervised = this.#supervise(stream, (event) => standby.take(event));
    await supervised.standBy();
    const publish = async (leased: AbortSignal) => {
      const before = await stream.checkpoint.last();
      await standby.publish(leased, () => supervised.takeOver(before));
      await supervised.standBy();
    };
    await Promise.all([supervised.run(signal), lease.hold(stream.name, publish, signal)]);
    unfollow();
  }

  #supervise(
    { adapter, name, open, checkpoint }: Stream,
    store: (event: EventRecord) => Promise<void>,
  ): SupervisedStream {
    const { logger, backOff = BACK_OFF, settled = 2_000 } = this.#options;
    // Where there is a stream besides, it says whether the account is up, not the watch.
    const reportsAccount = adapter.events === undefined || !isWatch(name);
    const reportStatus = async (status: AccountState) => {
      if (reportsAccount) await this.#publishStatus(adapter.account, status, store);
    };
    return new SupervisedStream({
      adapter,
      open,
      checkpoint,
      logger,
      backOff,
      settledMs: settled,
      store,
      reportStatus,
    });
  }

  /** Events of observed calls are stored one after another, as deciding about one takes a while. */
  #store(event: EventRecord): Promise<void> {
    const rules = this.#options.observedCalls;
    if (!rules || event.kind !== 'CALL') return this.#append(event);
    if (event.call.observedOnly) return this.#storeAll(() => rules.observed(event));
    return this.#append(event).then(() => this.#storeAll(() => rules.carried(event)));
  }

  #storeAll(decide: () => Promise<readonly EventRecord[]>): Promise<void> {
    this.#deciding = this.#deciding.then(async () => {
      const events = await decide().catch((cause: unknown) => {
        this.#options.logger.warn(
          { cause },
          'Events of observed calls could not be compared with the calls of other accounts',
        );
        return [];
      });
      for (const event of events) await this.#append(event);
    });
    return this.#deciding;
  }

  async #beginObserved({ account, observesCalls }: Adapter, since: Date): Promise<void> {
    const rules = this.#options.observedCalls;
    if (observesCalls && rules) await this.#storeAll(() => rules.begin(account, since));
  }

  async #append(event: EventRecord): Promise<void> {
    const { log, logger } = this.#options;
    if (!this.projection.admit(event)) {
      return logger.debug({ account: event.account, subject: event.subject }, 'An event came too late and is dropped');
    }
    const lostSince = this.#lostSince.get(event.account);
    try {
      const unwritten = 'The event log could not be written';
      await log.append(lostSince ? [gapSince(event.account, lostSince, unwritten), event] : [event]);
      if (lostSince) this.#lostSince.delete(event.account);
    } catch (thrown) {
      if (!lostSince) logger.error({ account: event.account, cause: thrown }, 'Events cannot be stored and are lost');
      this.#lostSince.set(event.account, lostSince ?? new Date());
    }
  }

  async #publishStatus(
    account: string,
    status: AccountState,
    store: (event: EventRecord) => Promise<void>,
  ): Promise<void> {
    if (this.#status.get(account) === status) return;
    this.#status.set(account, status);
    await store({ ...gatewayEventBase(account), kind: 'ACCOUNT', status });
  }
}

/** One vendor stream or watch, by the name of its lease. */
interface Stream {
  readonly adapter: Adapter;
  readonly name: string;
  readonly open: OpenStream;
  readonly checkpoint: StreamCheckpoint;
}

function isWatch(name: string): boolean {
  return name.startsWith('watch:');
}
