/** Answers to values, by contract. */
import type { StructType, Type, WireContext } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import type { Part } from './document.ts';
import { untold } from './scalars.ts';

/** The envelope of every answer. */
export interface CallActionResponse {
  readonly success: boolean;
  readonly data: Part | undefined;
  readonly code: string | null;
  readonly detail: string;
}

/** Reads the envelope; a document that is none is no answer. */
export function readEnvelope(document: Part): CallActionResponse {
  const success = document.child('Success')?.text()?.trim().toLowerCase();
  if (success !== 'true' && success !== 'false')
    throw new CrosspointError('BAD_RESPONSE', "The vendor's answer does not say whether it succeeded");
  const code = document.child('ResponseCode')?.text()?.trim();
  const detail = document.child('ResponseDetail')?.text() ?? '';
  return { success: success === 'true', data: document.child('Data'), code: code || null, detail };
}

/** The `Data` of an answer as the contract has it. */
export function decodeData(type: Type | undefined, data: Part | undefined, context: WireContext): unknown {
  if (!type) return null;
  return decode(type, data, context, 'Data');
}

function decode(type: Type, part: Part | undefined, context: WireContext, path: string): unknown {
  if (type.kind === 'list') return part ? decodeList(type.of, part, context, path) : [];
  if (type.kind === 'struct') return part?.named ? decodeStruct(type, part, context, path) : null;
  if (type.kind !== 'scalar') throw new Error(`${type.kind} does not occur here`);
  if (type === untold) return part && textOfUntold(part);
  const text = part?.text() ?? null;
  if (text === null || (text.trim() === '' && type.graphql !== 'String')) return null;
  try {
    return type.decode(text, context);
  } catch {
    context.drift?.note('unreadable_value');
    return null;
  }
}

function textOfUntold(part: Part): string | null {
  const value = part.plain();
  return value === null || value === '' ? null : JSON.stringify(value);
}

function decodeStruct(type: StructType, part: Part, context: WireContext, path: string) {
  let unknown = part.size;
  const names = Object.entries(type.fields);
  const read = ([name, field]: (typeof names)[number]) => {
    const child = part.child(name);
    if (child) unknown -= 1;
    return [name, decode(field.type, child, context, `${path}/${name}`) ?? null] as const;
  };
  const value = Object.fromEntries(names.map(read));
  if (unknown > 0) context.drift?.note('unknown_field', unknown);
  return value;
}

function decodeList(of: Type, part: Part, context: WireContext, path: string): unknown[] {
  const items = of.kind === 'struct' ? itemsIn(of, part) : part.parts();
  return items.map((item, index) => decode(of, item, context, `${path}/${index}`)).filter((item) => item !== null);
}

function isItem(of: StructType, part: Part): boolean {
  return Object.keys(of.fields).some((name) => part.child(name) !== undefined);
}

/**
 * The guide calls some lists an array and others an object containing all there are: items are taken as they stand, one
 * level further down, or as the only one without any list around it.
 */
function itemsIn(of: StructType, part: Part): readonly Part[] {
  if (isItem(of, part)) return [part];
  const inside = part.parts();
  if (inside.some((item) => isItem(of, item))) return inside;
  return inside.flatMap((wrapper) => wrapper.parts()).filter((item) => isItem(of, item));
}
