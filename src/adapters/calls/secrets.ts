/** The one place that removes secrets, in every encoding, from text: of vendors, in errors, and in the log. */
import type { Fields, Type } from '../contract.ts';

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
    if (secret && typeof value === 'string') return [value];
    return secretsIn(type, value);
  });
}

function secretsIn(type: Type, value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (type.kind === 'list') return (value as readonly unknown[]).flatMap((item) => secretsIn(type.of, item));
  if (type.kind === 'struct') return secretsOf(type.fields, value as Values);
  const chosen = type.kind === 'variant' ? type.cases[String((value as Values)._type)] : undefined;
  return chosen ? secretsOf(chosen.fields, value as Values) : [];
}

/** The text without the secrets: plain, percent-encoded, or inside base64 such as that of a Basic credential. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter(({ length }) => length >= SHORTEST);
  const plain = known.flatMap((secret) => [...new Set([secret, percent(secret), form(secret)])]);
  const longestFirst = plain.toSorted((a, b) => b.length - a.length);
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

/** A vendor's text for an error message: one line of at most 500 characters without URLs, control characters and secrets. */
export function safeVendorText(text: string, secrets: readonly string[]): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…');
  return withoutSecrets(line, secrets).trim().slice(0, LONGEST_TEXT);
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

/** The base64 characters that a text has whatever precedes and follows it, for each of the three alignments. */
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
