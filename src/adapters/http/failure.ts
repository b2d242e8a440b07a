import { CrosspointError, type ErrorFacts } from '../errors.ts';
import type { HttpRequest } from './request.ts';

/** The failure of an exchange, by whether the vendor may have got the request. */
export function failure(request: HttpRequest, sent: boolean, late: boolean, cause: unknown): CrosspointError {
  const { account, vendor, operation } = request;
  const facts: ErrorFacts = { account, vendor, operation, cause };
  if (sent && request.act)
    return new CrosspointError('OUTCOME_UNKNOWN', 'The vendor received the request and returned no result', facts);
  if (late) return new CrosspointError('TIMEOUT', 'The vendor did not answer in time', facts);
  if (sent) return new CrosspointError('UNAVAILABLE', 'The connection to the vendor was lost', facts);
  return new CrosspointError('UNAVAILABLE', 'The vendor could not be reached', facts);
}

/** Statuses by which a server may speak after the request had its effect. */
const OUTCOME_UNKNOWN_STATUSES: ReadonlySet<number> = new Set([500, 502, 504]);

/** The `vendorCode` of an answer that cannot be decoded. */
const UNREADABLE_ANSWER = 'UNREADABLE_ANSWER';

/** The answer is not usable: BAD_RESPONSE, and OUTCOME_UNKNOWN for a mutation. */
export function unreadable(request: Pick<HttpRequest, 'act'> & Partial<HttpRequest>, message: string, cause?: unknown) {
  const { account, vendor, operation } = request;
  const code = request.act ? 'OUTCOME_UNKNOWN' : 'BAD_RESPONSE';
  const text = request.act ? `${message}, so it is not known whether the vendor made the change` : message;
  return new CrosspointError(code, text, { account, vendor, operation, vendorCode: UNREADABLE_ANSWER, cause });
}

/** The `vendorCode` of an answer beyond the size limit, which the gateway gives; vendors have codes of their own. */
const ANSWER_TOO_LARGE = 'ANSWER_TOO_LARGE';

/** The answer exceeds the size limit, so that less has to be requested. */
export function tooLarge(request: HttpRequest, maxBytes: number): CrosspointError {
  const { code, message } = unreadable(request, `The answer exceeds the size limit of ${maxBytes} bytes`);
  const { account, vendor, operation } = request;
  return new CrosspointError(code, message, { account, vendor, operation, vendorCode: ANSWER_TOO_LARGE });
}

/** Whether a call failed because its answer exceeds the gateway's size limit. */
export function exceedsSizeLimit(thrown: unknown): boolean {
  return thrown instanceof CrosspointError && thrown.vendorCode === ANSWER_TOO_LARGE;
}

/** The error of an HTTP status where the body contains none; null for a successful status. */
export function statusFailure(request: Pick<HttpRequest, 'act'> & Partial<HttpRequest>, status: number) {
  if (status < 300) return null;
  const { account, vendor, operation } = request;
  const facts: ErrorFacts = { account, vendor, operation, vendorCode: `HTTP ${status}` };
  if (status === 401 || status === 403)
    return new CrosspointError('PERMISSION_DENIED', "The vendor refused the account's credentials", facts);
  if (status === 429)
    return new CrosspointError('RATE_LIMITED', 'The vendor refused the call because of its rate limit', facts);
  if (status === 404) return new CrosspointError('BAD_RESPONSE', 'The vendor does not know this address', facts);
  if (request.act && OUTCOME_UNKNOWN_STATUSES.has(status))
    return new CrosspointError(
      'OUTCOME_UNKNOWN',
      'The vendor failed and did not report whether it made the change',
      facts,
    );
  if (status >= 500) return new CrosspointError('UNAVAILABLE', 'The service of the vendor is unavailable', facts);
  if (status >= 300 && status < 400)
    return new CrosspointError('BAD_RESPONSE', 'The vendor redirects to another address, which is not followed', facts);
  return new CrosspointError('BAD_RESPONSE', 'The vendor refused the request as malformed', facts);
}
