import { DateTime } from 'luxon';
import type { QuotaRecord } from '../adapter.ts';
import { CrosspointError } from '../errors.ts';

type Unit = 'minute' | 'hour' | 'day';

const SECONDS: Readonly<Record<Unit, number>> = { minute: 60, hour: 3_600, day: 86_400 };

/** Calls allowed in a minute, an hour and a day. */
export type Allowance = Readonly<Partial<Record<Unit, number>>>;

interface Window {
  readonly kind: string;
  readonly unit: Unit;
  limit: number;
  used: number;
  /** The window the count is of, as its beginning in milliseconds. */
  begins: number;
}

/**
 * Counts calls by the vendor's classes, and refuses before the vendor would. Windows begin with the minute, hour and day of
 * the data centre (guide p. 178).
 */
export class Quota {
  readonly #windows: Window[];

  constructor(
    allowances: Readonly<Record<string, Allowance>>,
    private readonly zone: string,
    private readonly now: () => Date,
  ) {
    this.#windows = Object.entries(allowances).flatMap(([kind, allowance]) =>
      Object.entries(allowance).map(([unit, limit]) => ({ kind, unit: unit as Unit, limit, used: 0, begins: 0 })),
    );
  }

  /** Counts a call of a class, or throws RATE_LIMITED with the time the window ends, having counted nothing. */
  spend(kind: string): void {
    const windows = this.#of(kind);
    const spent = windows.find(({ used, limit }) => used >= limit);
    if (spent) throw this.#refusal(spent);
    for (const window of windows) window.used += 1;
  }

  /** The vendor said that a class is spent: its shortest window stays shut until it ends. */
  exhausted(kind: string): void {
    const [shortest] = this.#of(kind);
    if (shortest) shortest.used = Math.max(shortest.used, shortest.limit);
  }

  /** Every window with what is spent of it. */
  records(): QuotaRecord[] {
    return this.#windows.map((window) => {
      const { kind, unit, limit, used } = this.#current(window);
      return { kind, limit, used, windowSeconds: SECONDS[unit], resetsAt: this.#end(unit) };
    });
  }

  #of(kind: string): Window[] {
    return this.#windows.filter((window) => window.kind === kind).map((window) => this.#current(window));
  }

  #current(window: Window): Window {
    const begins = this.#clock().startOf(window.unit).toMillis();
    if (begins !== window.begins) Object.assign(window, { begins, used: 0 });
    return window;
  }

  #clock(): DateTime {
    return DateTime.fromJSDate(this.now(), { zone: this.zone });
  }

  #end(unit: Unit): string {
    const end = this.#clock()
      .startOf(unit)
      .plus({ [unit]: 1 });
    return end.toISO({ suppressMilliseconds: true }) ?? end.toJSDate().toISOString();
  }

  #refusal({ kind, unit, limit }: Window): CrosspointError {
    const resetsAt = this.#end(unit);
    const message = `The account's ${kind} calls of this ${unit} are spent (${limit}); they are counted anew at ${resetsAt}`;
    return new CrosspointError('RATE_LIMITED', message, { details: { kind, limit, resetsAt } });
  }
}
