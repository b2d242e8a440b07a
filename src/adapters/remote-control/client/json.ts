/** Reads a JSON answer by contract. */
import type { Fields, StructType, Type, WireContext } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { unspecified } from '../contract/scalars.ts';
import type { AnswerType } from './answer-type.ts';
import { fieldOfMember } from './names.ts';

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an answer's envelope, by the contract. Throws BAD_RESPONSE on text that is no JSON object. */
export function readJsonAnswer(text: string, { envelope }: AnswerType, context: WireContext): Members | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CrosspointError('BAD_RESPONSE', "The vendor's answer is not JSON", { cause });
  }
  return read(envelope, value, context) as Members | null;
}

function read(type: Type, value: unknown, context: WireContext): unknown {
  if (value === null || value === undefined) return type.kind === 'list' ? [] : null;
  if (type.kind === 'list') return itemsOf(type.of, value, context);
  if (type.kind === 'struct') return isMembers(value) ? structOf(type, value, context) : null;
  return type.kind === 'scalar' ? scalarOf(type, value, context) : null;
}

function scalarOf(type: Extract<Type, { kind: 'scalar' }>, value: unknown, context: WireContext): unknown {
  try {
    // Throws for what is nested deeper than the stack.
    const text = typeof value === 'object' || type === unspecified ? JSON.stringify(value) : String(value);
    if (type === unspecified) return value === '' ? null : text;
    if (text.trim() === '' && type.graphql !== 'String') return null;
    return type.decode(text, context);
  } catch {
    context.drift?.note('UNREADABLE_VALUE');
    return null;
  }
}

function structOf({ fields }: StructType, members: Members, context: WireContext): Members {
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(fields).map(([name, { type }]) => [name, type.kind === 'list' ? [] : null]),
  );
  for (const [key, value] of Object.entries(members)) {
    const name = fieldOfMember(fields, key);
    if (name === undefined) context.drift?.note('UNKNOWN_FIELD');
    else values[name] = read((fields[name] as Fields[string]).type, value, context);
  }
  return values;
}

/**
 * Guide lines 19 and 223: some lists are "an array", others "an object containing all". Items are read directly, one
 * level deeper, or as a single object without a list.
 */
function itemsOf(type: Type, value: unknown, context: WireContext): unknown[] {
  const { fields } = type as StructType;
  if (isItem(fields, value)) return [read(type, value, context)];
  const inside = Object.values(value as object);
  const items = inside.some((item) => isItem(fields, item)) ? inside : inside.flatMap(membersOf);
  return items.filter((item) => isItem(fields, item)).map((item) => read(type, item, context));
}

function membersOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function isItem(fields: Fields, value: unknown): boolean {
  return isMembers(value) && Object.keys(value).some((name) => fieldOfMember(fields, name) !== undefined);
}
