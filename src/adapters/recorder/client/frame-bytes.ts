/** The bytes that documents are cut by, and what the first bytes of a document say of it. */

import { GREATER, SLASH } from '../../xml/characters.ts';

/** `!` of a comment, CDATA section or declaration. */
export const BANG = 0x21;
/** `?` of a processing instruction. */
export const QUESTION = 0x3f;

/** The end of a comment. */
export const COMMENT_END = Buffer.from('-->');
/** The end of a CDATA section. */
export const CDATA_END = Buffer.from(']]>');
/** The start of a CDATA section. */
export const CDATA_START = Buffer.from('<![CDATA[');
/** The start of a comment. */
export const COMMENT_START = Buffer.from('<!--');
/** The start of a declaration. */
const DECLARATION = Buffer.from('<!');
/** The start of a processing instruction. */
export const INSTRUCTION_START = Buffer.from('<?');
/** The end of a processing instruction. */
export const INSTRUCTION_END = Buffer.from('?>');

/** Whether a byte is white space. */
export function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether an element’s name may begin with a byte. */
export function isNameStart(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || byte === 0x5f || byte >= 0x80;
}

/** Whether an element’s name ends before a byte. */
export function isNameEnd(byte: number | undefined): boolean {
  return byte === undefined || byte === GREATER || byte === SLASH || isWhiteSpace(byte);
}

/** Whether a declaration or an instruction stands there; most documents have not even their second byte. */
export function isDeclaration(bytes: Buffer): boolean {
  return (
    (bytes.includes(BANG) && bytes.includes(DECLARATION)) ||
    (bytes.includes(QUESTION) && bytes.includes(INSTRUCTION_START))
  );
}

/** True while the bytes seen so far are those of the mark. */
export function startsLike(seen: Buffer, mark: Buffer): boolean {
  const size = Math.min(seen.length, mark.length);
  return seen.compare(mark, 0, size, 0, size) === 0;
}
