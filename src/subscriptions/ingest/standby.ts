import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../../adapters/adapter.ts';
import { linkedSignal } from '../../adapters/calls/deadline.ts';
import type { LoggedEvent, Position } from '../log/log.ts';
import { EventsBeingStored } from './events-being-stored.ts';
import { LostStretches } from './lost-stretches.ts';
import { nextUnseen } from './next-unseen.ts';
import { PublishedElsewhere } from './published-elsewhere.ts';
import { StandbyBuffer } from './standby-buffer.ts';
import { standbyKey } from './standby-key.ts';
import type { StandbyOptions } from './standby-options.ts';
import type { BufferedEvent } from './subject-order.ts';

/** Milliseconds after which an event that the publisher has not published, though it published later ones, counts as a double. */
const DUPLICATE_AFTER_MS = 10_000;
/** Events handed over at a time when this gateway begins to publish. */
const HAND_OVER_BATCH = 500;
/** Milliseconds behind the published events at which all buffered ones are dropped, as a gap. */
const STALE_AFTER_MS = 60_000;
const CAPACITY_POLL_MS = 50;
/** Milliseconds after a hand-over in which a source may still deliver what the last gateway published already. */
const LATE_MS = 10_000;
/** Milliseconds by which these clocks differ where they are synchronized. */
const CLOCK_ERROR_MS = 1_000;
const RETRY_AFTER_MS = 50;

