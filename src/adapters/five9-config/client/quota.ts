import { DateTime } from 'luxon';
import type { QuotaRecord } from '../../adapter.ts';
import { CrosspointError } from '../../errors.ts';
import type { SharedCounts } from '../../vendor.ts';

type Unit = 'minute' | 'hour' | 'day';

const SECONDS: Readonly<Record<Unit, number>> = { minute: 60, hour: 3_600, day: 86_400 };
/** The part of each limit one gateway may spend by itself while it cannot count together with the others. */
const ALONE = 0.1;

/** Calls allowed in a minute, an hour and a day. */
type CallLimit = Readonly<Partial<Record<Unit, number>>>;

interface Window {
  readonly kind: string;
  readonly unit: Unit;
  limit: number;
  /** The latest known count. */
  used: number;
  /** Calls made while the gateways could not count together. */
  alone: number;
  /** Those of them that are not among the shared ones yet. */
  owed: number;
  /** The window the count is of, as its beginning in milliseconds. */
  begins: number;
  /** The minute of the latest check: no window starts within a minute. */
  minute: number;
}

/** The vendor's counters of one window: the limit and the calls made. */
export interface VendorCounters {
  /** Seconds. */
  readonly timeout: string;
  readonly callCounterStates?:
    | readonly { readonly operationType?: string | null; readonly limit: string; readonly value: string }[]
    | null;
}

/** The domain whose calls are counted, its clock, and the shared counts. */
interface QuotaDependencies {
  readonly account: string;
  /** The zone of the data centre. */
  readonly zone: string;
  now(): Date;
  /** Where gateways that serve the account count together. */
  readonly shared?: SharedCounts | undefined;
}

/**
 * Counts calls by the vendor's classes and refuses them before the vendor would. Windows start with the minute, hour
 * and day of the data centre (guide p. 178). Gateways that share their counts stay under the limits together; while
 * the shared store cannot be reached, each uses at most a tenth of every limit and adds its calls afterwards.
 */
export class QuotaGate {
  readonly #windows: Window[];

  constructor(
    allowances: Readonly<Record<string, CallLimit>>,
    private readonly dependencies: QuotaDependencies,
  ) {
    const unspent = { used: 0, alone: 0, owed: 0, begins: 0, minute: 0 };
    this.#windows = Object.entries(allowances).flatMap(([kind, allowance]) =>
      Object.entries(allowance).map(([unit, limit]) => ({ kind, unit: unit as Unit, limit, ...unspent })),
    );
  }

  /** Counts a call of a class, or throws RATE_LIMITED with the time the window ends, having counted nothing. */
  async spend(kind: string): Promise<void> {
    const windows = this.#of(kind);
    const { shared } = this.dependencies;
    if (!shared) return this.#spendHere(windows);
    const taken = await this.#take(shared, windows, 1);
    if (taken === null) return this.#spendAlone(this.#of(kind));
    if (!taken) this.#refuse(windows.find(isSpent) ?? windows[0]);
  }

  /** The vendor reported a class as exhausted: its shortest window is closed until it ends, at every gateway. */
  async exhausted(kind: string): Promise<void> {
    const [shortest] = this.#of(kind);
    if (!shortest) return;
    shortest.used = Math.max(shortest.used, shortest.limit);
    const { shared } = this.dependencies;
    if (shared) await this.#take(shared, [shortest], 0);
  }

  /** Adopts the limits of the domain and the vendor's counts at the time `asked`. */
  learn(counters: readonly VendorCounters[], asked: Date): void {
    for (const { timeout, callCounterStates } of counters) {
      for (const { operationType, limit, value } of callCounterStates ?? []) {
        const isMeant = ({ kind, unit }: Window) => kind === operationType && SECONDS[unit] === Number(timeout);
        const window = this.#windows.find(isMeant);
        if (window && Number(limit) > 0) this.#correct(window, Number(limit), Number(value), asked);
      }
    }
  }

  #correct(known: Window, limit: number, value: number, asked: Date): void {
    const window = this.#current(known);
    window.limit = limit;
    // A count of a window that has ended does not apply to this one.
    if (window.begins <= asked.getTime()) window.used = Math.max(window.used, value - window.owed);
  }

  /** Every window with its use by all gateways, as far as they can be read. */
  async records(): Promise<QuotaRecord[]> {
    const windows = this.#windows.map((window) => this.#current(window));
    const { shared } = this.dependencies;
    if (shared) await this.#take(shared, windows, 0);
    return windows.map(({ kind, unit, limit, used, owed }) => ({
      ...{ kind, limit, used: Math.min(used + owed, limit) },
      ...{ windowSeconds: SECONDS[unit], resetsAt: this.#end(unit) },
    }));
  }

  /** Adds to the shared counts; null where they cannot be reached. */
  async #take(shared: SharedCounts, windows: readonly Window[], calls: number): Promise<boolean | null> {
    // Calls owed are reported once: a concurrent call does not report them again.
    const reported = windows.map((window) => ({ window, begins: window.begins, owed: window.owed }));
    const counts = reported.map(({ window: { kind, unit, limit, used, begins }, owed }) => {
      const name = `${this.dependencies.account}:${kind}:${unit}:${begins}`;
      return { name, limit, known: used, owed, left: 2_000 * SECONDS[unit] };
    });
    for (const { window } of reported) window.owed = 0;
    try {
      const { taken, used } = await shared.take(counts, calls);
      for (const [at, { window, begins }] of reported.entries()) {
        if (window.begins === begins) window.used = Math.max(window.used, used[at] ?? 0);
      }
      return taken;
    } catch {
      for (const { window, begins, owed } of reported) if (window.begins === begins) window.owed += owed;
      return null;
    }
  }

  #spendHere(windows: readonly Window[]): void {
    this.#refuse(windows.find(isSpent));
    for (const window of windows) window.used += 1;
  }

  /** Counts a call that cannot be reported to the other gateways yet; only a share of the limit may be spent so. */
  #spendAlone(windows: readonly Window[]): void {
    this.#refuse(windows.find((window) => isSpent(window) || window.alone >= Math.floor(window.limit * ALONE)));
    for (const window of windows) {
      window.alone += 1;
      window.owed += 1;
    }
  }

  #of(kind: string): Window[] {
    return this.#windows.filter((window) => window.kind === kind).map((window) => this.#current(window));
  }

  #current(window: Window): Window {
    const minute = Math.floor(this.dependencies.now().getTime() / 60_000);
    if (minute === window.minute) return window;
    window.minute = minute;
    const begins = this.#clock().startOf(window.unit).toMillis();
    if (begins !== window.begins) Object.assign(window, { begins, used: 0, alone: 0, owed: 0 });
    return window;
  }

  #clock(): DateTime {
    return DateTime.fromJSDate(this.dependencies.now(), { zone: this.dependencies.zone });
  }

  #end(unit: Unit): string {
    const end = this.#clock()
      .startOf(unit)
      .plus({ [unit]: 1 });
    return end.toISO({ suppressMilliseconds: true }) ?? end.toJSDate().toISOString();
  }

  #refuse(full: Window | undefined): void {
    if (!full) return;
    const { kind, unit, limit } = full;
    const resetsAt = this.#end(unit);
    const why = isSpent(full) ? `are spent (${limit})` : 'cannot be counted with the other gateways at present';
    const message = `The account's ${kind} calls of this ${unit} ${why}; the count restarts at ${resetsAt}`;
    throw new CrosspointError('RATE_LIMITED', message, { details: { kind, limit, resetsAt } });
  }
}

function isSpent({ used, owed, limit }: Window): boolean {
  return used + owed >= limit;
}
