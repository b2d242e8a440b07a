import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../../adapters/adapter.ts';
import { heldBytes } from '../../adapters/held-bytes.ts';
import type { LoggedEvent, Position } from '../log/log.ts';
import { standbyKey } from './standby-key.ts';
import { type BufferedEvent, SubjectOrder } from './subject-order.ts';

/** Maximum buffered events that no gateway has published; then the stream has to wait. */
const MAX_BUFFERED = 10_000;
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
/** Milliseconds after which an event that the publisher has not published, though it published later ones, counts as a double. */
const DUPLICATE_AFTER_MS = 10_000;
/** Events handed over at a time when this gateway begins to publish. */
const HAND_OVER_BATCH = 500;
/** Milliseconds behind the published events at which all buffered ones are dropped, as a gap. */
const STALE_AFTER_MS = 60_000;
const CAPACITY_POLL_MS = 50;
/** Milliseconds after a hand-over in which a source may still deliver what the last gateway published already. */
const LATE_MS = 10_000;
/** Maximum published events remembered that this gateway has not received. */
const MAX_PUBLISHED_ELSEWHERE = 20_000;
/** Milliseconds to wait for what the log has already to be seen here. */
const MAX_CATCH_UP_MS = 2_000;

/** How a standby hands over. */
interface StandbyOptions {
  readonly account: string;
  store(event: EventRecord): Promise<void>;
  /** Reports that events since then were lost. */
  lost(since: Date): Promise<void>;
  /** The place of the newest event in the log. */
  head(): Promise<Position | null>;
  /**
   * Whether the source marks an event differently at each gateway, so that the same event is known by what it says. Else
   * the vendor's own words are the same everywhere.
   */
  readonly comparesContent?: boolean;
}

