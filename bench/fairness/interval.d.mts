/** An estimate and the interval that holds the true value in 19 of 20 cases. */
export interface Estimate {
  readonly middle: number;
  readonly lower: number;
  readonly upper: number;
}

/** The value that a share of the times does not exceed. */
export function quantile(times: readonly number[], share: number): number;

/** The ratio of two figures of which pairs were measured. */
export function ratioOf(pairs: readonly { readonly without: number; readonly during: number }[]): Estimate;

/** The ratio of the p99 of all times of pairs of windows. */
export function pooledRatio(
  windows: readonly { readonly without: readonly number[]; readonly during: readonly number[] }[],
  random?: () => number,
): Estimate;

/** Whether a ratio is at most this one: true, false, or that the measurement shows neither. */
export function verdictOf(
  ratios: { readonly single: Estimate; readonly pooled: Estimate; readonly pairs: number },
  most: number,
): boolean | 'not shown';
