import { CrosspointError } from '../adapters/errors.ts';

/** The error of an account whose part of an operation came too late. */
export function deadlineExceeded(): CrosspointError {
  return new CrosspointError('TIMEOUT', 'The operation took too long to wait for this account');
}

/** Whether the call ended because its caller left, which says nothing of the vendor. */
export function isCallerGone(thrown: unknown): boolean {
  return !(thrown instanceof CrosspointError) && thrown instanceof Error && thrown.name === 'AbortError';
}
