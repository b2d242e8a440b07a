/** What became of a seed. */
interface SeedResult {
  readonly seed: number;
  readonly hash: number;
  readonly steps: number;
  readonly events: number;
  readonly acts: number;
  readonly faults: number;
  readonly violations: readonly string[];
  readonly trace?: readonly string[];
}

/** Runs seeds from one on, shared among processes, to the end or to the first that fails; answers the result of each, by seed. */
export function runSeeds(
  bundle: string,
  options: { from: number; seeds: number; processes: number; more?: readonly string[]; stops?: boolean },
  onResult?: (result: SeedResult) => void,
): Promise<SeedResult[]>;
