import type { StreamStatus } from '../../adapters/account-status.ts';
import type { Adapter, EventRecord, Watchable } from '../../adapters/adapter.ts';
import { unlessAborted } from '../../adapters/calls/deadline.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { BackOff } from '../../storage/back-off.ts';
import type { Lease } from '../../storage/lease.ts';
import type { EventLog } from '../log/log.ts';
import { AccountStates } from './account-states.ts';
import { AccountStreams, notingTerms, type Stream, streamOf } from './account-streams.ts';
import { EventWriter } from './event-writer.ts';
import { gapOfStretch, type LostStretch } from './lost-stretches.ts';
import type { ObservedCallRules } from './observed-call-rules.ts';
import { type FollowedJob, ProgressWatches } from './progress.ts';
import { Projection } from './projection.ts';
import { Reception, STREAM_PREFIX } from './reception.ts';
import { Standby } from './standby.ts';
import { certainCheckpoint, type LastCheckpoint } from './stream-checkpoint.ts';
import { runInTurn, Successor } from './successor.ts';
import { type OpenStream, SupervisedStream } from './supervised-stream.ts';
import { isUnwanted, isWatch, WATCH_PREFIX, Watches } from './watches.ts';

/** The parts and settings of a runner. */
export interface RunnerOptions {
  readonly log: EventLog;
  readonly adapters: readonly Adapter[];
  readonly logger: Log;
  readonly lease?: Lease;
  readonly backOff?: BackOff;
  readonly observedCalls?: ObservedCallRules;
  /** Settles once `projection` has the calls that were in the log at the start. */
  readonly restored?: Promise<unknown>;
  /** Called when the polling of an account begins and ends. */
  readonly onWatch?: (account: string, isWatched: boolean) => void;
  /** Milliseconds a stream must run to count as up although nothing happened. */
  readonly settled?: number;
  /** Milliseconds a watch continues after the last subscriber left. */
  readonly linger?: number;
  /** Milliseconds between two writes of a stream's checkpoint. */
  readonly heartbeat?: number;
  /** Milliseconds a snapshot waits for the changes after it to be received. */
  readonly snapshotWait?: number;
}

/** Milliseconds for which a watch that was handed over continues without a subscriber. */
const OFFERED_WATCH_MS = 20_000;
const BACK_OFF: BackOff = { first: 500, most: 30_000 };

