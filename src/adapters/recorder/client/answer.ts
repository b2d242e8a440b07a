/** Answers: a document in, a value by contract or the vendor's error out. */
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Drift } from '../../calls/drift.ts';
import { safeVendorText, withoutSecrets } from '../../calls/secrets.ts';
import type { Operation, WireContext } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { decodeXml, decodeXmlInSlices } from '../../xml/decode.ts';
import { notXml } from '../../xml/not-xml.ts';
import { FAULTS, SUCCESS } from '../contract/faults.ts';
import { RESULT } from '../contract/results.ts';
import { failureInSuccess, labelOf, missingCores, type ResultSection } from '../quirks.ts';
import { balanceTags, isUnreadable, readRepaired } from './balance.ts';
import { frameHead } from './frame-head.ts';
import { windows1252Text } from './windows-1252.ts';

type Values = Readonly<Record<string, unknown>>;

/** Characters in which an answer names its root. */
const HEAD = 65_536;
const OUTCOME_TEXTS: ReadonlySet<string> = new Set(['RESULTTYPE', 'RESULTMSG']);
/** Character encodings that a recorder may write on TCP. */
export type Encoding = 'utf-8' | 'windows-1252';

const UTF8 = new TextDecoder('utf-8');

/** Bytes of a document as text; a byte that is not of the encoding costs its character, which becomes U+FFFD. */
export const frameText = (frame: Uint8Array, encoding: Encoding = 'utf-8'): string =>
  encoding === 'utf-8' ? UTF8.decode(frame) : windows1252Text(frame);

/** From this many bytes on a document is decoded in slices. */
const LONG = 1024 * 1024;

/** The same as `frameText` for a document that may be long: the event loop turns between slices. */
export async function longFrameText(frame: Buffer, encoding: Encoding = 'utf-8'): Promise<string> {
  if (frame.length < LONG) return frameText(frame, encoding);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts: string[] = [];
  for (let at = 0; at < frame.length; at += LONG) {
    const slice = frame.subarray(at, at + LONG);
    const isLast = at + LONG >= frame.length;
    parts.push(encoding === 'utf-8' ? decoder.decode(slice, { stream: !isLast }) : windows1252Text(slice));
    await nextTurn();
  }
  return parts.join('').replace(/^\ufeff/, '');
}

type ErrorDetails = Readonly<Record<string, unknown>>;

function partly(details: ErrorDetails, cores: readonly string[]): CrosspointError {
  const which = cores.length ? `: ${cores.join(', ')} did not` : '';
  const facts = { vendorCode: 'API_PARTIAL_CORE_RESPONSE', retryable: false, details: { ...details, cores } };
  return new CrosspointError('OUTCOME_UNKNOWN', `Not every core of the recorder took it${which}`, facts);
}

/** The error of a result, or null for a success. A command that only some cores executed is no success. */
export function failureOf(
  result: ResultSection,
  drift?: Drift,
  secrets: readonly string[] = [],
): CrosspointError | null {
  const { RESULTCODE = null, RESULTMSG } = result;
  const details = { RESULTCODE, RESULTMSG: RESULTMSG == null ? null : safeVendorText(RESULTMSG, secrets) };
  const cores = missingCores(result);
  if (cores) return partly({ RESULTCODE }, cores);
  const label = labelOf(result);
  const vendorCode = safeVendorText(label, secrets);
  if (SUCCESS.has(label)) {
    if (failureInSuccess(result) === null) return null;
    const message = 'The recorder found no such active group, and changed nothing';
    return new CrosspointError('NOT_FOUND', message, { vendorCode, details });
  }
  const declared = FAULTS.get(label);
  if (!declared) {
    drift?.note('UNKNOWN_WORD');
    const message = 'The recorder answered a label that is not in its manual';
    return new CrosspointError('BAD_RESPONSE', message, { vendorCode, details });
  }
  const { code, description, retryable } = declared;
  return new CrosspointError(code, description, {
    vendorCode,
    details,
    ...(retryable === undefined ? {} : { retryable }),
  });
}

/** Redacts the texts of the outcome, in which the recorder may repeat the request. */
function redactSecrets(value: Values, secrets: readonly string[]): Values {
  if (secrets.length === 0) return value;
  const texts = Object.entries(value).filter(([name, text]) => OUTCOME_TEXTS.has(name) && typeof text === 'string');
  return {
    ...value,
    ...Object.fromEntries(texts.map(([name, text]) => [name, withoutSecrets(String(text), secrets)])),
  };
}

/**
 * Reads the answer to an operation, with the secrets of its request struck out. Throws the vendor's error, or
 * BAD_RESPONSE on what is no answer.
 */
export function readAnswer(
  row: Operation,
  text: string,
  context: WireContext,
  secrets: readonly string[] = [],
): Values {
  refuseOther(text);
  const type = row.output ?? RESULT;
  return accepted(
    readRepaired(text, (document) => decodeXml(type, document, context), context.drift),
    context,
    secrets,
  );
}

/** The same in slices, where the answer may be long. */
export async function readAnswerInSlices(
  row: Operation,
  text: string,
  context: WireContext,
  secrets: readonly string[] = [],
): Promise<Values> {
  refuseOther(text);
  const decoded = await decodeXmlInSlices(row.output ?? RESULT, text, context).catch((error: unknown) => {
    if (!isUnreadable(error) || balanceTags(text) === null) throw error;
    return null;
  });
  return decoded === null ? readAnswer(row, text, context, secrets) : accepted(decoded, context, secrets);
}

function refuseOther(text: string): void {
  const { root } = frameHead(Buffer.from(text.slice(0, HEAD)));
  if (root !== 'RESULT' && (root !== '' || text.length < HEAD)) throw notXml('it is no result');
}

function accepted(decoded: unknown, { drift }: WireContext, secrets: readonly string[]): Values {
  const value = (decoded ?? {}) as Values;
  const failure = failureOf(value as ResultSection, drift, secrets);
  if (failure) throw failure;
  return redactSecrets(value, secrets);
}

/** Lists whose length is not the COUNT beside them. */
export function wrongCounts(value: Readonly<Record<string, unknown>>): { count: number; found: number }[] {
  const lists = Object.values(value).filter(Array.isArray);
  const inside = Object.values(value).flatMap((item) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? wrongCounts(item as Readonly<Record<string, unknown>>)
      : [],
  );
  const { COUNT: count } = value;
  if (typeof count !== 'number' || lists.length !== 1 || lists[0]?.length === count) return inside;
  return [{ count, found: lists[0]?.length ?? 0 }, ...inside];
}
