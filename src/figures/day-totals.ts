/** The counts of each account since its midnight. */
import { dayOf, type TimeSpan } from './calendar.ts';
import { addMeasures, type Dimensions, type Measures, type QuarterCell } from './cells.ts';

/** Merged measures of one combination of dimensions. */
export interface TotalCell {
  readonly dimensions: Dimensions;
  readonly measures: Measures;
}

/** Totals of the newest day of each account. */
export class DayTotals {
  readonly #zoneOf: (account: string) => string;
  readonly #days = new Map<string, { readonly day: TimeSpan; readonly cells: Map<string, TotalCell> }>();

  constructor(zoneOf: (account: string) => string) {
    this.#zoneOf = zoneOf;
  }

  /** The account's day that a time lies in. */
  day(account: string, now: number): TimeSpan {
    const known = this.#days.get(account)?.day;
    return known && known.from <= now && now < known.to ? known : dayOf(now, this.#zoneOf(account));
  }

  /** The totals of an account's day. */
  of(account: string, { from }: TimeSpan): TotalCell[] {
    const totals = this.#days.get(account);
    return totals?.day.from === from ? [...totals.cells.values()] : [];
  }

  /** Adds to the newest day, or takes away; what is of an earlier day is only in the history. */
  add(key: string, { quarter, dimensions, measures }: QuarterCell, sign: 1 | -1): void {
    const { account } = dimensions;
    let totals = this.#days.get(account);
    if (!totals || quarter >= totals.day.to) {
      totals = { day: dayOf(quarter, this.#zoneOf(account)), cells: new Map() };
      this.#days.set(account, totals);
    }
    if (quarter < totals.day.from) return;
    const total = totals.cells.get(key) ?? { dimensions, measures: {} };
    totals.cells.set(key, total);
    addMeasures(total.measures, measures, sign);
  }
}
