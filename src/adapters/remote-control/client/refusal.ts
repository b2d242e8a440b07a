/** Failures inside HTTP 200: `Success: false` with a number and a text of the vendor. */
import { CrosspointError } from '../../errors.ts';
import { refusalCode } from '../quirks.ts';

const UNEXPLAINED = 'The vendor refused the call without a reason';
const LONGEST = 500;

/** The vendor refused the account's token. */
export function tokenRefused(vendorCode: string): CrosspointError {
  return new CrosspointError('UNAUTHENTICATED', "The vendor refused the account's token", { vendorCode });
}

/** The vendor's text without control characters, addresses and the token. */
function safeText(detail: string, token: string): string {
  const text = detail.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…');
  return (token.length > 2 ? text.replaceAll(token, '…') : text).trim().slice(0, LONGEST);
}

/** A refusal as an error; its code is derived from the vendor's text. */
export function refusal(code: string | null, detail: string, token: string): CrosspointError {
  const message = safeText(detail, token) || UNEXPLAINED;
  const number = Number(code);
  const details = { ResponseCode: code !== null && Number.isInteger(number) ? number : null, ResponseDetail: message };
  return new CrosspointError(refusalCode(detail), message, { vendorCode: code ?? 'Success: false', details });
}
