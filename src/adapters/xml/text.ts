/**
 * Decoding of character data: references are resolved and forbidden characters replaced, because one bad character
 * must not fail a whole answer. A forbidden character becomes U+FFFD; an `&` that starts no known reference is an
 * ampersand.
 */

/** How many characters of a document were mended. */
export interface Mends {
  count: number;
}

const HASH = 35;
const SEMICOLON = 59;
/** Characters of a text that is put together at once. */
const LONG = 1_024;
const REPLACEMENT = '\ufffd';
/** A quick look; the exact one below costs more. */
const SUSPECT = /[^\t\n\x20-\ud7ff\ue000-\ufffd]/;
/** Anything outside XML 1.0's Char production, lone surrogates among it. */
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const NUMBERED = /&#(?:(\d+)|x([\dA-Fa-f]+));/y;
const NAMED = /&(?:amp|lt|gt|quot|apos);/y;
/** Characters after `&` within which the common references end. */
const SHORT = 9;
const LONGEST_REFERENCE = 12;
const MOST_REFERENCES = 500;
/** Values of references: the five of XML, and numeric ones seen before, because they recur. */
const references = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The text with each character that XML forbids replaced. */
export function cleanText(raw: string, mends: Mends): string {
  if (!SUSPECT.test(raw)) return raw;
  mends.count += raw.match(FORBIDDEN)?.length ?? 0;
  return raw.replace(FORBIDDEN, REPLACEMENT);
}

/** The text that raw character data means. */
export function unescapeText(raw: string, mends: Mends): string {
  return resolveReferences(cleanText(raw, mends), mends);
}

/** The text with its references resolved; its characters are clean already. */
export function resolveReferences(raw: string, mends: Mends): string {
  let text = '';
  let from = 0;
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', at + 1)) {
    if (at < from) continue;
    const end = shortEnd(raw, at);
    const known = end > 0 ? references.get(raw.slice(at + 1, end)) : undefined;
    if (known !== undefined) {
      text += raw.slice(from, at) + known;
      from = end + 1;
    } else if (raw.charCodeAt(at + 1) === HASH) {
      const [meaning, length] = referenceAt(raw, at, mends);
      text += raw.slice(from, at) + meaning;
      from = at + length;
    } else mends.count += 1;
  }
  return from === 0 ? raw : flat(text + raw.slice(from));
}

/** Position of the `;` of a short reference, or 0. */
function shortEnd(raw: string, at: number): number {
  for (let end = at + 2; end < at + SHORT; end += 1) if (raw.charCodeAt(end) === SEMICOLON) return end;
  return 0;
}

/** The same text in one piece: many long ones joined lazily would be put together all at once later, which takes long. */
function flat(text: string): string {
  if (text.length > LONG) text.charCodeAt(0);
  return text;
}

/** A reference, or an `&` that starts none, in a form that any parser accepts, and its original length. */
function mendReference(text: string, at: number, mends: Mends): readonly [written: string, length: number] {
  NAMED.lastIndex = at;
  if (NAMED.test(text)) return [text.slice(at, NAMED.lastIndex), NAMED.lastIndex - at];
  const [meaning, length] = referenceAt(text, at, mends);
  return [meaning === '&' && length === 1 ? '&amp;' : `&#${meaning.codePointAt(0)};`, length];
}

/** The reference at an `&`: a numeric reference, a pair of them for one character, or an ampersand. */
function referenceAt(text: string, at: number, mends: Mends): readonly [meaning: string, length: number] {
  const code = codeAt(text, at);
  if (code < 0) {
    mends.count += 1;
    return ['&', 1];
  }
  const end = NUMBERED.lastIndex;
  const low = isHigh(code) ? codeAt(text, end) : -1;
  if (low >= 0xdc00 && low <= 0xdfff) return [String.fromCharCode(code, low), NUMBERED.lastIndex - at];
  return [characterOf(code, text.slice(at + 1, end - 1), mends), end - at];
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** The number of a reference, or -1 where none starts; `NUMBERED.lastIndex` is then after it. */
function codeAt(text: string, at: number): number {
  NUMBERED.lastIndex = at;
  const [whole, decimal, hex = ''] = NUMBERED.exec(text) ?? [];
  if (whole === undefined) return -1;
  return decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
}

function characterOf(code: number, name: string, mends: Mends): string {
  const text = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
  const clean = cleanText(text, mends);
  if (clean === text && references.size < MOST_REFERENCES && name.length < SHORT) references.set(name, text);
  return clean;
}

const SPOT = /&|\]\]>|<!--|<!\[CDATA\[|<\?/g;
const ENDS: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };
const LONGEST_PIECE = 32_768;

/** The document with its characters mended, piece by piece, for a parser that would refuse them. */
export function* mendedPieces(text: string, mends: Mends): Generator<string> {
  let at = 0;
  while (at < text.length) {
    SPOT.lastIndex = at;
    const { 0: spot, index } = SPOT.exec(text) ?? { 0: '', index: text.length };
    yield* cleanPieces(text, at, index, mends);
    if (spot === '&') {
      const [written, length] = mendReference(text, index, mends);
      yield written;
      at = index + length;
    } else if (spot === ']]>') {
      yield ']]&gt;';
      at = index + spot.length;
    } else {
      at = sectionEnd(text, index, spot);
      yield* cleanPieces(text, index, at, mends);
    }
  }
}

function sectionEnd(text: string, from: number, spot: string): number {
  const ending = ENDS[spot] ?? '';
  const end = text.indexOf(ending, from + spot.length);
  return end < 0 || ending === '' ? text.length : end + ending.length;
}

function* cleanPieces(text: string, from: number, to: number, mends: Mends): Generator<string> {
  for (let at = from; at < to; ) {
    const end = pieceEnd(text, at, Math.min(to, at + LONGEST_PIECE));
    yield cleanText(text.slice(at, end), mends);
    at = end;
  }
}

/** Where a piece of text may be cut, at most at the limit: between no two halves of one character or reference. */
export function pieceEnd(text: string, from: number, limit: number): number {
  if (limit >= text.length) return text.length;
  let end = limit;
  for (let tries = 0; tries < 64 && end > from + SHORT; tries += 1) {
    const begin = Math.max(from + 1, end - LONGEST_REFERENCE);
    const ampersand = text.slice(begin, end).lastIndexOf('&');
    if (ampersand < 0) break;
    end = begin + ampersand;
  }
  return isHigh(text.charCodeAt(end - 1)) && end - 1 > from ? end - 1 : end;
}
