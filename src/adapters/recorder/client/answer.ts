/** Answers: a document in, a value by contract or the vendor's error out. */
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Drift } from '../../calls/drift.ts';
import { withoutSecrets } from '../../calls/secrets.ts';
import type { Operation, WireContext } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { decodeXml, decodeXmlInSlices } from '../../xml/decode.ts';
import { notXml } from '../../xml/not-xml.ts';
import { FAULTS, SUCCESS } from '../contract/faults.ts';
import { RESULT } from '../contract/results.ts';
import { labelOf, missingCores, type ResultSection } from '../quirks.ts';
import { balanced, isUnreadable, readRepaired } from './balance.ts';
import { frameHead } from './frame-head.ts';

type Values = Readonly<Record<string, unknown>>;

/** Characters in which an answer names its root. */
const HEAD = 65_536;
const SAID: ReadonlySet<string> = new Set(['RESULTTYPE', 'RESULTMSG']);
/** Character encodings that a recorder may write on TCP. */
export type Encoding = 'utf-8' | 'windows-1252';

const DECODERS = {
  'utf-8': new TextDecoder('utf-8'),
  'windows-1252': new TextDecoder('windows-1252'),
};

/** Bytes of a document as text; a byte that is not of the encoding costs its character, which becomes U+FFFD. */
export const frameText = (frame: Uint8Array, encoding: Encoding = 'utf-8'): string => DECODERS[encoding].decode(frame);

/** From this many bytes on a document is decoded in slices. */
const LONG = 1024 * 1024;

/** The same as `frameText` for a document that may be long: the event loop turns between slices. */
export async function longFrameText(frame: Buffer, encoding: Encoding = 'utf-8'): Promise<string> {
  if (frame.length < LONG) return frameText(frame, encoding);
  const decoder = new TextDecoder(encoding);
  const parts: string[] = [];
  for (let at = 0; at < frame.length; at += LONG) {
    parts.push(decoder.decode(frame.subarray(at, at + LONG), { stream: at + LONG < frame.length }));
    await nextTurn();
  }
  return parts.join('');
}

function partly(result: ResultSection, cores: readonly string[]): CrosspointError {
  const which = cores.length ? `: ${cores.join(', ')} did not` : '';
  const details = { RESULTCODE: result.RESULTCODE ?? null, cores };
  const facts = { vendorCode: 'API_PARTIAL_CORE_RESPONSE', retryable: false, details };
  return new CrosspointError('OUTCOME_UNKNOWN', `Not every core of the recorder took it${which}`, facts);
}

/** The error an answer stands for, or null when all is well. A command that only some cores took is never well. */
export function failureOf(result: ResultSection, drift?: Drift): CrosspointError | null {
  const cores = missingCores(result);
  if (cores) return partly(result, cores);
  const label = labelOf(result);
  if (SUCCESS.has(label)) return null;
  const declared = FAULTS.get(label);
  const details = { RESULTCODE: result.RESULTCODE ?? null, RESULTMSG: result.RESULTMSG ?? null };
  if (!declared) {
    drift?.note('UNKNOWN_WORD');
    const facts = { vendorCode: label, details };
    return new CrosspointError('BAD_RESPONSE', 'The recorder answered a label that is not in its manual', facts);
  }
  const { code, description, retryable } = declared;
  return new CrosspointError(code, description, {
    vendorCode: label,
    details,
    ...(retryable === undefined ? {} : { retryable }),
  });
}

/** The outcome's texts without secrets, which the recorder may repeat from the request. */
function inConfidence(value: Values, secrets: readonly string[]): Values {
  if (secrets.length === 0) return value;
  const said = Object.entries(value).filter(([name, text]) => SAID.has(name) && typeof text === 'string');
  return { ...value, ...Object.fromEntries(said.map(([name, text]) => [name, withoutSecrets(String(text), secrets)])) };
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
    if (!isUnreadable(error) || balanced(text) === null) throw error;
    return null;
  });
  return decoded === null ? readAnswer(row, text, context, secrets) : accepted(decoded, context, secrets);
}

function refuseOther(text: string): void {
  const { root } = frameHead(Buffer.from(text.slice(0, HEAD)));
  if (root !== 'RESULT' && (root !== '' || text.length < HEAD)) throw notXml('it is no result');
}

function accepted(decoded: unknown, { drift }: WireContext, secrets: readonly string[]): Values {
  const value = inConfidence((decoded ?? {}) as Values, secrets);
  const failure = failureOf(value as ResultSection, drift);
  if (failure) throw failure;
  return value;
}
