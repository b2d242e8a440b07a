import type { StreamStatus } from '../../adapters/account-status.ts';
import type { Adapter, EventRecord, StreamOptions } from '../../adapters/adapter.ts';
import { abortOnce, onAbort } from '../../adapters/calls/abort.ts';
import { asCrosspointError, type CrosspointError } from '../../adapters/errors.ts';
import type { Log } from '../../adapters/vendor.ts';
import { type BackOff, backOffMs, pauseFor } from '../../storage/back-off.ts';
import { gapSince } from './gateway-events.ts';
import { InFlight, Pace } from './pace.ts';
import { storedTogether } from './stored-together.ts';
import type { LastCheckpoint, StreamCheckpoint } from './stream-checkpoint.ts';

/** Opens a stream that runs until the signal. */
export type OpenStream = (options: StreamOptions) => AsyncIterable<EventRecord | readonly EventRecord[]> | undefined;

interface SupervisedStreamOptions {
  readonly adapter: Adapter;
  readonly open: OpenStream;
  readonly checkpoint: StreamCheckpoint;
  readonly logger: Log;
  readonly backOff: BackOff;
  /** Milliseconds without an event after which the vendor is probed. */
  readonly settledMs: number;
  /** Whether the stream reports itself when it is open; else it is when the vendor answers or an event arrives. */
  readonly reportsListening: boolean;
  /** Stores events of the account. */
  store(events: readonly EventRecord[]): Promise<unknown>;
  /** Says how the account stands. */
  reportStatus(status: StreamStatus): Promise<void>;
}

/** Events of one account that may be on their way into the log before its stream has to wait. */
const MAX_IN_FLIGHT = 256;
/** Milliseconds the vendor may take to answer. */
const CHECK_DEADLINE_MS = 10_000;
const NOT_LISTENING = 'No gateway listened';

/** One stream that is reopened when it breaks, and that reports a gap when it may have missed events. */
export class SupervisedStream {
  readonly #options: SupervisedStreamOptions;
  #missing: { readonly since: Date; readonly reason: string } | null = null;
  #upSince: Date | null = null;
  #failures = 0;
  /** Whether this gateway publishes what it receives. */
  #publishes = true;
  /** Whether every event is received, as far as is known. */
  #complete = false;
  #onComplete: () => void = () => {};
  /** Resolves when the account's events were first known to arrive. */
  readonly listening = new Promise<void>((resolve) => {
    this.#onComplete = resolve;
  });

  #settle: () => void = () => {};
  /** Resolves when each event from then on is received, or a stretch without them becomes a gap. */
  readonly settled = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  constructor(options: SupervisedStreamOptions) {
    this.#options = options;
  }

  /** Whether everything is received, as far as is known. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** Since when it has been open; null where it is not. */
  get openSince(): Date | null {
    return this.#upSince;
  }

