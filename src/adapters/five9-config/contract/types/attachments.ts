/** Files that travel beside the envelope (guide p. 14: swaRef.xsd). */
import { createHash } from 'node:crypto';
import type { ScalarType, Type } from '../../../contract.ts';

/** The Content-ID of a file given as base64; the same for the same file, so that envelope and part agree. */
export function contentId(base64: string): string {
  return `${createHash('sha256').update(base64).digest('hex').slice(0, 40)}@crosspoint`;
}

/** A reference to an attachment: base64 for the caller, a `cid:` URI in the envelope. */
export const swaRef: ScalarType<string> = {
  kind: 'scalar',
  name: 'swaRef',
  graphql: 'Base64',
  decode: (text) => text,
  encode: (value) => `cid:${contentId(value)}`,
  sample: 'cid:sample@crosspoint',
};

/** Whether a type refers to an attachment. */
export function isSwaRef(type: Type): boolean {
  return type.kind === 'scalar' && type.name === swaRef.name;
}
