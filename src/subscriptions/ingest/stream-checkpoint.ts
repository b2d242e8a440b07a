import { setTimeout as sleep } from 'node:timers/promises';
import type { LeaseTerm } from '../../storage/lease.ts';
import type { EventLog } from '../log/log.ts';

/** Milliseconds between attempts to read while the log does not answer. */
const RETRY_AFTER_MS = 100;
/** Intervals without a checkpoint after which the process counts as paused; its turns delay a timer a little. */
const PAUSED_INTERVALS = 1.1;

/** Until when a stream was received, as stored with the log. */
export interface LastCheckpoint {
  readonly until: Date;
  /** The stream was ended for lack of listeners, so later listeners missed nothing. */
  readonly abandoned: boolean;
}

/** The facts of a stream when its checkpoint is written. */
interface StreamFacts {
  /** When the earliest event was received that is not stored; no checkpoint is later. */
  unstoredSince?(): Date | null;
  /** The term under which the stream is received; no checkpoint is written once it has ended. */
  term?(): LeaseTerm | undefined;
}

/**
 * Stores with the log until when a stream was received, so that the next receiver, another gateway or this one after a
 * restart, knows the gap in between.
 */
export class StreamCheckpoint {
  readonly #log: EventLog;
  readonly #name: string;
  readonly #intervalMs: number;
  readonly #facts: StreamFacts;
  #timer: NodeJS.Timeout | undefined;
  /** When the stream ended whose last events are not stored yet. */
  #endedAt: Date | null = null;
  /** The last times at which this process was known to run while it received the stream, the newest last. */
  #ticks: number[] = [];

  constructor(log: EventLog, name: string, every: number, facts: StreamFacts = {}) {
    this.#facts = facts;
    this.#log = log;
    this.#name = `checkpoint:${name}`;
    this.#intervalMs = every;
  }

  /** The latest checkpoint; null where there was none, or where the log did not answer until the signal. */
  async last(signal: AbortSignal): Promise<LastCheckpoint | null> {
    const text = await this.#read(signal);
    if (text === null) return null;
    const { until, left } = JSON.parse(text) as { until: string; left: boolean };
    return { until: new Date(until), abandoned: left };
  }

  /** Without an answer it is not known whether there was a gap, so it is asked for again. */
  async #read(signal: AbortSignal): Promise<string | null> {
    while (!signal.aborted) {
      try {
        return await this.#log.noted(this.#name);
      } catch {
        await sleep(RETRY_AFTER_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return null;
  }

  /** Begins to write checkpoints: the stream is being received. */
  begin(): void {
    this.#endedAt = null;
    if (this.#timer) return;
    this.#ticks = [];
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), this.#intervalMs);
  }

  /** After a pause of the process its time is not certain yet: what arrived meanwhile is read only now. */
  #tick(): void {
    const now = Date.now();
    const last = this.#ticks.at(-1);
    this.#ticks = [...this.#ticks.slice(-1), now];
    const wasPaused = last !== undefined && now - last > this.#intervalMs * PAUSED_INTERVALS;
    void this.#save(false, new Date(wasPaused ? last : now));
  }

  /**
   * The stream is no longer received, since the time given at the latest; answers since when. `end` writes that once what was
   * received is stored. A process that was paused may notice late that a stream ended, so that nothing is certain after the
   * pause began.
   */
  suspend(since = new Date()): Date {
    if (this.#endedAt) return this.#endedAt;
    const now = Date.now();
    const times = this.#timer ? [...this.#ticks, now] : [now];
    const begin = times.find((time, at) => (times[at + 1] ?? time) - time > this.#intervalMs * PAUSED_INTERVALS) ?? now;
    this.#endedAt = new Date(Math.min(begin, since.getTime()));
    clearInterval(this.#timer);
    return this.#endedAt;
  }

  /** Stops writing checkpoints: the stream is no longer received, or published, since now or since it was suspended. */
  async end(): Promise<void> {
    const until = this.suspend();
    this.#endedAt = null;
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#save(false, until);
  }

  /** Records that the stream was ended for lack of listeners. */
  async leave(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#save(true);
  }

  /** A checkpoint that cannot be written makes the next gap longer, no worse. */
  async #save(left: boolean, until = new Date()): Promise<void> {
    const unstored = left ? null : (this.#facts.unstoredSince?.() ?? null);
    const stored = unstored && unstored < until ? unstored : until;
    const text = JSON.stringify({ until: stored.toISOString(), left });
    await this.#log.note(this.#name, text, this.#facts.term?.()).catch(() => undefined);
  }
}
