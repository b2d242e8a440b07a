/** Peculiarities of the recorder, one function each, with the guide's line. */
import type { Direction } from '../../../schema/vocabulary.ts';
import { RESULT_LABELS, SUCCESS } from './contract/faults.ts';

type Input = Readonly<Record<string, unknown>>;

/** The RESULT section of an answer. */
export interface ResultSection {
  readonly REQUESTID?: number | null;
  readonly RESULTTYPE?: string | null;
  readonly RESULTCODE?: number | null;
  readonly RESULTMSG?: string | null;
}

/**
 * The label of the outcome: RESULTTYPE; where that only says ERROR the label in RESULTMSG, else that of RESULTCODE (guide
 * l. 2238; readings.ts, `result-type`); where it is absent the label of RESULTCODE. Some answers, CALLLIST's and
 * FETCHTERMINOLOGY's as printed, have neither and are good (guide l. 2239, 1111).
 */
export function labelOf({ RESULTTYPE, RESULTCODE, RESULTMSG }: ResultSection): string {
  const type = (RESULTTYPE ?? '').trim();
  if (type === '') return RESULTCODE == null ? 'API_OK' : (RESULT_LABELS[RESULTCODE] ?? `RESULTCODE ${RESULTCODE}`);
  if (type !== 'ERROR') return type;
  const labels = [/\bAPI_[A-Z_]+/.exec(RESULTMSG ?? '')?.[0], RESULT_LABELS[RESULTCODE ?? -1]];
  return labels.find((label) => label !== undefined && !SUCCESS.has(label)) ?? 'API_ERROR_UNKNOWN';
}

const UNSENT = /could not be sent to the following cores:?\s*([\d,\s#]*)/i;

/**
 * The cores that a command could not be sent to, read from RESULTMSG (guide l. 234), or null when it was sent to all.
 */
export function missingCores(result: ResultSection): readonly string[] | null {
  const [, cores] = UNSENT.exec(result.RESULTMSG ?? '') ?? [];
  return cores === undefined ? null : cores.split(',').flatMap((core) => core.trim() || []);
}

/**
 * The message of a failure that the recorder reports as API_OK, or null: a group that MODIFYROLEGROUPPERMISSION did not
 * find (guide l. 1890).
 */
export function failureInSuccess({ RESULTMSG }: ResultSection): string | null {
  const message = (RESULTMSG ?? '').trim();
  return /\bdoes not exist or (?:it )?is not active\b/i.test(message) ? message : null;
}

/** The guide's examples write the media format in small letters (l. 2095, 2115), its list in capitals (l. 2089). */
export function mediaFormatAsInExamples(input: Input): Input {
  return typeof input.MEDIA_FORMAT === 'string' ? { ...input, MEDIA_FORMAT: input.MEDIA_FORMAT.toLowerCase() } : input;
}

/**
 * Whether CALLLIST finds this value of a custom field: angle brackets, some special characters and symbols, which the
 * guide does not list, may not work (guide l. 1182).
 */
export function isSearchable(value: string): boolean {
  return /^[A-Za-z0-9]+( [A-Za-z0-9]+)*$/.test(value);
}

/**
 * Which side began the call: `I` inbound, `O` outbound (guide l. 2334); `?` stands for a direction that is not known (l. 2503).
 */
export function directionOf(word: string | null | undefined): Direction | null {
  if (word === 'I') return 'INBOUND';
  return word === 'O' ? 'OUTBOUND' : null;
}
