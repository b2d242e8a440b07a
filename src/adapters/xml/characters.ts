/** The characters that XML 1.0 allows in a document, and how text is escaped. */

/** The code of `<`, which begins a tag. */
export const LESS = 0x3c;
/** The code of `>`, which ends a tag. */
export const GREATER = 0x3e;
/** The code of `/` of a closing or empty tag. */
export const SLASH = 0x2f;

/** Anything outside XML 1.0's Char production: most control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const ELEMENT_NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.\-\u00b7]*$/u;

const SPECIAL = /[&<>"\r]/;
const SPECIALS = /[&<>"\r]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** True when every character is allowed in an XML 1.0 document. */
export function isXmlText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/** True for a name without a colon that may name an element. */
export function isElementName(name: string): boolean {
  return name.length <= 255 && ELEMENT_NAME.test(name);
}

/** Makes text safe as element content or attribute value; a carriage return survives as a reference. */
export function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? character) : text;
}
