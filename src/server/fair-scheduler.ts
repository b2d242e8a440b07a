import { LRUCache } from 'lru-cache';
import { CallerPace, LONGEST_DELAY } from './caller-pace.ts';
import { CallerWork } from './caller-work.ts';
import { CostExceededError } from './cost-exceeded-error.ts';

/** Requests whose caller is not authenticated take their turns together. */
export const UNKNOWN_CALLER = '';

/** Milliseconds for which a caller counts as active after it requested a turn. */
const ACTIVE_MILLISECONDS = 1_000;
/** The share of the time above which a caller pauses after each piece of work, and the milliseconds for each of work. */
const LARGE_SHARE = 0.3;
/** The part of the time in which a caller must have had work to do so that it pauses: one that asks for less than it gets does not. */
const BUSY = 0.75;
const PAUSE_FACTOR = 4;
const LONGEST_PAUSE_MILLISECONDS = 250;
/** How many times the work of every other caller one does that pauses. */
const LARGER_TIMES = 1.5;
const MOST_CALLERS = 1_000;
/** Number that a caller gets at once, and in a second after that, while others are active. */
const UNCHARGED = { atOnce: 50, aSecond: 25 };
const CONNECTIONS = { atOnce: 100, aSecond: 100 };
/** Characters of documents that were not read before; a thousand take about a millisecond, in which nothing else is done. */
const DOCUMENTS = { atOnce: 200_000, aSecond: 5_000 };
/** Characters of a document that are not counted: it takes no longer than any other piece of work. */
const SHORT_DOCUMENT = 1_000;
/** Number of questions for the whole schema, of which each takes about thirty milliseconds and as much memory as a list of thousands. */
const INTROSPECTIONS = { atOnce: 3, aSecond: 0.5 };
/** Milliseconds of a piece of an operation while one caller alone is active, and while several are. */
const PIECE_MILLISECONDS = { alone: 1, shared: 0.4 };
/** Pieces that begin in one turn of the event loop at most, and the milliseconds after which none begins in it any more. */
const PIECES = 8;
const TURN_MILLISECONDS = 0.5;

function tooManyIntrospections(): CostExceededError {
  const seconds = LONGEST_DELAY / 1_000;
  const message = `The whole schema was requested too often while others wait; keep it, or try again in ${seconds} s`;
  return new CostExceededError(message, 'RATE_LIMITED', { schemasPerSecond: INTROSPECTIONS.aSecond }, seconds);
}

function tooManyDocuments(): CostExceededError {
  const seconds = LONGEST_DELAY / 1_000;
  const message = `Too many long documents were sent that were not known yet; send known ones with variables, or try again in ${seconds} s`;
  return new CostExceededError(message, 'RATE_LIMITED', { charactersPerSecond: DOCUMENTS.aSecond }, seconds);
}

function afterMilliseconds(run: () => void, milliseconds: number): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}

/**
 * Shares the event loop between callers. While one caller alone is active, its work begins at once. While several are, a
 * turn of the event loop begins pieces of work for half a millisecond, each of the caller that has had least since it has
 * work; a caller that always has work waiting and gets much more than the others pauses after each piece. One caller's work
 * then delays another's by one piece.
 */
export class FairScheduler {
  readonly #callers = new LRUCache<string, CallerWork>({ max: MOST_CALLERS });
  readonly #waiting = new Set<CallerWork>();
  readonly #uncharged = new CallerPace(UNCHARGED.atOnce, UNCHARGED.aSecond);
  readonly #connections = new CallerPace(CONNECTIONS.atOnce, CONNECTIONS.aSecond);
  readonly #documents = new CallerPace(DOCUMENTS.atOnce, DOCUMENTS.aSecond);
  readonly #introspections = new CallerPace(INTROSPECTIONS.atOnce, INTROSPECTIONS.aSecond);
  #operations = 0;
  #last: string | undefined;
  #severalUntil = Number.NEGATIVE_INFINITY;
  /** The place of the latest piece. */
  #place = 0;
  #isScheduled = false;
  #stopTimer: (() => void) | undefined;
  #turnBegan = 0;
  #begun: { readonly work: CallerWork; readonly at: number } | undefined;

  /** Takes the time in milliseconds, and the way to wait for some of it; default: those of the process. */
  constructor(
    private readonly now = () => performance.now(),
    private readonly later: (run: () => void, milliseconds: number) => () => void = afterMilliseconds,
  ) {}

  /** The number of an operation that begins now. */
  number(): number {
    this.#operations += 1;
    return this.#operations;
  }

