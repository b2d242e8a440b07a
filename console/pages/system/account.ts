import type { AccountState } from '../../live/types.ts';

/** A call limit of a vendor and its use. */
export interface Quota {
  readonly kind: string;
  readonly limit: number;
  readonly used: number;
  readonly windowSeconds: number;
  readonly resetsAt: string | null;
}

/** The circuit breakers of one kind of service. */
export interface Breakers {
  readonly service: string;
  readonly closed: number;
  readonly halfOpen: number;
  readonly open: number;
  readonly openings: number;
  readonly refusals: number;
}

/** How often the vendor's answers differed from its contract in one way. */
export interface DriftCount {
  readonly kind: string;
  readonly count: number;
}

/** The health of an account; `system` is absent where the key may not read it, and null where there is none. */
export interface AccountHealth {
  readonly lastAnswerAt: string | null;
  readonly lastEventAt: string | null;
  readonly eventLagSeconds: number | null;
  readonly breakers: readonly Breakers[];
  readonly drift: readonly DriftCount[];
  readonly system?: {
    readonly diskFreePercent: number | null;
    readonly memoryUsedPercent: number | null;
    readonly uptime: string | null;
    readonly channels: readonly { readonly state: string; readonly count: number }[] | null;
  } | null;
}

/** The readings of an account: its choices where the vendor's guide leaves a question open. */
export interface GuideReading {
  readonly question: string;
  readonly open: string;
  readonly reading: string;
  readonly meaning: string;
  readonly chosen: boolean;
  readonly source: string;
}

/** An account as the system page shows it. */
export interface SystemAccount extends AccountState {
  readonly quotas: readonly Quota[];
  readonly health: AccountHealth;
  readonly readings: readonly GuideReading[];
}
