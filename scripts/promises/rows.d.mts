/** One promise and how its figure is read from what a command prints. */
export interface PromiseRow {
  readonly promise: string;
  /** The figure; null where the output has none. */
  figure(output: string): string | null;
  holds(output: string): boolean;
  /** Whether the run was long enough to judge; absent, it always is. */
  isJudged?(output: string): boolean;
}

/** A command that measures promises. */
export interface Measurement {
  /** Words of `npm run`. */
  readonly short: readonly string[];
  readonly long: readonly string[];
  readonly rows: readonly PromiseRow[];
}

/** Every measurement. */
export const MEASUREMENTS: readonly Measurement[];

/** The table as Markdown. */
export function table(rows: readonly { promise: string; figure: string; verdict: string; command: string }[]): string;
