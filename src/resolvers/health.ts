import type { AccountStatus } from '../../schema/vocabulary.ts';
import { asCrosspointError, type CrosspointError } from '../adapters/errors.ts';

/** What tells of an account's health; a refusal of one request does not. */
const AILMENTS: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT', 'BAD_RESPONSE', 'OUTCOME_UNKNOWN']);
/** What the account is not well for, though it answers. */
const TROUBLES: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'RATE_LIMITED']);
const DOWN_AFTER = 3;
const WORST_LAST: readonly AccountStatus[] = ['UNKNOWN', 'UP', 'DEGRADED', 'DOWN'];

/** How an account answered lately. */
export class Health {
  #failures = 0;
  #asked = false;
  #lastError: CrosspointError | null = null;
  #told: AccountStatus = 'UNKNOWN';

  /** The account answered, if only to refuse. */
  answered(): void {
    this.#asked = true;
    this.#failures = 0;
    this.#lastError = null;
  }

  /** Something was thrown while the account was asked. */
  failed(thrown: unknown): void {
    const error = asCrosspointError(thrown);
    if (!AILMENTS.has(error.code) && !TROUBLES.has(error.code)) {
      this.answered();
      return;
    }
    this.#asked = true;
    this.#lastError = error;
    if (AILMENTS.has(error.code)) this.#failures += 1;
  }

  get lastError(): CrosspointError | null {
    return this.#lastError;
  }

  /** The account's event stream said how it stands. */
  told(status: AccountStatus): void {
    this.#told = status;
  }

  /** The worse of what its answers and its stream show. */
  get status(): AccountStatus {
    const [answers, told] = [this.#answers, this.#told];
    return WORST_LAST.indexOf(told) > WORST_LAST.indexOf(answers) ? told : answers;
  }

  get #answers(): AccountStatus {
    if (!this.#asked) return 'UNKNOWN';
    if (!this.#lastError) return 'UP';
    const unreachable = this.#lastError.code === 'UNAVAILABLE' || this.#failures >= DOWN_AFTER;
    return unreachable ? 'DOWN' : 'DEGRADED';
  }
}