  /** Keeps it open until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { adapter, logger, reportStatus } = this.#options;
    while (!signal.aborted) {
      const { thrown, at } = await this.#runOnce(signal);
      await this.#setComplete(false);
      this.#upSince = null;
      if (signal.aborted) return;
      this.#markMissing(at, thrown.message);
      this.#settle();
      this.#failures += 1;
      const facts = { account: adapter.account, code: thrown.code, failures: this.#failures };
      logger.warn(facts, 'An event stream broke');
      await reportStatus('DOWN');
      await this.#wait(signal);
    }
  }

  /** Another gateway publishes, or none, until `takeOver`. */
  async standBy(): Promise<void> {
    this.#publishes = false;
    const since = new Date();
    await this.#options.checkpoint.end();
    if (this.#complete) this.#options.checkpoint.receive(since);
  }

  /** This gateway publishes from here on. Events before it received anything itself may be missing. */
  async takeOver(before: LastCheckpoint | null): Promise<void> {
    this.#publishes = true;
    const { adapter, store } = this.#options;
    const [up, since] = [this.#upSince, new Date()];
    if (before && !up) this.#markMissing(before.until, NOT_LISTENING);
    else if (before && up && before.until < up)
      await store([gapSince(adapter.account, before.until, NOT_LISTENING, up)]);
    if (this.#complete) this.#options.checkpoint.begin(since);
  }

  #markMissing(since: Date, reason: string): void {
    if (!this.#missing || since < this.#missing.since) this.#missing = { since, reason };
  }

  /** Runs the stream to its end and answers what ended it, and when; what was received until then is stored. */
  async #runOnce(signal: AbortSignal): Promise<{ readonly thrown: CrosspointError; readonly at: Date }> {
    const inFlight = new InFlight();
    const pace = new Pace();
    const thrown = await this.#receive(signal, inFlight, pace);
    // The log may accept nothing for a while; nothing is received meanwhile.
    const at = this.#options.checkpoint.suspend(pace.end());
    while (inFlight.count > 0) await inFlight.waitForOne();
    return { thrown, at };
  }

  async #receive(signal: AbortSignal, inFlight: InFlight, pace: Pace): Promise<CrosspointError> {
    const { adapter, open, store, reportsListening } = this.#options;
    const begin = once(() => this.#begin(signal));
    const up = once(() => this.#up(begin, signal));
    const quiet = new AbortController();
    const unlink = onAbort(signal, () => quiet.abort());
    void this.#askWhileQuiet(up, quiet.signal);
    const onListening = () => {
      abortOnce(quiet);
      void up();
    };
    try {
      for await (const came of open({ signal, onListening }) ?? []) {
        if (signal.aborted) break;
        pace.taken();
        // A source that reports anything, be it the account's status, is not probed.
        abortOnce(quiet);
        for (const events of storedTogether(came)) {
          // The signal may have come while an earlier part of a list waited.
          if (signal.aborted) break;
          const [first] = events;
          if (first?.kind === 'ACCOUNT') {
            // The sources that such a stream has already are received.
            await this.#onAccountStatus(first.status, reportsListening && first.status === 'DEGRADED' ? begin : up);
            continue;
          }
          this.#options.checkpoint.received();
          // Of a stream with several sources, one may be received before the others are.
          if (!reportsListening) await up();
          inFlight.add(store(events), events.length);
          if (inFlight.count >= MAX_IN_FLIGHT) await inFlight.waitForOne();
        }
        pace.done();
      }
      return asCrosspointError(new Error(`The event stream of ${adapter.account} ended`));
    } catch (thrown) {
      return asCrosspointError(thrown);
    } finally {
      unlink();
      abortOnce(quiet);
    }
  }

  /** A stream that is quiet proves nothing: its account is up when the vendor answers, and down when it does not. */
  async #askWhileQuiet(up: () => Promise<void>, quiet: AbortSignal): Promise<void> {
    const { adapter, settledMs, reportsListening, backOff, reportStatus, logger } = this.#options;
    const openedAt = new Date();
    for (let failures = 0; ; failures += 1) {
      const pause = failures === 0 ? settledMs : backOffMs(failures, backOff);
      await pauseFor(pause, quiet);
      if (quiet.aborted) return;
      try {
        await adapter.check({ signal: quiet, deadline: CHECK_DEADLINE_MS });
        if (quiet.aborted) return;
        if (!reportsListening) return await up();
        failures = -1;
      } catch (thrown) {
        if (quiet.aborted) return;
        const { code } = asCrosspointError(thrown);
        if (failures === 0) logger.warn({ account: adapter.account, code }, 'An account does not answer');
        this.#markMissing(openedAt, 'The vendor did not answer');
        this.#settle();
        await reportStatus('DOWN');
      }
    }
  }

  async #onAccountStatus(status: StreamStatus, answers: () => Promise<void>): Promise<void> {
    this.#settle();
    if (status !== 'DOWN') await answers();
    await this.#setComplete(status === 'UP');
    await this.#options.reportStatus(status);
  }

  /** Reports what was missed. */
  async #begin(signal: AbortSignal): Promise<void> {
    const { adapter, store } = this.#options;
    const missed = this.#missing;
    this.#missing = null;
    if (missed) await store([gapSince(adapter.account, missed.since, missed.reason)]);
    // It ended while the log accepted nothing: what arrived meanwhile is not stored.
    if (signal.aborted) return;
    this.#upSince = new Date();
    this.#failures = 0;
  }

  async #up(begin: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const since = new Date();
    await begin();
    if (signal.aborted) return;
    this.#options.checkpoint.received();
    this.#settle();
    await this.#setComplete(true, since);
    await this.#options.reportStatus('UP');
  }

  /** While events may be missing, the checkpoint stays where it is. Events are received since the time given. */
  async #setComplete(well: boolean, since = new Date()): Promise<void> {
    this.#complete = well;
    if (well) this.#onComplete();
    if (!well) await this.#options.checkpoint.end();
    else if (this.#publishes) this.#options.checkpoint.begin(since);
    else this.#options.checkpoint.receive(since);
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const pause = backOffMs(this.#failures, this.#options.backOff);
    await pauseFor(pause, signal);
  }
}

function once(step: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= step();
    return done;
  };
}
