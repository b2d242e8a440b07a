import { pauseFor } from '../../storage/back-off.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import { storedObject } from '../../storage/stored-object.ts';
import type { EventLog } from '../log/log.ts';

/** Milliseconds between attempts to read while the log does not answer. */
const RETRY_AFTER_MS = 100;
/** Intervals without a checkpoint after which the process counts as paused; its turns delay a timer a little. */
const PAUSED_INTERVALS = 1.1;

/** Milliseconds after which the receiver of a stream notices that its connection is cut off without an error. */
const SILENT_CUT_MS = 20_000;

/** Until when a stream was received, as stored with the log. */
export interface LastCheckpoint {
  readonly until: Date;
  /** When its last event was received, or it was opened; null where it ended, and in a checkpoint of an older version. */
  readonly receivedAt: Date | null;
  /** The stream was ended for lack of listeners, so later listeners missed nothing. */
  readonly abandoned: boolean;
}

/**
 * Until when a stream was received for certain: where it was not handed over or ended, what a connection that was cut off
 * without an error did not deliver is lost with the gateway that received it, whose checkpoints continued meanwhile.
 */
export function certainCheckpoint(last: LastCheckpoint | null, isHandedOver: boolean): LastCheckpoint | null {
  if (!last?.receivedAt || isHandedOver) return last;
  const until = last.until.getTime();
  const certain = Math.max(last.receivedAt.getTime(), until - SILENT_CUT_MS);
  return { ...last, until: new Date(Math.min(until, certain)) };
}

/** The facts of a stream when its checkpoint is written. */
interface StreamFacts {
  /** When the earliest event was received that is not stored; no checkpoint is later. */
  unstoredSince?(): Date | null;
  /** The term under which the stream is received; no checkpoint is written once it has ended. */
  term?(): LeaseTerm | undefined;
  /** Until when the stream was received at least, where its checkpoint cannot be read; without it there is none then. */
  receivedAtLeast?(): Promise<Date | null>;
  /** Called where its checkpoint cannot be read. */
  onDamaged?(): void;
}

/** A checkpoint as it is stored. */
interface StoredCheckpoint {
  readonly until: string;
  readonly left: boolean;
  readonly received?: string;
}

/** The checkpoint that a stored text says; null where the text is damaged. */
function checkpointIn(text: string): LastCheckpoint | null {
  const { until = '', left, received } = storedObject<Partial<StoredCheckpoint>>(text) ?? {};
  const times = received === undefined ? [until] : [until, received];
  if (typeof left !== 'boolean' || times.some((time) => Number.isNaN(Date.parse(time)))) return null;
  return { until: new Date(until), abandoned: left, receivedAt: received === undefined ? null : new Date(received) };
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
  /** When the vendor last proved that the stream is received. */
  #receivedAt: Date | null = null;
  /** When the stream ended whose last events are not stored yet. */
  #endedAt: Date | null = null;
  /** The last times at which this process was known to run while it received the stream, the newest last. */
  #ticks: number[] = [];
  /** The last times before and after the latest pause of the process. */
  #pause: { readonly from: number; readonly to: number } | undefined;
  #isWritten = false;

  constructor(log: EventLog, name: string, every: number, facts: StreamFacts = {}) {
    this.#facts = facts;
    this.#log = log;
    this.#name = `checkpoint:${name}`;
    this.#intervalMs = every;
  }

  /** The latest checkpoint; null where there was none, or where the log did not answer until the signal. */
  async last(signal: AbortSignal): Promise<LastCheckpoint | null> {
    const text = await this.#answered(() => this.#log.noted(this.#name), signal);
    if (text === null) return null;
    const checkpoint = checkpointIn(text);
    if (checkpoint) return checkpoint;
    this.#facts.onDamaged?.();
    const until = await this.#answered(async () => (await this.#facts.receivedAtLeast?.()) ?? null, signal);
    return until && { until, abandoned: false, receivedAt: null };
  }

  /** Without an answer it is not known whether there was a gap, so it is asked for again. */
  async #answered<Value>(ask: () => Promise<Value | null>, signal: AbortSignal): Promise<Value | null> {
    while (!signal.aborted) {
      try {
        return await ask();
      } catch {
        await pauseFor(RETRY_AFTER_MS, signal);
      }
    }
    return null;
  }

  /** Takes that an event was received, or that the stream is open. */
  received(): void {
    this.#receivedAt = new Date();
  }

  /** Takes that the stream has been received since then, so that a later pause of the process is noticed. */
  receive(since = new Date()): void {
    this.#endedAt = null;
    if (this.#timer) return;
    this.#ticks = [since.getTime()];
    this.#timer = setInterval(() => this.#tick(), this.#intervalMs);
  }

  /** Begins to write checkpoints: the stream has been received since then, or since `receive`. */
  begin(since = new Date()): void {
    this.receive(since);
    if (this.#isWritten) return;
    this.#isWritten = true;
    this.#tick();
  }

  /** After a pause of the process its time is not certain yet: what arrived meanwhile is read only now. */
  #tick(): void {
    const now = Date.now();
    const last = this.#ticks.at(-1);
    // Two at almost the same time are one, so that the time before a pause is remembered for an interval.
    const isSame = last !== undefined && now - last < this.#intervalMs / 2;
    this.#ticks = [...(isSame ? this.#ticks.slice(0, -1) : this.#ticks.slice(-1)), now];
    if (last !== undefined && now - last > this.#intervalMs * PAUSED_INTERVALS) this.#pause = { from: last, to: now };
    const wasPaused = this.#pause && now - this.#pause.to < this.#intervalMs / 2;
    if (this.#isWritten) void this.#save(false, new Date(wasPaused && this.#pause ? this.#pause.from : now));
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
    const wasWritten = this.#stop();
    if (wasWritten) await this.#save(false, until, null);
  }

  /** Records that the stream was ended for lack of listeners. */
  async leave(): Promise<void> {
    this.#stop();
    await this.#save(true);
  }

  /** Answers whether checkpoints were written. */
  #stop(): boolean {
    const wasWritten = this.#isWritten;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#endedAt = null;
    this.#isWritten = false;
    return wasWritten;
  }

  /** A checkpoint that cannot be written makes the next gap longer, no worse. */
  async #save(left: boolean, until = new Date(), receivedAt = this.#receivedAt): Promise<void> {
    const unstored = left ? null : this.#unstoredSince();
    const stored = unstored && unstored < until ? unstored : until;
    const received = receivedAt?.toISOString();
    const checkpoint: StoredCheckpoint = { until: stored.toISOString(), left, ...(received && { received }) };
    const text = JSON.stringify(checkpoint);
    await this.#log.note(this.#name, text, this.#facts.term?.()).catch(() => undefined);
  }

  /** An event that was received right after a pause may have been sent in it. */
  #unstoredSince(): Date | null {
    const since = this.#facts.unstoredSince?.() ?? null;
    const { from, to } = this.#pause ?? { from: 0, to: 0 };
    const isAfterPause = since && since.getTime() >= from && since.getTime() <= to + this.#intervalMs;
    return isAfterPause ? new Date(from) : since;
  }
}
