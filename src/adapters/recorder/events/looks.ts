/** Milliseconds after an event out of order within which the other one has come. */
const SETTLED = 1_000;
/** Milliseconds between two comparisons that events out of order cause, since one reads every device that records. */
const LEAST_PAUSE = 10_000;

/** When the stream is compared with the recorder's lists. */
export class LookTimes {
  /** When the last comparison was due that an event out of order caused. */
  private hastenedAt = Number.NEGATIVE_INFINITY;
  private dueAt = 0;
  private early = false;

  constructor(private readonly every: number) {
    this.restart();
  }

  /** Milliseconds until the next comparison. */
  get remaining(): number {
    return this.dueAt - performance.now();
  }

  /** Whether an event out of order is why the next comparison is due. */
  get isEarly(): boolean {
    return this.early;
  }

  /** The stream was compared now, or began. */
  restart(): void {
    if (this.early) this.hastenedAt = performance.now();
    this.dueAt = performance.now() + this.every;
    this.early = false;
  }

  /** Has it compared soon. */
  hasten(): void {
    const dueAt = Math.max(performance.now() + SETTLED, this.hastenedAt + LEAST_PAUSE);
    if (dueAt >= this.dueAt) return;
    this.dueAt = dueAt;
    this.early = true;
  }
}
