/** Encodes answers as JSON; those of long executions in pieces, as they are executed. */
import { EncodedPart, encodeWithParts } from '../executor/encoded-part.ts';
import type { Pieces } from '../executor/list-items.ts';

/** Items from which each item of a list is encoded as a whole, since it is a small part of the answer. */
const LONG_LIST = 16;

/** The text of an answer, as `JSON.stringify` writes it. */
export function encodeInPieces(
  answer: object,
  pieces: (Pieces & { readonly isLong: boolean }) | undefined,
): string | Promise<string> {
  if (!pieces?.isLong) return encodeWithParts(answer);
  return encode(textsOf(answer), pieces);
}

async function encode(texts: Iterator<string>, pieces: Pieces): Promise<string> {
  let text = '';
  for (let next = texts.next(); !next.done; next = texts.next()) {
    text += next.value;
    if (pieces.isOver()) await pieces.defer(() => undefined);
  }
  return text;
}

/** The parts of the text of a value that `JSON.stringify` does not omit. */
function* textsOf(value: unknown): Generator<string, void> {
  if (value instanceof EncodedPart) yield value.text;
  else if (Array.isArray(value)) yield* textsOfList(value);
  else if (isPlainObject(value)) yield* textsOfObject(value);
  else yield JSON.stringify(value);
}

function* textsOfList(items: readonly unknown[]): Generator<string, void> {
  yield '[';
  for (const [at, item] of items.entries()) {
    if (at > 0) yield ',';
    if (isOmitted(item)) yield 'null';
    else if (items.length < LONG_LIST) yield* textsOf(item);
    else yield item instanceof EncodedPart ? item.text : encodeWithParts(item);
  }
  yield ']';
}

function* textsOfObject(value: Readonly<Record<string, unknown>>): Generator<string, void> {
  const keys = Object.keys(value).filter((key) => !isOmitted(value[key]));
  yield '{';
  for (const [at, key] of keys.entries()) {
    yield `${at > 0 ? ',' : ''}${JSON.stringify(key)}:`;
    yield* textsOf(value[key]);
  }
  yield '}';
}

/** Whether JSON has no such value. */
function isOmitted(value: unknown): boolean {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol';
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