/** Runs the event streams of all accounts into the log, for ever. */
export class Runner {
  readonly projection = new Projection();
  readonly #writer: EventWriter;
  readonly #options: RunnerOptions;
  readonly #status = new AccountStates();
  readonly #watches: Watches;
  readonly #heartbeat: number;
  readonly #progress: ProgressWatches;
  /** The streams that this gateway publishes under a lease, by the lease's name. */
  readonly #published = new Map<string, SupervisedStream>();
  readonly #streams: AccountStreams;
  readonly #reception: Reception;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#writer = new EventWriter(options, this.projection);
    this.#heartbeat = options.heartbeat ?? 1_000;
    const { linger = 5_000, lease } = options;
    this.#watches = new Watches(options.adapters, { linger, isShared: !!lease }, async (adapter, kinds, signal) => {
      options.onWatch?.(adapter.account, true);
      await this.#keep(adapter, WATCH_PREFIX + adapter.account, (ask) => adapter.watch?.(kinds, ask), signal);
      options.onWatch?.(adapter.account, false);
    });
    this.#streams = new AccountStreams(options.adapters, (adapter, signal) =>
      this.#keep(adapter, STREAM_PREFIX + adapter.account, (ask) => adapter.events?.(ask), signal),
    );
    const { log, logger, backOff = BACK_OFF } = options;
    const adapter = (account: string) => this.#streams.adapter(account);
    const store = (event: EventRecord) => this.publish(event);
    const looked = (account: string, kinds: readonly Watchable[]) => this.#watches.looked(account, kinds);
    const adapters = () => this.#streams.all;
    const parts = { log, store, looked, adapters, heartbeat: this.#heartbeat, limit: options.snapshotWait };
    this.#reception = new Reception({ ...parts, isShared: !!lease });
    this.#progress = new ProgressWatches({ adapter, log, logger, lease, backOff, store });
    lease?.onOffer?.((name) => this.#watchOffered(name));
  }

  /** Hands the streams that are received here without a gap to other gateways, where there are any. */
  async handOver(): Promise<void> {
    this.#watches.pin();
    const complete = [...this.#published].filter(([, stream]) => stream.isComplete);
    await this.#options.lease?.handOver?.(complete.map(([name]) => name));
  }

  /** A watch that another gateway hands over continues here until the subscribers had time to reconnect. */
  #watchOffered(name: string): void {
    const adapter = isWatch(name) ? this.#streams.adapter(name.slice(WATCH_PREFIX.length)) : undefined;
    if (!adapter?.watches) return;
    const end = this.#watches.add(adapter.watches, new Set([adapter.account]));
    setTimeout(end, OFFERED_WATCH_MS).unref();
  }

  /** Follows an import or report until it is over or the answered function is called. */
  follow(followed: FollowedJob): () => void {
    return this.#progress.add(followed);
  }

  /** Begins; streams run until `stop`. */
  start(): void {
    this.#streams.start();
  }

  /** Receives the events of this account too. */
  addAccount(adapter: Adapter): void {
    this.#streams.add(adapter);
    this.#watches.addAccount(adapter);
  }

  /** Receives no more events of an account. A later stream of it reports the time in between as a gap. */
  async removeAccount(account: string): Promise<void> {
    await Promise.all([this.#streams.remove(account), this.#watches.removeAccount(account)]);
    this.#status.delete(account);
    this.#reception.removed(account);
  }

  /** Watches these kinds at these accounts until the answered function is called. */
  watch(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): () => void {
    return this.#watches.add(kinds, accounts);
  }

  /** Resolves once each change of these kinds at these accounts is received, or a gap will be stored. */
  ready(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): Promise<void> {
    return this.#reception.ready(kinds, accounts);
  }

  /** Puts an event into the log that came from no stream, such as the progress of an import. */
  async publish(event: EventRecord): Promise<void> {
    await this.#writer.store([event]);
  }

  status(account: string): StreamStatus | undefined {
    return this.#status.get(account);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#streams.stop(), this.#watches.stop(), this.#progress.stop()]);
  }

  async #keep(adapter: Adapter, name: string, open: OpenStream, signal: AbortSignal): Promise<void> {
    const { lease } = this.#options;
    const common = { writer: this.#writer, projection: this.projection, heartbeat: this.#heartbeat };
    const stream = streamOf({ adapter, name, open }, { ...this.#options, ...common });
    const run = isWatch(name)
      ? this.#watchOnce(stream, signal)
      : (leased: AbortSignal) => this.#listenOnce(stream, leased);
    if (!lease) await run(signal);
    else if (isWatch(name) || !adapter.listensAlong) {
      const succeed = () => this.#succeed(stream, signal);
      const lead = (successor: Successor, leased: AbortSignal) => this.#lead(stream, successor, leased, signal);
      await runInTurn(notingTerms(lease, stream), name, { run, succeed, lead }, signal);
    } else await this.#listenAlong(stream, lease, signal);
  }

  #succeed(stream: Stream, signal: AbortSignal): Successor {
    const standby = this.#standby(stream, true);
    const supervised = this.#supervise(stream, (events) => Promise.all(events.map((event) => standby.take(event))));
    return new Successor({ log: this.#options.log, standby, stream: supervised, signal });
  }

  async #lead(stream: Stream, successor: Successor, leased: AbortSignal, wanted: AbortSignal): Promise<void> {
    const { name, adapter, checkpoint } = stream;
    this.#published.set(name, successor.stream);
    if (isWatch(name)) await this.#writer.beginObserved(adapter, new Date());
    await successor.lead(leased);
    this.#published.delete(name);
    await successor.close();
    if (isWatch(name) && isUnwanted(wanted)) await checkpoint.leave();
  }

  /** Listens while it is this gateway's turn. */
  async #listenOnce(stream: Stream, signal: AbortSignal): Promise<void> {
    const before = certainCheckpoint(await stream.lastCheckpoint(signal), false);
    // Events received in the last moment may not have been stored.
    const until = before && new Date(before.until.getTime() - this.#heartbeat);
    await this.#publishFrom(stream, before && until && { ...before, until }, signal);
  }

  async #publishFrom(
    stream: Stream,
    before: LastCheckpoint | null,
    signal: AbortSignal,
    begin?: () => Promise<void>,
  ): Promise<void> {
    const supervised = this.#supervise(stream, (events) => this.#writer.store(events, stream.term));
    this.#published.set(stream.name, supervised);
    await supervised.takeOver(before);
    await begin?.();
    await supervised.run(signal);
    this.#published.delete(stream.name);
  }

  /** A watch without listeners misses nothing; one that broke off, or that another gateway ended while this one waited, does. */
  #watchOnce(stream: Stream, wanted: AbortSignal): (signal: AbortSignal) => Promise<void> {
    const wantedSince = new Date();
    return async (signal) => {
      const before = await stream.lastCheckpoint(signal);
      const missed = before && (!before.abandoned || before.until > wantedSince) ? before : null;
      const since = missed && missed.until < wantedSince ? missed.until : wantedSince;
      await this.#publishFrom(stream, missed, signal, () => this.#writer.beginObserved(stream.adapter, since));
      if (isUnwanted(wanted)) await stream.checkpoint.leave();
    };
  }

  #standby(stream: Stream, comparesContent: boolean, openSince?: () => Date | null): Standby {
    const { account } = stream.adapter;
    const store = (event: EventRecord) => this.#writer.store([event], stream.term);
    const lost = (stretch: LostStretch) => store(gapOfStretch(account, stretch));
    stream.standby = new Standby({ account, store, lost, log: this.#options.log, comparesContent, openSince });
    return stream.standby;
  }

  /** Receives the stream on standby too, so that nothing is lost when the publishing gateway fails. */
  async #listenAlong(stream: Stream, lease: Lease, signal: AbortSignal): Promise<void> {
    const standby: Standby = this.#standby(stream, false, () => supervised.openSince);
    const unfollow = this.#options.log.follow((events) => standby.published(events));
    signal.addEventListener('abort', () => standby.close(), { once: true });
    const supervised = this.#supervise(stream, (events) => Promise.all(events.map((event) => standby.take(event))));
    await supervised.standBy();
    const publish = async (leased: AbortSignal, handedOver: boolean) => {
      const before = certainCheckpoint(await stream.checkpoint.last(leased), handedOver);
      this.#published.set(stream.name, supervised);
      await standby.publish(leased, () => supervised.takeOver(before));
      this.#published.delete(stream.name);
      await supervised.standBy();
    };
    const prepare = (asked: AbortSignal) => unlessAborted(supervised.listening, asked);
    await Promise.all([supervised.run(signal), notingTerms(lease, stream).hold(stream.name, publish, signal, prepare)]);
    unfollow();
  }

  #supervise(stream: Stream, store: (events: readonly EventRecord[]) => Promise<unknown>) {
    const { logger, backOff = BACK_OFF, settled: settledMs = 2_000 } = this.#options;
    // For an account with a stream, the stream determines the status, not the watch.
    const reportsAccount = stream.adapter.events === undefined || !isWatch(stream.name);
    const reportStatus = async (status: StreamStatus) => {
      if (reportsAccount) await this.#status.report(stream.adapter.account, status, (event) => store([event]));
    };
    const supervised = new SupervisedStream({ ...stream, logger, backOff, settledMs, store, reportStatus });
    this.#reception.opened(stream.name, supervised);
    return supervised;
  }
}
