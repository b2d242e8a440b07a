import type { AccountStatus } from '../../schema/vocabulary.ts';
import { BREAKER_OPEN, type Guard, isOutage } from '../adapters/calls/guard.ts';
import { asCrosspointError, type CrosspointError } from '../adapters/errors.ts';

/** What tells of an account's health; a refusal of one request does not. */
const AILMENTS: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT', 'BAD_RESPONSE', 'OUTCOME_UNKNOWN']);
/** What the account is not well for, though it answers. */
const TROUBLES: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'UNAUTHENTICATED', 'RATE_LIMITED']);
const DOWN_AFTER = 3;
const WORST_LAST: readonly AccountStatus[] = ['UNKNOWN', 'UP', 'DEGRADED', 'DOWN'];

/** What shows an account's health beside its answers. */
interface HealthSigns {
  readonly guards?: readonly Guard[] | undefined;
  /** A problem of an account that answers, such as credentials that others use. */
  readonly problem?: () => CrosspointError | null;
}

/** How an account answered lately. */
export class Health {
  #failures = 0;
  #asked = false;
  #lastError: CrosspointError | null = null;
  #streamStatus: AccountStatus = 'UNKNOWN';
  /** How often its breakers had closed when it failed last. */
  #closings = 0;
  readonly #guards: readonly Guard[];
  readonly #problem: () => CrosspointError | null;
  readonly #changed: (status: AccountStatus) => void;
  #noticed: AccountStatus = 'UNKNOWN';

  /** Whoever wants to know is told when the status is another than it was. */
  constructor(
    { guards = [], problem = () => null }: HealthSigns = {},
    changed: (status: AccountStatus) => void = () => undefined,
  ) {
    this.#guards = guards;
    this.#problem = problem;
    this.#changed = changed;
  }

  /** The account answered, if only to refuse. */
  answered(): void {
    if (!this.#asked || this.#lastError) {
      this.#asked = true;
      this.#failures = 0;
      this.#lastError = null;
    }
    this.#notice();
  }

  /** Something was thrown while the account was asked. */
  failed(thrown: unknown): void {
    const error = asCrosspointError(thrown);
    // The vendor was not asked; its breaker itself tells how that stands.
    if (error.vendorCode === BREAKER_OPEN) return;
    if (!AILMENTS.has(error.code) && !TROUBLES.has(error.code)) {
      this.answered();
      return;
    }
    this.#asked = true;
    if (!this.#failure) this.#failures = 0;
    this.#lastError = error;
    this.#closings = this.#closingsNow;
    if (AILMENTS.has(error.code)) this.#failures += 1;
    this.#notice();
  }

  /** Why the account is not up: an open breaker, whoever's calls opened it, or else what was answered last. */
  get lastError(): CrosspointError | null {
    return this.#guards.find(isOpen)?.refusal() ?? this.#failure ?? this.#problem();
  }

  /** What it failed with, unless its breaker was closed since by an answer to somebody else. */
  get #failure(): CrosspointError | null {
    return this.#closings === this.#closingsNow ? this.#lastError : null;
  }

  get #closingsNow(): number {
    return this.#guards.reduce((sum, { breaker }) => sum + breaker.closings, 0);
  }

  /** The account's event stream said how it stands. */
  setStreamStatus(status: AccountStatus): void {
    this.#streamStatus = status;
    this.#notice();
  }

  #notice(): void {
    const { status } = this;
    if (status === this.#noticed) return;
    this.#noticed = status;
    this.#changed(status);
  }

  /** The worst of what its answers, its stream and its breakers show. */
  get status(): AccountStatus {
    const shown = [this.#answers, this.#streamStatus, this.#passable].map((status) => WORST_LAST.indexOf(status));
    return WORST_LAST[Math.max(...shown)] ?? 'UNKNOWN';
  }

  /** What its breakers let through. */
  get #passable(): AccountStatus {
    const open = this.#guards.filter(isOpen).length;
    if (open === 0) return 'UNKNOWN';
    return open < this.#guards.length ? 'DEGRADED' : 'DOWN';
  }

  get #answers(): AccountStatus {
    if (!this.#asked) return 'UNKNOWN';
    const failure = this.#failure;
    if (!failure) return this.#problem() ? 'DEGRADED' : 'UP';
    const unreachable = failure.code === 'UNAVAILABLE' || (this.#failures >= DOWN_AFTER && isOutage(failure));
    return unreachable ? 'DOWN' : 'DEGRADED';
  }
}

function isOpen({ breaker }: Guard): boolean {
  return breaker.state !== 'CLOSED';
}
