import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How much the process takes before it says so. */
export interface PressureLimits {
  /** Operations under way at a time. */
  readonly operations: number;
  /** The part of its heap that the process may need. */
  readonly heapShare: number;
  /** Milliseconds in which the process may do nothing else than one thing. */
  readonly blockedMilliseconds: number;
}

/** Why an operation is not begun, and in how many seconds it may be sent again. */
export interface Overload {
  readonly message: string;
  readonly seconds: number;
}

const LOOK_EVERY = 250;
/** Milliseconds for which trouble is told, so that whoever asks now and then hears of it. */
const REPORTED_MILLISECONDS = 5_000;

/** Watches what the process has to bear: whether it gets to its work in time, its memory, and what is under way. */
export class Pressure {
  readonly #limits: PressureLimits;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #collections: PerformanceObserver;
  #looked: number;
  #blockedUntil = Number.NEGATIVE_INFINITY;
  #fullUntil = Number.NEGATIVE_INFINITY;
  #underWay = 0;

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

  /** Why the process should not be sent requests for now, or null. */
  get strain(): string | null {
    this.#look();
    const now = this.#now();
    if (now < this.#fullUntil) return 'its memory is nearly used up';
    return now < this.#blockedUntil ? 'it did not get to its work in time' : null;
  }

  /** Why no operation is begun for now, or null. A process that was merely late works off what has come. */
  get overload(): Overload | null {
    const left = this.#fullUntil - this.#now();
    if (left > 0) return { message: 'The gateway is short of memory', seconds: Math.ceil(left / 1_000) };
    if (this.#underWay < this.#limits.operations) return null;
    return { message: 'The gateway has too many operations under way', seconds: 1 };
  }

  /** Counts an operation for as long as it runs. */
  async during<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await run();
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Takes in which part of the heap was needed still when its garbage had been collected; before that, garbage counts. */
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

function isMajor(entry: PerformanceEntry & { readonly detail?: unknown }): boolean {
  return (entry.detail as { kind?: number } | undefined)?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

function heapShare(): number {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  return used_heap_size / heap_size_limit;
}
