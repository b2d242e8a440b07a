/** Classifies the error of a call by its meaning for the user that made it. */
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';

/** Faults of a user with another session; they pass. */
const CROWDED: ReadonlySet<string | undefined> = new Set([
  'UserAlreadyLoggedInFault',
  'SessionClosedFault',
  'AdminSessionClosedFault',
]);
/** Refusals of the credentials: HTTP 401, or a fault with any status. */
const REFUSED_LOGIN: ReadonlySet<string | undefined> = new Set(['HTTP 401', 'InvalidAccountFault']);

/** Whether another session of the same user was in the way. */
export function isSessionConflict(error: unknown): boolean {
  return error instanceof CrosspointError && CROWDED.has(error.vendorCode);
}

/** Whether the credentials were refused. createUser and modifyUser declare the same fault for the data of a user. */
export function isRefusedLogin(error: unknown): boolean {
  return error instanceof CrosspointError && error.code === 'PERMISSION_DENIED' && REFUSED_LOGIN.has(error.vendorCode);
}

/** Whether the vendor reports the quota as exhausted. */
export function isQuotaSpent(error: unknown): boolean {
  return error instanceof CrosspointError && error.vendorCode === 'OperationsLimitExceededFault';
}

/** Whether the call was abandoned while the vendor may still serve it. */
export function wasAbandoned(error: unknown, { signal }: SendOptions): boolean {
  if (signal?.aborted) return true;
  return error instanceof CrosspointError && (error.code === 'TIMEOUT' || error.code === 'OUTCOME_UNKNOWN');
}
