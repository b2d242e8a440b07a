/** Rules for recordings that leave the recorder as a file or an e-mail. */
import { CrosspointError } from '../../errors.ts';
import type { Settings } from '../settings.ts';
import type { Input } from './request.ts';

const MAIL: ReadonlySet<string> = new Set(['EMAIL', 'COMBINEDEMAIL']);
const MAIL_FIELDS = ['TOADDRESS', 'TONAME', 'FROMADDRESS', 'FROMNAME'];

/** Throws where a recording may not leave the recorder in this way or to this address. */
export function checkRelease(name: string, input: Input, settings: Settings): void {
  checkColumn(name, input);
  if (input.MEDIA_FORMAT === 'CAV') checkEntire(settings);
  if (!MAIL.has(name)) return;
  checkMailFields(input);
  checkAddress(input.TOADDRESS, settings);
}

/** The parameters that name the column by which a recording is looked for. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  ['EXPORT', 'UNIQUEFIELD'],
  ['COMBINEDEMAIL', 'UNIQUEID'],
]);

/**
 * Recordings are looked for by their own ids alone: of several with one value in any other column the recorder sends
 * the most recent one, which may be another customer's.
 */
function checkColumn(name: string, input: Input): void {
  const parameter = COLUMNS.get(name);
  const column = parameter === undefined ? null : input[parameter];
  if (parameter === undefined || column == null || String(column).trim().toLowerCase() === 'ident') return;
  const message = `${parameter} must be ident, since several recordings may have one value in another column`;
  throw new CrosspointError('INVALID_ARGUMENT', message, { path: [parameter] });
}

/**
 * A CAV file is "the entire recording" (guide l. 2774), and the guide does not say that a blackout is left out of it; audio in
 * the other formats is what is played.
 */
function checkEntire({ exportEntire }: Settings): void {
  if (exportEntire) return;
  const message = 'A CAV file may include blacked-out parts; exportEntire of the account allows it';
  throw new CrosspointError('PERMISSION_DENIED', message, { path: ['MEDIA_FORMAT'] });
}

/** A control character in a mail's field could become a separate header. */
function checkMailFields(input: Input): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  const found = MAIL_FIELDS.find((field) => /[\u0000-\u001f\u007f]/.test(String(input[field] ?? '')));
  if (found) throw new CrosspointError('INVALID_ARGUMENT', `${found} has a control character`, { path: [found] });
}

/** Recordings are mailed to one address at a time, of an allowed domain. */
function checkAddress(address: unknown, { emailDomains }: Settings): void {
  const [, domain] = /^[^\s@,;<>"]+@([^\s@,;<>"]+)$/.exec(String(address)) ?? [];
  if (domain === undefined)
    throw new CrosspointError('INVALID_ARGUMENT', 'One e-mail address is expected', { path: ['TOADDRESS'] });
  if (!emailDomains.some((name) => name.toLowerCase() === domain.toLowerCase()))
    throw new CrosspointError('PERMISSION_DENIED', 'Recordings may not be mailed to this domain', {
      path: ['TOADDRESS'],
    });
}
