/** What an operation costs, as answered in `extensions.cost`, in points. */
interface OperationCost {
  /** Points that the operation may cost, known before it runs. */
  readonly requested: number;
  /** Points that it did cost, since unused ones are returned; absent where nothing limits the caller, as are the others. */
  readonly used?: number;
  /** Points that the caller has left. */
  readonly left?: number;
  /** Points of the caller in a minute. */
  readonly perMinute?: number;
}

/** The points of a caller in the current minute. */
interface Allowance {
  /** Points in a minute. */
  readonly limit: number;
  /** Points left now. */
  readonly remaining: number;
  /** Time at which all points are available again. */
  readonly resetAt: Date;
}

/** Points taken for an operation under way. */
export interface Charge {
  /** Points that the operation may cost. */
  readonly requested: number;
  /** Returns the points that the response did not use, once, and answers the cost. */
  settle(data: unknown): OperationCost;
  /** The caller's points; null where nothing limits them. */
  allowance(): Allowance | null;
}

/** The charge of an operation of a caller whom nothing limits. */
export function unlimitedCharge(requested: number): Charge {
  return { requested, settle: () => ({ requested }), allowance: () => null };
}
