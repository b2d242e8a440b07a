import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { CostExceededError } from './cost-exceeded-error.ts';

/** The bounds of the process. */
interface PressureLimits {
  /** Operations under way at a time. */
  readonly operations: number;
  /** Operations of one caller under way at a time. */
  readonly operationsPerCaller?: number;
  /** The share of the heap in use after a collection from which the process refuses operations. */
  readonly heapShare: number;
  /** Milliseconds for which the event loop may be blocked. */
  readonly blockedMilliseconds: number;
}

/** Why an operation is not begun, and in how many seconds it may be sent again. */
export interface Overload {
  readonly message: string;
  readonly seconds: number;
}

const LOOK_EVERY = 250;
/** Milliseconds for which an overload is reported, so that a probe every few seconds meets it. */
const REPORTED_MILLISECONDS = 5_000;

/** Watches the event loop, the heap and the operations under way. */
export class Pressure {
  readonly #limits: PressureLimits;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #collections: PerformanceObserver;
  #looked: number;
  #blockedUntil = Number.NEGATIVE_INFINITY;
  #fullUntil = Number.NEGATIVE_INFINITY;
  #underWay = 0;
  readonly #byCaller = new Map<string, number>();

  constructor(limits: PressureLimits, now = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#looked = now();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY).unref();
    this.#collections = new PerformanceObserver((list) => {
      if (list.getEntries().some(isMajor)) this.collected(heapShare());
    });
    this.#collections.observe({ entryTypes: ['gc'] });
  }

  /** Why the process is not ready, or null. */
  get reason(): string | null {
    this.#look();
    const now = this.#now();
    if (now < this.#fullUntil) return 'the memory is nearly used up';
    return now < this.#blockedUntil ? 'the event loop was blocked' : null;
  }

  /** Why no operation is started now, or null. A blocked event loop refuses nothing: what has arrived is worked off. */
  get overload(): Overload | null {
    const left = this.#fullUntil - this.#now();
    if (left > 0) return { message: 'The gateway is short of memory', seconds: Math.ceil(left / 1_000) };
    if (this.#underWay < this.#limits.operations) return null;
    return { message: 'The gateway has too many operations under way', seconds: 1 };
  }

  /** Counts an operation of a caller while it runs. Throws RATE_LIMITED where the caller has too many under way. */
  async during<Result>(caller: string, run: () => Promise<Result>): Promise<Result> {
    const running = this.#byCaller.get(caller) ?? 0;
    const most = this.#limits.operationsPerCaller ?? Number.POSITIVE_INFINITY;
    if (running >= most) throw tooMany(most);
    this.#byCaller.set(caller, running + 1);
    this.#underWay += 1;
    try {
      return await run();
    } finally {
      this.#underWay -= 1;
      const left = (this.#byCaller.get(caller) ?? 1) - 1;
      if (left === 0) this.#byCaller.delete(caller);
      else this.#byCaller.set(caller, left);
    }
  }

  /** Notes the share of the heap in use after a major collection. */
  collected(share: number): void {
    this.#fullUntil = share > this.#limits.heapShare ? this.#now() + REPORTED_MILLISECONDS : Number.NEGATIVE_INFINITY;
  }

  /** Stops watching. */
  close(): void {
    clearInterval(this.#timer);
    this.#collections.disconnect();
  }

  #look(): void {
    const now = this.#now();
    if (now - this.#looked - LOOK_EVERY > this.#limits.blockedMilliseconds)
      this.#blockedUntil = now + REPORTED_MILLISECONDS;
    this.#looked = now;
  }
}

function tooMany(most: number): CostExceededError {
  const message = `The caller has ${most} operations under way, the most it may have; send this one again in 1 s`;
  return new CostExceededError(message, 'RATE_LIMITED', { underWay: most, most }, 1);
}

function isMajor(entry: PerformanceEntry & { readonly detail?: unknown }): boolean {
  return (entry.detail as { kind?: number } | undefined)?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

function heapShare(): number {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  return used_heap_size / heap_size_limit;
}
