import type { EventRecord } from '../adapters/adapter.ts';
import type { LoggedEvent } from './log.ts';

/** Events held that no gateway has published yet; beyond these the oldest are told as a gap. */
const MOST_HELD = 10_000;
/** An event the publishing gateway still did not tell, so many milliseconds after it told a later one, was a double. */
const PATIENCE = 10_000;
/** Events handed over at a time when this gateway begins to publish. */
const BATCH = 500;

interface Held {
  readonly event: EventRecord;
  readonly at: number;
}

/** How a standby hands over. */
export interface StandbyOptions {
  readonly account: string;
  store(event: EventRecord): Promise<void>;
  /** Tells that events since then were lost. */
  lost(since: Date): Promise<void>;
}

/**
 * Listens along while another gateway publishes an account's stream: holds what is not seen in the log yet, so that
 * this gateway can publish it when the other is gone.
 */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #held = new Map<string, Held>();
  #lostSince: Date | null = null;
  #publishing = false;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** How many events it holds. */
  get size(): number {
    return this.#held.size;
  }

  /** Takes an event of the stream: published at once by the gateway whose turn it is, else held. */
  take(event: EventRecord): Promise<void> {
    if (this.#publishing) return this.#options.store(event);
    if (event.kind !== 'ACCOUNT') this.#hold(event);
    return Promise.resolve();
  }

  /** Forgets what another gateway published meanwhile. */
  published(events: readonly LoggedEvent[]): void {
    if (this.#held.size === 0) return;
    for (const { event } of events) {
      const held = event.account === this.#options.account ? this.#held.get(event.fingerprint) : undefined;
      if (!held) continue;
      this.#held.delete(event.fingerprint);
      this.#forgetBefore(held.at - PATIENCE);
    }
  }

  /** Publishes what is held, then all that comes, until the signal. */
  async publish(signal: AbortSignal): Promise<void> {
    await this.#tellLost();
    while (this.#held.size > 0 && !signal.aborted) {
      const batch = [...this.#held.values()].slice(0, BATCH);
      for (const { event } of batch) this.#held.delete(event.fingerprint);
      await Promise.all(batch.map(({ event }) => this.#options.store(event)));
    }
    if (signal.aborted) return;
    this.#publishing = true;
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    this.#publishing = false;
  }

  async #tellLost(): Promise<void> {
    if (this.#lostSince) await this.#options.lost(this.#lostSince);
    this.#lostSince = null;
  }

  #hold(event: EventRecord): void {
    if (!this.#held.has(event.fingerprint)) this.#held.set(event.fingerprint, { event, at: Date.now() });
    if (this.#held.size <= MOST_HELD) return;
    const [oldest] = this.#held.values();
    if (!oldest) return;
    this.#held.delete(oldest.event.fingerprint);
    this.#lostSince ??= new Date(oldest.at);
  }

  #forgetBefore(time: number): void {
    for (const [fingerprint, { at }] of this.#held) {
      if (at >= time) return;
      this.#held.delete(fingerprint);
    }
  }
}
