/** A deployment to simulate. */
export interface ScaleSize {
  readonly accounts: number;
  readonly agents: number;
  readonly subscribers: number;
  /** Events a second of all accounts. */
  readonly rate: number;
  readonly gateways: number;
  readonly seed: number;
}

/** What keeps the promises; false switches one off. */
export interface Safeguards {
  readonly fencing: boolean;
  readonly standby: boolean;
  readonly cursors: boolean;
}

export const SAFEGUARDS: Safeguards;

/** Runs a deployment through its faults. */
export function runScale(
  size: ScaleSize,
  options?: { readonly isRouted?: boolean; readonly safeguards?: Safeguards },
): {
  readonly events: number;
  readonly stored: number;
  readonly inGaps: number;
  readonly movedByJoin: number;
  /** Seconds in which an account had no gateway, at most. */
  readonly takeOver: number;
  readonly violations: readonly string[];
};
