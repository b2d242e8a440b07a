import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';
import { mayNeverEnd } from './pattern/endless.ts';

/** The meaning that a text must have, as far as it can be checked without a vendor call. */
export type Meaning = 'public-url' | 'public-host' | 'wav' | 'pattern' | 'file-name' | 'column' | 'numbers';

/** Names of local networks. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa)$/i;

/** A public host: a name with a dot that is no local one, or a public address. */
function isPublicHost(host: string): boolean {
  // The URL parser brings the other ways to write an address, such as 0x7f.1 or 2130706433, into the usual one.
  if (!/^[\p{L}\p{N}_.:[\]-]+$/u.test(host)) return false;
  const text = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}/`;
  if (!URL.canParse(text)) return false;
  const { hostname, port, pathname } = new URL(text);
  if (port || pathname !== '/') return false;
  const name = hostname.replace(/\.$/, '').replace(/^\[|\]$/g, '');
  if (isIP(name)) return isPublicAddress(name);
  return name.includes('.') && !LOCAL_NAME.test(name);
}

/**
 * The host is read by a strict expression too: parsers of other languages take `http://a.b\\@127.0.0.1/` for 127.0.0.1,
 * and the vendor's parser is not known.
 */
function isPublicUrl(text: string): boolean {
  const authority = /^https?:\/\/([^/?#@\\\s]+)(?:[/?#][^\\\s\p{Cc}]*)?$/iu.exec(text)?.[1];
  if (!authority || !isPublicHost(authority) || !URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password } = new URL(text);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && !port && !username && !password && isPublicHost(hostname);
}

/** The RIFF header of a WAVE file. */
function isWav(base64: string): boolean {
  const head = Buffer.from(base64.slice(0, 16), 'base64').toString('latin1');
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE';
}

/** Only what the usual syntax cannot read needs the big tables of a linear-time engine. */
const linearTime = () => createRequire(import.meta.url)('re2js') as typeof import('re2js');

/** Java's possessive quantifiers, which give back nothing, as the greedy ones of the usual syntax. */
function withoutPossessive(pattern: string): string {
  return pattern.replace(/((?:^|[^\\])(?:\\\\)*[*+?}])\+/g, '$1');
}

/** Vendors' dialects differ; what neither the usual syntax nor a linear-time engine can read is no regular expression. */
function isPattern(written: string): boolean {
  const text = withoutPossessive(written);
  return [() => new RegExp(text), () => linearTime().RE2JS.compile(text)].some((compiles) => {
    try {
      compiles();
      return true;
    } catch {
      return false;
    }
  });
}

/** A name alone: what could lead out of the vendor's folder is none. */
function isFileName(text: string): boolean {
  return text.length <= 255 && !/[\\/:%\p{Cc}]/u.test(text) && !/^\.+$/.test(text);
}

const CHECKS: Readonly<Record<Meaning, { readonly fits: (text: string) => boolean; readonly refusal: string }>> = {
  'public-url': {
    fits: isPublicUrl,
    refusal: 'Only http and https addresses of public hosts, without credentials and port, are allowed',
  },
  'public-host': { fits: isPublicHost, refusal: 'Only public hosts are allowed' },
  wav: { fits: isWav, refusal: 'Not a WAV file' },
  pattern: { fits: isPattern, refusal: 'Not a regular expression' },
  'file-name': { fits: isFileName, refusal: 'Not a file name' },
  column: { fits: (text) => /^[A-Za-z]\w*$/.test(text), refusal: 'Not a column name' },
  numbers: { fits: (text) => /^\d+(, ?\d+)*$/.test(text), refusal: 'Only numbers separated by commas are allowed' },
};

/** Returns the reason why a text lacks the required meaning, or null. An empty text is left to the vendor. */
export function refusalOf(meaning: Meaning, text: string): string | null {
  const { fits, refusal } = CHECKS[meaning];
  if (text === '') return null;
  if (!fits(text)) return refusal;
  return meaning === 'pattern' && mayNeverEnd(withoutPossessive(text))
    ? 'This regular expression can take unlimited time'
    : null;
}
