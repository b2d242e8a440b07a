import { isTimeout } from '../adapters/calls/deadline.ts';
import { CrosspointError } from '../adapters/errors.ts';

/** Whether the operation ran out of its time, rather than its caller leaving. */
export function isPastDeadline(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && isTimeout(signal.reason);
}

/** The error of an account whose part of an operation came too late. */
export function deadlineExceeded(): CrosspointError {
  return new CrosspointError('TIMEOUT', 'The operation took too long to wait for this account');
}

/** Whether the call ended because its caller left, which says nothing of the vendor. */
export function isCallerGone(thrown: unknown): boolean {
  return !(thrown instanceof CrosspointError) && thrown instanceof Error && thrown.name === 'AbortError';
}
