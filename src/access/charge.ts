/** The cost of an operation in points, as answered in `extensions.cost`. */
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

/** An answer of a vendor that is as long as the vendor's maximum, so that rows may be missing from it. */
interface Truncation {
  /** Path of the field in the response. */
  readonly path: readonly (string | number)[];
  /** Rows of the vendor's longest answer, by its document. */
  readonly limit: number;
}

/** Points taken for an operation under way. */
export interface Charge {
  /** Points that the operation may cost. */
  readonly requested: number;
  /** Vendors' answers that may be incomplete, noted as they arrive. */
  readonly truncated: Truncation[];
  /** Returns the points that the response did not use, once, and answers the cost. */
  settle(data: unknown): OperationCost;
  /** The caller's points; null where nothing limits them. */
  allowance(): Allowance | null;
}

/** The charge of an operation of a caller whom nothing limits. */
export function unlimitedCharge(requested: number): Charge {
  return { requested, truncated: [], settle: () => ({ requested }), allowance: () => null };
}

/** The `extensions` of a response: the cost of the operation, and the answers that may be incomplete. */
export function responseExtensions(charge: Charge, data: unknown) {
  const cost = charge.settle(data);
  return charge.truncated.length > 0 ? { cost, truncated: charge.truncated } : { cost };
}
