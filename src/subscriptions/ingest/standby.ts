import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../../adapters/adapter.ts';
import type { LoggedEvent, Position } from '../log/log.ts';

/** Events held that no gateway has published yet; with so many the stream has to wait. */
const MOST_HELD = 10_000;
/** An event the publishing gateway still did not tell, so many milliseconds after it told a later one, was a double. */
const PATIENCE = 10_000;
/** Events handed over at a time when this gateway begins to publish. */
const BATCH = 500;
/** Where all that is held is so old beside what is published, it was told otherwise; it makes room, as a gap. */
const STALE = 60_000;
const ROOM_EVERY = 50;
/** Published events remembered that this gateway has not been told of itself yet. */
const MOST_AHEAD = 20_000;
/** Milliseconds to wait for what the log has already to be seen here. */
const LONGEST_CATCHING_UP = 2_000;

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
  /** The place of the newest event in the log. */
  head(): Promise<Position | null>;
}

/**
 * Listens along while another gateway publishes an account's stream: holds what is not seen in the log yet, so that
 * this gateway can publish it when the other is gone. What both were told is known by the vendor's words, each of
 * which the log has as often as the vendor said them.
 */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #held = new Set<Held>();
  readonly #byWords = new Map<string, Held[]>();
  /** When events were published that this gateway is still to be told of, by their words. */
  readonly #ahead = new Map<string, number[]>();
  #seen: Position | null = null;
  #publishedAt = 0;
  #lostSince: Date | null = null;
  /** It hands over or publishes, so that what the log tells is its own. */
  #tells = false;
  #publishing = false;
  #closed = false;
  /** Ends when there is room; all who wait go on in the order they came. */
  #waiting: Promise<void> | null = null;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Lets whoever waits for room go, since nothing will be published here any more. */
  close(): void {
    this.#closed = true;
  }

  /** How many events it holds. */
  get size(): number {
    return this.#held.size;
  }

  /** Takes an event of the stream: published at once by the gateway whose turn it is, else held. */
  async take(event: EventRecord): Promise<void> {
    if (this.#waiting || this.#isStuck()) {
      this.#waiting ??= this.#room();
      await this.#waiting;
    }
    if (this.#publishing) await this.#options.store(event);
    else if (event.kind !== 'ACCOUNT' && !this.#wasPublished(event)) this.#hold(event);
  }

  /** Forgets what another gateway published meanwhile. */
  published(events: readonly LoggedEvent[]): void {
    this.#seen = events.at(-1)?.position ?? this.#seen;
    if (this.#tells) return;
    for (const { event } of events) {
      if (event.account !== this.#options.account || event.kind === 'ACCOUNT') continue;
      this.#publishedAt = Date.now();
      const held = this.#byWords.get(wordsOf(event))?.[0];
      if (!held) this.#expect(event);
      else {
        this.#forget(held);
        this.#forgetBefore(held.at - PATIENCE);
      }
    }
  }

  /** While nobody publishes, or too slowly, the stream has to wait rather than that anything is dropped. */
  async #room(): Promise<void> {
    while (this.#isStuck()) await sleep(ROOM_EVERY);
    this.#waiting = null;
  }

  #isStuck(): boolean {
    return !this.#publishing && !this.#closed && this.#held.size >= MOST_HELD && !this.#stale();
  }

  /** Publishes what is held, then all that comes, until the signal; `begun` is called before anything is published. */
  async publish(signal: AbortSignal, begun: () => Promise<void>): Promise<void> {
    await this.#catchUp(signal);
    if (signal.aborted) return;
    await begun();
    this.#tells = true;
    await this.#handOver(signal);
    if (!signal.aborted) await this.#publishAll(signal);
    this.#tells = false;
  }

  async #handOver(signal: AbortSignal): Promise<void> {
    await this.#tellLost();
    while (this.#held.size > 0 && !signal.aborted) {
      const batch = [...this.#held].slice(0, BATCH);
      for (const held of batch) this.#forget(held);
      await Promise.all(batch.map(({ event }) => this.#options.store(event)));
    }
  }

  async #publishAll(signal: AbortSignal): Promise<void> {
    this.#ahead.clear();
    this.#publishing = true;
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    this.#publishing = false;
  }

  /** Waits until everything the last gateway put into the log was seen here, so that none of it is published again. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    const end = Date.now() + LONGEST_CATCHING_UP;
    const head = await this.#options.head().catch(() => null);
    const isBehind = () => head !== null && this.#held.size > 0 && (this.#seen === null || this.#seen < head);
    while (isBehind() && Date.now() < end && !signal.aborted) await sleep(10);
  }

  async #tellLost(): Promise<void> {
    if (this.#lostSince) await this.#options.lost(this.#lostSince);
    this.#lostSince = null;
  }

  #hold(event: EventRecord): void {
    const words = wordsOf(event);
    const same = this.#byWords.get(words) ?? [];
    // The vendor's words tell two happenings apart unless the source says otherwise.
    if (same.length > 0 && event.words === undefined) return;
    const held = { event, at: Date.now() };
    this.#held.add(held);
    this.#byWords.set(words, [...same, held]);
    const oldest = this.#held.size > MOST_HELD ? this.#stale() : undefined;
    if (!oldest) return;
    this.#forget(oldest);
    this.#lostSince ??= new Date(oldest.at);
  }

  /** The oldest held event, where the publishing gateway went on for long without it. */
  #stale(): Held | undefined {
    const [oldest] = this.#held;
    return oldest && oldest.at < this.#publishedAt - STALE ? oldest : undefined;
  }

  #forget(held: Held): void {
    this.#held.delete(held);
    const words = wordsOf(held.event);
    const rest = (this.#byWords.get(words) ?? []).filter((other) => other !== held);
    if (rest.length > 0) this.#byWords.set(words, rest);
    else this.#byWords.delete(words);
  }

  #forgetBefore(time: number): void {
    for (const held of this.#held) {
      if (held.at >= time) return;
      this.#forget(held);
    }
  }

  /** Remembers an event that is published before this gateway was told of it. */
  #expect(event: EventRecord): void {
    const words = wordsOf(event);
    this.#ahead.set(words, [...(this.#ahead.get(words) ?? []), Date.now()]);
    const oldest = this.#ahead.size > MOST_AHEAD ? this.#ahead.keys().next().value : undefined;
    if (oldest !== undefined) this.#ahead.delete(oldest);
  }

  #wasPublished(event: EventRecord): boolean {
    const words = wordsOf(event);
    const times = this.#ahead.get(words)?.filter((at) => at > Date.now() - STALE) ?? [];
    const known = times.shift() !== undefined;
    if (times.length > 0) this.#ahead.set(words, times);
    else this.#ahead.delete(words);
    return known;
  }
}

/** What is equal for the same happening at every gateway that is told of it. */
function wordsOf(event: EventRecord): string {
  return event.words ?? event.fingerprint;
}