/**
 * Receives an account's stream while another gateway publishes it: buffers events that are not in the log yet, so that
 * this gateway can publish them when the other fails. Events that both received are matched by the vendor's content,
 * which the log has as often as the vendor sent it. What this gateway publishes stays buffered until it is stored, since
 * another may have taken over meanwhile.
 */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #buffer: StandbyBuffer;
  readonly #publishedElsewhere = new PublishedElsewhere(STALE_AFTER_MS);
  readonly #storing = new EventsBeingStored();
  #seen: Position | null = null;
  #publishedAt = 0;
  readonly #lost = new LostStretches();
  #publishing = false;
  #closed = false;
  /** Until when events that the last gateway published may still be delivered here. */
  #lateUntil = 0;
  #leavingOut: Promise<void> | null = null;
  /** Resolves when there is room; waiting events continue in their order. */
  #waiting: Promise<void> | null = null;
  /** Aborts when another gateway's term has begun. */
  #term = new AbortController();

  constructor(options: StandbyOptions) {
    this.#options = options;
    this.#buffer = new StandbyBuffer(this.#keyOf);
  }

  /** Releases what waits for room, since this gateway will not publish any more. */
  close(): void {
    this.#closed = true;
  }

  /** How many events it holds. */
  get size(): number {
    return this.#buffer.size;
  }

  /** Since when the log may lack events: those that are buffered, and those whose loss is not reported; null where it lacks none. */
  get bufferedSince(): Date | null {
    const times = [this.#buffer.since, this.#lost.since?.getTime()].filter((time) => time !== undefined);
    return times.length > 0 ? new Date(Math.min(...times)) : null;
  }

  /** Takes an event of the stream: publishes it as the leader, else buffers it. */
  async take(event: EventRecord): Promise<void> {
    if (this.#waiting || this.#isAtCapacity()) {
      this.#waiting ??= this.#waitForCapacity();
      await this.#waiting;
    }
    if (this.#publishing) await this.#publishOne(event);
    else if (event.kind === 'ACCOUNT') return;
    else if (this.#wasPublished(event)) this.#buffer.deleteOlder(event.subject);
    else this.#hold(event);
  }

  /** Forgets all that was delivered so far, since another gateway was delivered it too and publishes it. */
  settle(): void {
    this.#buffer.clear();
    this.#publishedElsewhere.clear();
  }

  async #publishOne(event: EventRecord): Promise<void> {
    const isLate = event.kind !== 'GAP' && this.#publishedElsewhere.isDue(event.subject, this.#openSince);
    if ((isLate || Date.now() < this.#lateUntil) && this.#wasPublished(event)) return;
    if (event.kind === 'ACCOUNT') await this.#options.store(event);
    else if (isLate) await this.#leaveOut(event);
    else await this.#store(this.#buffer.add(event));
  }

  /** Since when the stream has been open for certain by the clock of any gateway, in milliseconds; infinite where it is not. */
  get #openSince(): number {
    return (this.#options.openSince?.()?.getTime() ?? Number.POSITIVE_INFINITY) + CLOCK_ERROR_MS;
  }

  /** Events that a stream delivers late come together, and are one gap. */
  async #leaveOut({ receivedAt }: EventRecord): Promise<void> {
    this.#lost.leftOut(new Date(receivedAt));
    this.#leavingOut ??= this.#reportLeftOut();
    await this.#leavingOut;
  }

  async #reportLeftOut(): Promise<void> {
    do await sleep(RETRY_AFTER_MS);
    while ((await this.#reportLost()) && this.#lost.since);
    this.#leavingOut = null;
  }

  #reportLost(): Promise<boolean> {
    return this.#lost.report((stretch) => this.#options.lost(stretch));
  }

  /** An event that is not stored stays buffered: the gateway whose term has begun stores it, or this one in its next term. */
  async #store(buffered: BufferedEvent): Promise<void> {
    const { signal } = this.#term;
    if (await this.#storing.store(buffered, () => this.#options.store(buffered.event))) this.#inLog(buffered);
    else if (signal === this.#term.signal) this.#endTerm();
  }

  #endTerm(): void {
    this.#publishing = false;
    this.#term.abort();
  }

  readonly #keyOf = (event: EventRecord) => standbyKey(event, this.#options.comparesContent === true);

  /** Forgets what is in the log: what this gateway stored, and what another published meanwhile. */
  published(events: readonly LoggedEvent[]): void {
    const seen = this.#seen ?? '';
    const newest = events.at(-1)?.position ?? '';
    if (newest > seen) this.#seen = newest;
    for (const { event, position } of events) {
      if (position <= seen) continue;
      if (event.account !== this.#options.account || event.kind === 'ACCOUNT') continue;
      const stored = this.#storing.seen(event.fingerprint);
      if (stored) this.#inLog(stored);
      else this.#publishedByOther(event, position);
    }
  }

  /** Older events of the subject that the log lacks would go backwards if they were published later. */
  #inLog(buffered: BufferedEvent): void {
    this.#buffer.deleteOlder(buffered.event.subject, buffered);
    this.#buffer.delete(buffered);
  }

  #publishedByOther(event: EventRecord, position: Position): void {
    this.#publishedAt = Date.now();
    const buffered = this.#buffer.sameAs(event);
    if (!buffered) {
      this.#publishedElsewhere.add(this.#keyOf(event), event);
      this.#overtake(event, position);
      return;
    }
    this.#inLog(buffered);
    this.#buffer.deleteBefore(buffered.at - DUPLICATE_AFTER_MS);
  }

  /**
   * An event that was not received here yet, or never, may be newer than buffered ones of its subject. It is known once it is
   * received, or when this gateway begins to publish. A watch that is handed over received the same states.
   */
  #overtake({ kind, subject }: EventRecord, position: Position): void {
    const { comparesContent, log } = this.#options;
    if (comparesContent || kind === 'GAP') return;
    this.#buffer.overtake(subject, (time) => log.placeAt(new Date(time - CLOCK_ERROR_MS)) < position);
  }

  /** While no gateway publishes, or too slowly, the stream waits, so that nothing is dropped. */
  async #waitForCapacity(): Promise<void> {
    while (this.#isAtCapacity()) await sleep(CAPACITY_POLL_MS);
    this.#waiting = null;
  }

  #isAtCapacity(): boolean {
    return !this.#publishing && !this.#closed && this.#buffer.isFull && !this.#stale();
  }

  /** Publishes the buffered events, then every event until the signal or until another term begins; calls `begun` before the first. */
  async publish(signal: AbortSignal, begun: () => Promise<void>): Promise<void> {
    // Events that an ended term left out are stored before newer ones.
    await this.#storing.settled(signal);
    await this.#catchUp(signal);
    if (signal.aborted) return;
    this.#lost.overtaken(this.#buffer.deleteOvertaken());
    await begun();
    this.#term = new AbortController();
    const { signal: term, clear } = linkedSignal(signal, this.#term.signal);
    await this.#handOver(term);
    clear();
  }

  /** Publishes what is buffered, then, from the moment when nothing is, every event as it is received. */
  async #handOver(term: AbortSignal): Promise<void> {
    if (!(await this.#reportLost())) return this.#endTerm();
    while (this.#buffer.size > 0 && !term.aborted)
      await Promise.all(this.#buffer.first(HAND_OVER_BATCH).map((buffered) => this.#store(buffered)));
    if (!term.aborted) await this.#publishAll(term);
  }

  async #publishAll(term: AbortSignal): Promise<void> {
    if (this.#options.comparesContent) this.#lateUntil = Date.now() + LATE_MS;
    else this.#publishedElsewhere.forgetReceivedUntil(this.#openSince);
    this.#publishing = true;
    await new Promise<void>((done) => term.addEventListener('abort', () => done(), { once: true }));
    this.#publishing = false;
  }

  /** Reads what the last gateway put into the log and was not seen here, so that none of it is published again. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.#isBehind().catch(() => sleep(RETRY_AFTER_MS, true))));
  }

  /** Reads some of it; false where nothing was left. */
  async #isBehind(): Promise<boolean> {
    const events = await nextUnseen(this.#options.log, this.#seen, this.#buffer.oldest?.at);
    this.published(events);
    return events.length > 0;
  }

  #hold(event: EventRecord): void {
    // The vendor's content identifies an event unless the source says otherwise.
    const isKnown = event.words === undefined && !this.#options.comparesContent;
    if (isKnown && this.#buffer.sameAs(event)) return;
    this.#buffer.add(event);
    while (this.#buffer.isOverfull) {
      const oldest = this.#stale();
      if (!oldest) return;
      this.#buffer.delete(oldest);
      this.#lost.overflowed(oldest);
    }
  }

  /** The oldest buffered event, where the publisher has published for long without it. */
  #stale(): BufferedEvent | undefined {
    const { oldest } = this.#buffer;
    return oldest && oldest.at < this.#publishedAt - STALE_AFTER_MS ? oldest : undefined;
  }

  #wasPublished(event: EventRecord): boolean {
    return this.#publishedElsewhere.take(this.#keyOf(event));
  }
}
