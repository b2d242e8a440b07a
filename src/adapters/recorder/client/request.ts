/** Requests: contract in, one document out, or one query string. */

import type { Operation, WireContext } from '../../contract.ts';
import { readingOf } from '../../readings.ts';
import { encodeFields } from '../../xml/encode.ts';
import { mediaFormatAsInExamples } from '../quirks.ts';
import { readings } from '../readings.ts';
import type { Settings } from '../settings.ts';

/** The input of a function. */
export type Input = Readonly<Record<string, unknown>>;

/** Largest number a request may carry, by the manual's definition of REQUESTID. */
export const MAX_REQUEST_ID = 2_147_483_647;

/** IMPORTUSER, which acts, only reads when it is to LIST. */
export function isActing(operation: string, row: Operation, input: Input): boolean {
  return row.kind === 'mutation' && !(operation === 'IMPORTUSER' && input.ACTION === 'LIST');
}

/** Line breaks in values are written as references, so that every request is one line. */
function onOneLine(xml: string): string {
  return xml.replace(/\r/g, '&#13;').replace(/\n/g, '&#10;');
}

/** Functions whose printed requests name them in REQUESTTYPE (guide l. 1829, 1878, 1929 and 2064). */
const ROLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'MODIFYROLE',
  'MODIFYROLEGROUPPERMISSION',
  'MODIFYROLEPERMISSION',
  'MODIFYUSERROLE',
]);

/** The parameter in which a request names its function, under a reading of `role-requests`. */
export function nameParameter(operation: string, reading: string): 'TYPE' | 'REQUESTTYPE' {
  return reading === 'request-type' && ROLE_FUNCTIONS.has(operation) ? 'REQUESTTYPE' : 'TYPE';
}

/** How an account's recorder writes times. */
export function wireContextOf({ timeZone, readings: chosen }: Pick<Settings, 'timeZone' | 'readings'>): WireContext {
  return { timeZone, secondsAreLocal: readingOf(readings, chosen, 'unix-time') === 'wall-clock' };
}

/** How the text of a request is written. */
interface RequestForm extends WireContext {
  /** The parameter that names the function. Default TYPE. */
  readonly named?: ReturnType<typeof nameParameter>;
}

/** The document of a request, ended as the manual asks. Throws INVALID_ARGUMENT on what cannot be sent. */
export function encodeRequest(
  operation: string,
  row: Operation,
  input: Input,
  id: number,
  { named = 'TYPE', ...context }: RequestForm,
): string {
  const fields = onOneLine(encodeFields(row.input, mediaFormatAsInExamples(input), context));
  return `<REQUEST><${named}>${operation}</${named}><REQUESTID>${id}</REQUESTID>${fields}</REQUEST>\r\n`;
}

/** The query of a request to the web service: names in small letters, each once, values encoded once. */
export function encodeQuery(operation: string, row: Operation, input: Input, id: number, context: WireContext): string {
  const pairs: [string, string][] = [
    ['type', operation.toLowerCase()],
    ['requestid', String(id)],
  ];
  const given = mediaFormatAsInExamples(input);
  for (const [name, field] of Object.entries(row.input)) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    const text = field.type.kind === 'scalar' ? field.type.encode(value, context) : String(value);
    pairs.push([(field.wire ?? name).toLowerCase(), text]);
  }
  return pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}
