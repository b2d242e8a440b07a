import type { Estimate } from './interval.mjs';

/** A gateway with a greedy caller and another one, and a second gateway that bears the same attacks. */
export interface FairnessSetting {
  stop(): Promise<void>;
}

/** Every attack. */
export const ATTACK_NAMES: readonly string[];

/** Starts everything, each part a process of its own; for a measurement, each where the others do not take its time. */
export function startSetting(options?: {
  readonly isMeasured?: boolean;
  /** Whether the gateways are reached over TLS. */
  readonly isTls?: boolean;
}): Promise<FairnessSetting>;

/** Target of the attack: none, a gateway without other callers, or that of the reader. */
type Place = 'nowhere' | 'elsewhere' | 'here';

/** The p99 in milliseconds of another caller's plain reads in two conditions, and what their ratio is. */
interface Comparison {
  readonly without: number;
  readonly during: number;
  /** Of single pairs of windows. */
  readonly single: Estimate;
  /** Of all windows together. */
  readonly pooled: Estimate;
  readonly pairs: number;
}

/** Compares plain reads over both transports in two conditions, of which short windows alternate. */
export function compare(
  setting: FairnessSetting,
  attack: string,
  windows: {
    readonly without?: Place;
    readonly during?: Place;
    readonly slices: number;
    readonly milliseconds: number;
    readonly settle: number;
  },
): Promise<{
  readonly http: Comparison;
  readonly socket: Comparison;
  readonly reads: number;
  readonly answered: object;
}>;
