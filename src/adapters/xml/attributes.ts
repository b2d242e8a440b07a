import { MAX_ATTRIBUTES, NEEDS_FULL_PARSER } from './full-parser.ts';
import { isBlank } from './names.ts';
import { cleanText, type Mends } from './text.ts';

const ATTRIBUTE = /[ \t\n]+((?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)=(?:"([^"<&\t\n]*)"|'([^'<&\t\n]*)')/y;
/** Longer attribute values are left to the full parser, which takes them in steps. */
const LONGEST_ATTRIBUTE = 65_536;

/** Reads the attributes of a tag into `found`; answers where they end. */
export function readAttributes(source: string, from: number, found: Record<string, string>, mends: Mends): number {
  let at = from;
  for (let count = 1; ; count += 1) {
    ATTRIBUTE.lastIndex = at;
    const [whole, name, double, single] = ATTRIBUTE.exec(source) ?? [];
    if (whole === undefined || name === undefined) break;
    const isTooMuch = count > MAX_ATTRIBUTES || whole.length > LONGEST_ATTRIBUTE;
    if (isTooMuch || Object.hasOwn(found, name) || name === '__proto__') throw NEEDS_FULL_PARSER;
    found[name] = cleanText(double ?? single ?? '', mends);
    at += whole.length;
  }
  while (isBlank(source.charCodeAt(at))) at += 1;
  return at;
}
