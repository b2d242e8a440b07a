/** Failures inside HTTP 200: `Success: false` with a number and a text of the vendor. */
import { safeVendorText } from '../../calls/secrets.ts';
import { CrosspointError } from '../../errors.ts';
import { refusalCode } from '../quirks.ts';

const UNEXPLAINED = 'The vendor refused the call without a reason';

/** The vendor refused the account's token. */
export function tokenRefused(vendorCode: string): CrosspointError {
  return new CrosspointError('UNAUTHENTICATED', "The vendor refused the account's token", { vendorCode });
}

/** A refusal as an error; its code is derived from the vendor's text. */
export function refusalError(code: string | null, detail: string, token: string): CrosspointError {
  const message = safeVendorText(detail, [token]) || UNEXPLAINED;
  const number = Number(code);
  const details = { ResponseCode: code !== null && Number.isInteger(number) ? number : null, ResponseDetail: message };
  return new CrosspointError(refusalCode(detail), message, { vendorCode: code ?? 'Success: false', details });
}
