/** A gateway with a greedy caller and another one, and a second gateway that bears the same attacks. */
export interface FairnessSetting {
  stop(): Promise<void>;
}

/** Every attack. */
export const ATTACK_NAMES: readonly string[];

/** Starts everything, each part a process of its own. */
export function startSetting(): Promise<FairnessSetting>;

/** The p99 in milliseconds of another caller's plain reads with the attack elsewhere, and with it at the same gateway. */
export function compare(
  setting: FairnessSetting,
  attack: string,
  transport: 'http' | 'socket',
  windows: { readonly turns: number; readonly milliseconds: number; readonly settle?: number },
): Promise<{ readonly without: number; readonly during: number; readonly answered: object }>;
