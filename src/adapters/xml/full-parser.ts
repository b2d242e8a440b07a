/** What a scanned text means, and what is left to a full parser. */
import { isXmlText } from './characters.ts';

/** The document needs a full parser, to be read or to be refused. */
export class NeedsFullParser extends Error {}

/** The one thing thrown, since nobody looks where it came from. */
export const UNUSUAL = new NeedsFullParser('unusual');

const ODD = /[^\t\n\x20-\ufffd]|\]\]>/;
const LONE_SURROGATE = /\p{Cs}/u;
const NUMBERED = /^#(?:(\d{1,7})|x([\dA-Fa-f]{1,6}))$/;
const LONGEST_REFERENCE = 9;
const MOST_REFERENCES = 500;
/** What references mean: the five of the language, and numbers that were met, since the same ones come again. */
const references = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The text that is meant by one that holds more than plain characters; throws `Unusual` where XML forbids what it holds. */
export function decodeText(raw: string): string {
  if (ODD.test(raw) || LONE_SURROGATE.test(raw)) throw UNUSUAL;
  return raw.includes('&') ? resolved(raw) : raw;
}

/** Text with its references resolved. */
export function resolved(raw: string, first = raw.indexOf('&')): string {
  let text = '';
  let from = 0;
  for (let at = first; at >= 0; at = raw.indexOf('&', from)) {
    const end = raw.indexOf(';', at);
    if (end < 0 || end - at > LONGEST_REFERENCE) throw UNUSUAL;
    const name = raw.slice(at + 1, end);
    text += raw.slice(from, at) + (references.get(name) ?? character(name));
    from = end + 1;
  }
  return text + raw.slice(from);
}

function character(name: string): string {
  const [, decimal, hex = ''] = NUMBERED.exec(name) ?? [];
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  if (!(code > 0 && code <= 0x10ffff)) throw UNUSUAL;
  const text = String.fromCodePoint(code);
  if (!isXmlText(text)) throw UNUSUAL;
  if (references.size < MOST_REFERENCES) references.set(name, text);
  return text;
}
