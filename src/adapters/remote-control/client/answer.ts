/** Answers to values, by contract, in XML or in JSON. */
import type { Operation, WireContext } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { answerType } from './answer-type.ts';
import { readJsonAnswer } from './json.ts';
import { readXmlAnswer } from './xml.ts';

/** The envelope of every answer. */
export interface CallActionResponse {
  readonly success: boolean;
  /** The operation's output; null where there is none. */
  readonly data: unknown;
  readonly code: string | null;
  readonly detail: string;
}

/** Reads an answer in either format. Throws BAD_RESPONSE on an invalid document or one without a success flag. */
export async function readAnswer(text: string, row: Operation, context: WireContext): Promise<CallActionResponse> {
  const type = answerType(row);
  const values = /^\s*[[{]/.test(text) ? readJsonAnswer(text, type, context) : await readXmlAnswer(text, type, context);
  const success = String(values?.Success).trim().toLowerCase();
  if (success !== 'true' && success !== 'false')
    throw new CrosspointError('BAD_RESPONSE', "The vendor's answer does not say whether it succeeded");
  const code = String(values?.ResponseCode ?? '').trim() || null;
  const detail = String(values?.ResponseDetail ?? '');
  return { success: success === 'true', data: type.output ? dataOf(values?.Data) : null, code, detail };
}

/** An entity without any member is none. */
function dataOf(data: unknown): unknown {
  if (Array.isArray(data)) return data;
  return Object.values(data ?? {}).some((value) => value !== null) ? data : null;
}
