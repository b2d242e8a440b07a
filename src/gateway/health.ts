import type { AccountStatus } from '../../schema/vocabulary.ts';
import { SHARE_SPENT } from '../access/lookup-share.ts';
import type { EventRecord } from '../adapters/adapter.ts';
import { BREAKER_OPEN, type Guard, isOutage } from '../adapters/calls/guard.ts';
import { asCrosspointError, type CrosspointError } from '../adapters/errors.ts';

/** Codes that affect an account's health; the rejection of a single request does not. */
const FAILURE_CODES: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT', 'BAD_RESPONSE', 'OUTCOME_UNKNOWN']);
/** Codes for which an account that answers is DEGRADED. */
const REFUSAL_CODES: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'UNAUTHENTICATED', 'RATE_LIMITED']);
const DOWN_AFTER = 3;
const WORST_LAST: readonly AccountStatus[] = ['UNKNOWN', 'UP', 'DEGRADED', 'DOWN'];

/** The signs of an account's health beside its answers. */
interface HealthSigns {
  readonly guards?: readonly Guard[] | undefined;
  /** A problem of an account that answers, such as credentials that others use. */
  readonly problem?: () => CrosspointError | null;
}

/** The health of an account, by its latest answers, its stream and its breakers. */
export class Health {
  #failures = 0;
  #asked = false;
  #lastError: CrosspointError | null = null;
  #streamStatus: AccountStatus = 'UNKNOWN';
  /** Time of the latest answer; null before the first one. */
  lastAnswerAt: Date | null = null;
  /** The latest event's time at the vendor and time of receipt, RFC 3339; null before the first one. */
  lastEvent: { readonly occurredAt: string; readonly receivedAt: string } | null = null;
  /** How often its breakers had closed when it failed last. */
  #closings = 0;
  readonly #guards: readonly Guard[];
  readonly #problem: () => CrosspointError | null;
  readonly #changed: (status: AccountStatus) => void;
  #noticed: AccountStatus = 'UNKNOWN';

  /** Called with each new status. */
  constructor(
    { guards = [], problem = () => null }: HealthSigns = {},
    changed: (status: AccountStatus) => void = () => undefined,
  ) {
    this.#guards = guards;
    this.#problem = problem;
    this.#changed = changed;
  }

  /** Records an answer of the account, an error of a single request included. */
  answered(): void {
    this.lastAnswerAt = new Date();
    if (!this.#asked || this.#lastError) {
      this.#asked = true;
      this.#failures = 0;
      this.#lastError = null;
    }
    this.#notice();
  }

  /** Records an error of a call. */
  failed(thrown: unknown): void {
    const error = asCrosspointError(thrown);
    // The vendor was not called; an open breaker is a separate status, and the share of one caller says nothing of it.
    if (error.vendorCode === BREAKER_OPEN || error.vendorCode === SHARE_SPENT) return;
    if (!FAILURE_CODES.has(error.code) && !REFUSAL_CODES.has(error.code)) {
      this.answered();
      return;
    }
    this.#asked = true;
    if (!this.#failure) this.#failures = 0;
    this.#lastError = error.stored();
    this.#closings = this.#closingsNow;
    if (FAILURE_CODES.has(error.code)) this.#failures += 1;
    this.#notice();
  }

  /** Why the account is not up: an open breaker, else its latest error. */
  get lastError(): CrosspointError | null {
    return this.#guards.find(isOpen)?.refusal() ?? this.#failure ?? this.#problem();
  }

  /** Its latest error, unless its breaker has closed since. */
  get #failure(): CrosspointError | null {
    return this.#closings === this.#closingsNow ? this.#lastError : null;
  }

  get #closingsNow(): number {
    return this.#guards.reduce((sum, { breaker }) => sum + breaker.closings, 0);
  }

  /** Takes note of an event. Gaps and changes of the status are made by the gateway and not received from the vendor. */
  observe(event: EventRecord): void {
    if (event.kind === 'ACCOUNT') this.setStreamStatus(event.status);
    else if (event.kind !== 'GAP' && event.kind !== 'ALERT') this.lastEvent = event;
  }

  /** Records the status that the account's event stream reported. */
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

  /** The worst status of its answers, its stream and its breakers. */
  get status(): AccountStatus {
    const shown = [this.#answers, this.#streamStatus, this.#passable].map((status) => WORST_LAST.indexOf(status));
    return WORST_LAST[Math.max(...shown)] ?? 'UNKNOWN';
  }

  /** The status by its breakers. */
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