/**
 * Receives an account's stream while another gateway publishes it: buffers events that are not in the log yet, so that
 * this gateway can publish them when the other fails. Events that both received are matched by the vendor's content,
 * which the log has as often as the vendor sent it.
 */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #buffered = new Set<BufferedEvent>();
  #bytes = 0;
  readonly #byKey = new Map<string, BufferedEvent[]>();
  readonly #bySubject = new SubjectOrder<BufferedEvent>();
  /** When events were published that this gateway has not received, by their key. */
  readonly #publishedElsewhere = new Map<string, number[]>();
  #seen: Position | null = null;
  #publishedAt = 0;
  #lostSince: Date | null = null;
  /** This gateway hands over or publishes, so that the events in the log are its own. */
  #isLeader = false;
  #publishing = false;
  #closed = false;
  /** Until when events that the last gateway published may still be delivered here. */
  #lateUntil = 0;
  /** Resolves when there is room; waiting events continue in their order. */
  #waiting: Promise<void> | null = null;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Releases what waits for room, since this gateway will not publish any more. */
  close(): void {
    this.#closed = true;
  }

  /** How many events it holds. */
  get size(): number {
    return this.#buffered.size;
  }

  /** When the oldest of them was received; null without any. */
  get bufferedSince(): Date | null {
    const [oldest] = this.#buffered;
    return oldest ? new Date(oldest.at) : null;
  }

  /** Takes an event of the stream: publishes it as the leader, else buffers it. */
  async take(event: EventRecord): Promise<void> {
    if (this.#waiting || this.#isStuck()) {
      this.#waiting ??= this.#waitForCapacity();
      await this.#waiting;
    }
    if (this.#publishing) await this.#publishOne(event);
    else if (event.kind === 'ACCOUNT') return;
    else if (this.#wasPublished(event)) this.#forgetOlder(event);
    else this.#hold(event);
  }

  /** Forgets all that was delivered so far, since another gateway was delivered it too and publishes it. */
  settle(): void {
    this.#buffered.clear();
    this.#bytes = 0;
    this.#byKey.clear();
    this.#bySubject.clear();
    this.#publishedElsewhere.clear();
  }

  async #publishOne(event: EventRecord): Promise<void> {
    if (Date.now() < this.#lateUntil && this.#wasPublished(event)) return;
    await this.#options.store(event);
  }

  readonly #keyOf = (event: EventRecord) => standbyKey(event, this.#options.comparesContent === true);

  /** Forgets what another gateway published meanwhile. */
  published(events: readonly LoggedEvent[]): void {
    this.#seen = events.at(-1)?.position ?? this.#seen;
    if (this.#isLeader) return;
    for (const { event } of events) {
      if (event.account !== this.#options.account || event.kind === 'ACCOUNT') continue;
      this.#publishedAt = Date.now();
      const buffered = this.#byKey.get(this.#keyOf(event))?.[0];
      if (!buffered) this.#markPublished(event);
      else {
        this.#forgetOlder(buffered.event, buffered);
        this.#forget(buffered);
        this.#forgetBefore(buffered.at - DUPLICATE_AFTER_MS);
      }
    }
  }

  /** While no gateway publishes, or too slowly, the stream waits, so that nothing is dropped. */
  async #waitForCapacity(): Promise<void> {
    while (this.#isStuck()) await sleep(CAPACITY_POLL_MS);
    this.#waiting = null;
  }

  #isStuck(): boolean {
    return !this.#publishing && !this.#closed && this.#isFull() && !this.#stale();
  }

  #isFull(): boolean {
    return this.#buffered.size >= MAX_BUFFERED || this.#bytes >= MAX_BUFFERED_BYTES;
  }

  /** Publishes the buffered events, then every event until the signal; calls `begun` before the first. */
  async publish(signal: AbortSignal, begun: () => Promise<void>): Promise<void> {
    await this.#catchUp(signal);
    if (signal.aborted) return;
    await begun();
    this.#isLeader = true;
    await this.#handOver(signal);
    if (!signal.aborted) await this.#publishAll(signal);
    this.#isLeader = false;
  }

  async #handOver(signal: AbortSignal): Promise<void> {
    await this.#reportLost();
    while (this.#buffered.size > 0 && !signal.aborted) {
      const batch = [...this.#buffered].slice(0, HAND_OVER_BATCH);
      for (const buffered of batch) this.#forget(buffered);
      await Promise.all(batch.map(({ event }) => this.#options.store(event)));
    }
  }

  async #publishAll(signal: AbortSignal): Promise<void> {
    if (this.#options.comparesContent) this.#lateUntil = Date.now() + LATE_MS;
    else this.#publishedElsewhere.clear();
    this.#publishing = true;
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    this.#publishing = false;
  }

  /** Waits until everything the last gateway put into the log was seen here, so that none of it is published again. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    const end = Date.now() + MAX_CATCH_UP_MS;
    const head = await this.#options.head().catch(() => null);
    const isBehind = () => head !== null && this.#buffered.size > 0 && (this.#seen === null || this.#seen < head);
    while (isBehind() && Date.now() < end && !signal.aborted) await sleep(10);
  }

  async #reportLost(): Promise<void> {
    if (this.#lostSince) await this.#options.lost(this.#lostSince);
    this.#lostSince = null;
  }

  #hold(event: EventRecord): void {
    const words = this.#keyOf(event);
    const same = this.#byKey.get(words) ?? [];
    // The vendor's content identifies an event unless the source says otherwise.
    if (same.length > 0 && event.words === undefined && !this.#options.comparesContent) return;
    const buffered = { event, at: Date.now(), bytes: heldBytes(event) };
    this.#buffered.add(buffered);
    this.#bytes += buffered.bytes;
    this.#byKey.set(words, [...same, buffered]);
    this.#bySubject.add(buffered);
    while (this.#buffered.size > MAX_BUFFERED || this.#bytes > MAX_BUFFERED_BYTES) {
      const oldest = this.#stale();
      if (!oldest) return;
      this.#forget(oldest);
      this.#lostSince ??= new Date(oldest.at);
    }
  }

  /** The oldest buffered event, where the publisher has published for long without it. */
  #stale(): BufferedEvent | undefined {
    const [oldest] = this.#buffered;
    return oldest && oldest.at < this.#publishedAt - STALE_AFTER_MS ? oldest : undefined;
  }

  #forget(buffered: BufferedEvent): void {
    if (this.#buffered.delete(buffered)) this.#bytes -= buffered.bytes;
    this.#bySubject.delete(buffered);
    const words = this.#keyOf(buffered.event);
    const rest = (this.#byKey.get(words) ?? []).filter((other) => other !== buffered);
    if (rest.length > 0) this.#byKey.set(words, rest);
    else this.#byKey.delete(words);
  }

  /** Forgets what the publisher lacks before an event of the same subject; published later, it would go backwards. */
  #forgetOlder({ subject }: EventRecord, before?: BufferedEvent): void {
    for (const older of this.#bySubject.older(subject, before)) if (older.event.kind !== 'GAP') this.#forget(older);
  }

  #forgetBefore(time: number): void {
    for (const buffered of this.#buffered) {
      if (buffered.at >= time) return;
      this.#forget(buffered);
    }
  }

  /** Remembers an event that was published before this gateway received it. */
  #markPublished(event: EventRecord): void {
    const words = this.#keyOf(event);
    this.#publishedElsewhere.set(words, [...(this.#publishedElsewhere.get(words) ?? []), Date.now()]);
    const oldest =
      this.#publishedElsewhere.size > MAX_PUBLISHED_ELSEWHERE
        ? this.#publishedElsewhere.keys().next().value
        : undefined;
    if (oldest !== undefined) this.#publishedElsewhere.delete(oldest);
  }

  #wasPublished(event: EventRecord): boolean {
    const words = this.#keyOf(event);
    const times = this.#publishedElsewhere.get(words)?.filter((at) => at > Date.now() - STALE_AFTER_MS) ?? [];
    const known = times.shift() !== undefined;
    if (times.length > 0) this.#publishedElsewhere.set(words, times);
    else this.#publishedElsewhere.delete(words);
    return known;
  }
}
