/** Guards every call to a vendor with the breaker and the count that bounds retries. */

import { CrosspointError } from '../errors.ts';
import { type AttemptOutcome, Breaker } from './breaker.ts';
import { hasCallerLeft } from './deadline.ts';
import { RetryBudget } from './retry-budget.ts';

/** The `vendorCode` of a call that an open breaker refused. */
export const BREAKER_OPEN = 'BREAKER_OPEN';

interface GuardParts {
  /** Which of the account's services it guards, where they fail apart: `desk jdoe`, `web`. */
  readonly service?: string;
  /** The account's, where several guards share one. */
  readonly retries?: RetryBudget;
}

/** Guards one service of an account. */
export class Guard {
  readonly service: string;
  readonly breaker = new Breaker();
  readonly retries: RetryBudget;

  constructor(
    readonly account: string,
    { service = '', retries = new RetryBudget() }: GuardParts = {},
  ) {
    this.service = service;
    this.retries = retries;
  }

  /** The kind of service, which the desks of an account share: `desk` for `desk jdoe`. */
  get kind(): string {
    return this.service.replace(/ .*/s, '');
  }

  /** Throws where a call would be refused now, before the caller waits or spends a quota. */
  check(): void {
    if (this.breaker.isPassable) return;
    this.breaker.refusals += 1;
    throw this.refusal();
  }

  /** Makes one call on the wire, or refuses it before anything is sent. */
  async call<Value>(exchange: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    const entry = this.breaker.enter();
    if (entry === null) throw this.refusal();
    this.retries.called();
    try {
      const value = await exchange();
      this.breaker.ended(entry, 'ANSWERED');
      return value;
    } catch (thrown) {
      this.breaker.ended(entry, outcomeOf(thrown, signal));
      throw thrown;
    }
  }

  /** Why a call is refused while the breaker is open. */
  refusal(): CrosspointError {
    const { account, service, breaker } = this;
    const what = service ? `The account ${account} (${service})` : `The account ${account}`;
    const message = `${what} is not called because most of its recent calls failed: its circuit breaker is open, with the next trial in ${breaker.seconds} s`;
    const details = { retryAfterSeconds: breaker.seconds };
    return new CrosspointError('UNAVAILABLE', message, { account, vendorCode: BREAKER_OPEN, details });
  }
}

const OUTAGES: ReadonlySet<string> = new Set(['TIMEOUT', 'UNAVAILABLE', 'OUTCOME_UNKNOWN']);

/**
 * Whether the vendor could not be reached. Any decoded or undecodable answer proves that it was; of the HTTP statuses
 * only those about the server itself are outages.
 */
export function isOutage(thrown: unknown): boolean {
  if (!(thrown instanceof CrosspointError)) return false;
  const { code, vendorCode } = thrown;
  return vendorCode === undefined ? OUTAGES.has(code) : /^HTTP [35]/.test(vendorCode);
}

function outcomeOf(thrown: unknown, signal: AbortSignal | undefined): AttemptOutcome {
  if (hasCallerLeft(signal) || !(thrown instanceof CrosspointError)) return 'LEFT';
  return isOutage(thrown) ? 'FAILED' : 'ANSWERED';
}
