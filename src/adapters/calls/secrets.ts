/** Removes secrets and numbers of payment cards: from texts of vendors, from errors, from the log and from decoded values. */
import type { Fields, Type, VariantType } from '../contract.ts';

/** Shorter secrets would match inside ordinary words. */
const SHORTEST = 3;
/** Characters of base64 from which a match is no coincidence. */
const SHORTEST_BASE64 = 6;
/** Characters of a vendor's text in an error message. */
const LONGEST_TEXT = 500;

type Values = Readonly<Record<string, unknown>>;

/** Every secret text of an input, at any depth. */
export function secretsOf(fields: Fields, input: Values): string[] {
  return Object.entries(fields).flatMap(([name, { secret, type }]) => {
    const value = input[name];
    return secret ? textsIn(value) : secretsIn(type, value);
  });
}

/** The texts of a value that is secret as a whole. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
}

function secretsIn(type: Type, value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (type.kind === 'list') return (value as readonly unknown[]).flatMap((item) => secretsIn(type.of, item));
  if (type.kind === 'struct') return secretsOf(type.fields, value as Values);
  return type.kind === 'variant' ? secretsOf(chosenFields(type, value), value as Values) : [];
}

/** The fields of the case that a value is of; none of a case that its contract does not have. */
function chosenFields({ cases }: VariantType, value: object): Fields {
  return cases[String((value as Values)._type)]?.fields ?? {};
}

/** A decoded value without the fields that its contract marks secret, at any depth. */
export function withoutSecretFields(fields: Fields, value: object): Record<string, unknown> {
  const shown = Object.entries(value).filter(([name]) => !fields[name]?.secret);
  return Object.fromEntries(shown.map(([name, inner]) => [name, withoutSecretsInside(fields[name]?.type, inner)]));
}

function withoutSecretsInside(type: Type | undefined, value: unknown): unknown {
  if (type?.kind === 'list' && Array.isArray(value)) return value.map((item) => withoutSecretsInside(type.of, item));
  if (type?.kind === 'struct' && value) return withoutSecretFields(type.fields, value);
  if (type?.kind === 'variant' && value) return withoutSecretFields(chosenFields(type, value), value);
  return value;
}

/** The text without the secrets: as they are, encoded for URLs, JSON or XML, or inside base64 such as that of a Basic credential. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter(({ length }) => length >= SHORTEST);
  const longestFirst = known.flatMap(writtenForms).toSorted((a, b) => b.length - a.length);
  const safe = longestFirst.reduce((left, secret) => left.replaceAll(secret, '…'), withoutCredentials(text));
  return known.flatMap(base64Cores).reduce(withoutToken, safe);
}

/**
 * Replaces credentials that can be recognised by their form with a mark: authorization values, user information and
 * queries of URLs, and values of names such as `password`.
 */
export function withoutCredentials(text: string, mark = '…'): string {
  return text
    .replace(/\b(Basic|Bearer)\s+[\w.~+/=-]{4,}/gi, `$1 ${mark}`)
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, `$1${mark}@`)
    .replace(/(\bhttps?:\/\/[^\s?#]*)[?#]\S*/gi, `$1?${mark}`)
    .replace(/\?[\w.~%-]+=[^\s"'<>]*/g, `?${mark}`)
    .replace(/\b(TokenKey|password|pwd|apikey|api_key|token|secret)=[^\s;&"'<>]+/gi, `$1=${mark}`);
}

/** Replaces numbers of 13 to 19 digits with the check digit of a payment card, in groups or not, with a mark. */
export function withoutCardNumbers(text: string, mark = '…'): string {
  return text.replace(/\d+(?:[ -]\d+)*/g, (run) => {
    const parts = run.split(/([ -])/);
    // The groups of a card's number may be followed by others, such as its expiry date.
    for (let first = 0; first < parts.length; first += 2) {
      const last = endOfCardNumber(parts, first);
      if (last !== null) parts.splice(first, last - first + 1, mark);
    }
    return parts.join('');
  });
}

/** Index of the last group of the longest card number that begins with the first group; null without one. */
function endOfCardNumber(parts: readonly string[], first: number): number | null {
  let digits = '';
  let end: number | null = null;
  for (let at = first; at < parts.length && digits.length <= 19; at += 2) {
    digits += parts[at];
    if (digits.length >= 13 && digits.length <= 19 && hasCheckDigit(digits)) end = at;
  }
  return end;
}

/** Whether the last digit is that of Luhn's formula (ISO/IEC 7812-1, annex B). */
function hasCheckDigit(number: string): boolean {
  const digits = [...number].map(Number).reverse();
  const sum = digits.reduce((total, digit, index) => {
    const weighted = index % 2 === 0 ? digit : digit * 2;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}

/**
 * A vendor's text for an error message: one line of at most 500 characters without URLs, control characters, secrets and card
 * numbers.
 */
export function safeVendorText(text: string, secrets: readonly string[]): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…');
  return withoutCardNumbers(withoutSecrets(line, secrets)).trim().slice(0, LONGEST_TEXT);
}

/** The ways in which a text is written where it does not stand in base64. */
function writtenForms(secret: string): string[] {
  const quoted = JSON.stringify(secret).slice(1, -1);
  const plain = [secret, quoted, quoted.replace(/[^ -~]/g, unicodeEscape)];
  const inUrls = [percent(secret), percent(secret).replace(/%../g, (code) => code.toLowerCase()), form(secret)];
  return [...new Set([...plain, ...plain.flatMap(xmlTexts), ...inUrls])];
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A text in an element of XML or HTML, and in an attribute. */
function xmlTexts(text: string): string[] {
  const inElement = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const withEnds = inElement.replaceAll('>', '&gt;');
  const withQuotes = withEnds.replaceAll('"', '&quot;');
  return [inElement, withEnds, withQuotes, withQuotes.replaceAll("'", '&apos;'), withQuotes.replaceAll("'", '&#39;')];
}

function percent(secret: string): string {
  return [...Buffer.from(secret)].map((byte) => encodeByte(byte)).join('');
}

/** RFC 3986: what is not unreserved is encoded. */
function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** As in a form, where a space is a plus sign. */
function form(secret: string): string {
  return new URLSearchParams({ '': secret }).toString().slice(1);
}

/** The base64 characters of a text that its surroundings do not change, for each of the three alignments. */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const whole = Math.floor((padded.length * 8) / 6);
    const core = padded.toString('base64').slice(Math.ceil((offset * 8) / 6), whole);
    const url = core.replaceAll('+', '-').replaceAll('/', '_');
    return core.length < SHORTEST_BASE64 ? [] : [...new Set([core, url])];
  });
}

/** Removes the whole run of base64 that contains the core. */
function withoutToken(text: string, core: string): string {
  if (!text.includes(core)) return text;
  return text.replace(/[\w+/-]{4,}={0,2}/g, (run) => (run.includes(core) ? '…' : run));
}
