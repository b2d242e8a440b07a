import type { ServerResponse } from 'node:http';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { RefusedBody } from './body.ts';
import { CostExceededError } from './cost-exceeded-error.ts';
import { logInternalError } from './redaction.ts';
import { refusalResult, sendCostExceeded, sendErrors } from './responses.ts';

/** The status of a failure that a caller can do something about; every other is 500. */
const STATUS: Readonly<Partial<Record<string, number>>> = {
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  INVALID_ARGUMENT: 400,
  RATE_LIMITED: 429,
};

/** Answers with what was thrown before an operation ran. */
export function sendFailure(
  parts: { readonly log: Log },
  response: ServerResponse,
  requestId: string,
  thrown: unknown,
): void {
  if (thrown instanceof RefusedBody) {
    sendErrors(response, thrown.status, requestId, refusalResult(thrown.status, 'BAD_REQUEST', thrown.message).errors);
    return;
  }
  if (thrown instanceof CostExceededError) {
    sendCostExceeded(response, requestId, thrown);
    return;
  }
  const error = asCrosspointError(thrown);
  logInternalError(parts.log, error, requestId);
  sendErrors(response, STATUS[error.code] ?? 500, requestId, [
    { message: error.message, extensions: { code: error.code } },
  ]);
}
