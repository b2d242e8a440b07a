import { DateTime } from 'luxon';
import { quotas } from '../../adapters/five9-config/contract/quotas.ts';
import { type ConfigValues, fail } from './collection.ts';

/** Calls allowed in a minute, an hour and a day. */
interface CallAllowance {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
}

/** The class of calls and what is allowed of it. */
export type Allowances = Readonly<Record<string, Partial<CallAllowance>>>;

const WINDOWS = { minute: 60, hour: 3_600, day: 86_400 } as const;
type Unit = keyof typeof WINDOWS;
const UNITS: readonly Unit[] = ['minute', 'hour', 'day'];

/** Counts calls by class in windows that start with the data centre's minute, hour and day (guide p. 178). */
export class Counters {
  readonly #allowed: ReadonlyMap<string, CallAllowance>;
  readonly #counts = new Map<string, { begins: number; value: number }>();

  constructor(
    limits: Allowances,
    private readonly zone: string,
    private readonly now: () => Date,
  ) {
    this.#allowed = new Map(Object.entries(quotas).map(([kind, usual]) => [kind, { ...usual, ...limits[kind] }]));
  }

  /** Counts a call, or refuses it. */
  count(operationType: string): void {
    const allowed = this.#allowed.get(operationType);
    if (!allowed) return;
    const windows = UNITS.map((unit) => ({ unit, window: this.#window(operationType, unit) }));
    const full = windows.find(({ unit, window }) => window.value >= allowed[unit]);
    if (full) {
      const limit = allowed[full.unit];
      const message = `More than ${limit} ${operationType} requests in one ${full.unit}.`;
      fail('OperationsLimitExceededFault', message, { limit: String(limit), operationType });
    }
    for (const { window } of windows) window.value += 1;
  }

  #window(operationType: string, unit: Unit): { begins: number; value: number } {
    const begins = DateTime.fromJSDate(this.now(), { zone: this.zone }).startOf(unit).toMillis();
    const key = `${operationType} ${unit}`;
    const known = this.#counts.get(key);
    if (known?.begins === begins) return known;
    const window = { begins, value: 0 };
    this.#counts.set(key, window);
    return window;
  }

  /** Every class in every window, as getCallCountersState answers it. */
  state(): ConfigValues[] {
    return UNITS.map((unit) => ({
      callCounterStates: [...this.#allowed].map(([operationType, allowed]) => ({
        limit: String(allowed[unit]),
        operationType,
        value: String(this.#window(operationType, unit).value),
      })),
      timeout: String(WINDOWS[unit]),
    }));
  }
}