  /**
   * Resolves when the caller's next piece of work may begin; null where it may at once. A piece of an operation that has a
   * number precedes those of the caller's later operations, so that few are in memory half done.
   */
  take(caller: string, operation?: number): Promise<void> | null {
    const areSeveral = this.#areSeveral(caller);
    const work = this.#workOf(caller);
    if (!areSeveral && !work.isWaiting) return null;
    // Time without work is no credit: a caller that begins a lot at once would otherwise go before all others for that long.
    if (!work.isWaiting) work.place = Math.max(work.place, this.#place);
    return new Promise((resolve) => {
      work.wait(resolve, operation, this.now());
      this.#waiting.add(work);
      this.#schedule();
    });
  }

  /**
   * Resolves when the caller may be answered with what costs no points, as a refusal or the text of the schema: at its turn, and
   * later where others are active and it had many.
   */
  takeUncharged(caller: string): Promise<void> {
    return this.#takeAt(this.#uncharged, caller, 1);
  }

  /** Resolves when the caller may use a connection that it has opened: later where others are active and it opened a lot. */
  takeToOpen(caller: string, weight: number): Promise<void> {
    return this.#takeAt(this.#connections, caller, weight);
  }

  /**
   * Resolves when a document of the caller may be read for the first time; null where it may at once. Later where others are
   * active and the caller sent many long ones; throws CostExceededError where it would be more than five seconds later.
   */
  takeToRead(caller: string, characters: number): Promise<void> | null {
    const weight = characters - SHORT_DOCUMENT;
    if (weight <= 0) return null;
    return this.#takeOrRefuse(this.#documents, caller, weight, tooManyDocuments);
  }

  /**
   * Resolves when the caller may be answered with the whole schema; null where it may at once. Later where others are active
   * and it asked often; throws CostExceededError where it would be more than five seconds later.
   */
  takeToIntrospect(caller: string): Promise<void> | null {
    return this.#takeOrRefuse(this.#introspections, caller, 1, tooManyIntrospections);
  }

  /** Milliseconds after which a piece of an operation ends. */
  get pieceMilliseconds(): number {
    return this.now() < this.#severalUntil ? PIECE_MILLISECONDS.shared : PIECE_MILLISECONDS.alone;
  }

  #takeOrRefuse(pace: CallerPace, caller: string, weight: number, refusal: () => Error): Promise<void> | null {
    const areSeveral = this.#areSeveral(caller);
    const delay = pace.delay(caller, this.now(), weight);
    if (!areSeveral || delay === 0) return null;
    return delay >= LONGEST_DELAY ? Promise.reject(refusal()) : this.#after(delay, caller);
  }

  async #takeAt(pace: CallerPace, caller: string, weight: number): Promise<void> {
    const areSeveral = this.#areSeveral(caller);
    const delay = pace.delay(caller, this.now(), weight);
    await this.#after(areSeveral ? delay : 0, caller);
  }

  async #after(delay: number, caller: string): Promise<void> {
    if (delay > 0) await new Promise<void>((resolve) => this.later(resolve, delay));
    await this.take(caller);
  }

  #areSeveral(caller: string): boolean {
    const now = this.now();
    if (this.#last !== undefined && this.#last !== caller) this.#severalUntil = now + ACTIVE_MILLISECONDS;
    this.#last = caller;
    return now < this.#severalUntil;
  }

  #workOf(caller: string): CallerWork {
    const work = this.#callers.get(caller) ?? new CallerWork();
    this.#callers.set(caller, work);
    return work;
  }

  /** Both run in the same turn of the event loop, with nothing but the piece of work between them. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#stopTimer?.();
    setImmediate(() => {
      this.#turnBegan = this.now();
    });
    for (let piece = 0; piece < PIECES; piece += 1) {
      setImmediate(() => this.#begin());
      setImmediate(() => this.#end());
    }
    setImmediate(() => this.#endTurn());
  }

  #begin(): void {
    const at = this.now();
    if (at - this.#turnBegan > TURN_MILLISECONDS) return;
    const work = this.#next(at);
    const resolve = work?.shift();
    if (!work || !resolve) return;
    if (!work.isWaiting) this.#waiting.delete(work);
    this.#begun = { work, at };
    this.#place = Math.max(this.#place, work.place);
    resolve();
  }

  #end(): void {
    if (!this.#begun) return;
    const now = this.now();
    const { work, at } = this.#begun;
    this.#begun = undefined;
    this.#account(work, now - at, now);
  }

  #endTurn(): void {
    this.#isScheduled = false;
    if (this.#waiting.size === 0) return;
    const wait = Math.min(...[...this.#waiting].map(({ pausedUntil }) => pausedUntil)) - this.now();
    if (wait <= 0) this.#schedule();
    else this.#stopTimer = this.later(() => this.#schedule(), wait);
  }

  /** The caller with the first place of those that do not pause. */
  #next(now: number): CallerWork | undefined {
    let least: CallerWork | undefined;
    for (const work of this.#waiting) if (work.pausedUntil <= now && (!least || work.place < least.place)) least = work;
    return least;
  }

  #account(work: CallerWork, milliseconds: number, now: number): void {
    work.ended(milliseconds, now);
    const share = work.share(now);
    if (share < LARGE_SHARE || work.occupancy(now) < BUSY || !this.#isLargest(work, share, now)) return;
    work.pausedUntil = now + Math.min(LONGEST_PAUSE_MILLISECONDS, milliseconds * PAUSE_FACTOR);
  }

  #isLargest(work: CallerWork, share: number, now: number): boolean {
    for (const other of this.#callers.values())
      if (other !== work && other.share(now) * LARGER_TIMES > share) return false;
    return true;
  }
}
