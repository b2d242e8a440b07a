import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { parseUrl } from '../http/parse-url.ts';
import { isPublicAddress } from './addresses.ts';
import { isAllowedHost } from './allowed-hosts.ts';
import { BudgetSpent, patternBudget } from './pattern/budget.ts';
import { LONGEST_PATTERN, mayNeverEnd } from './pattern/endless.ts';

/** The meaning that a text must have, as far as it can be checked without a vendor call. */
export type Meaning = 'public-url' | 'public-host' | 'wav' | 'pattern' | 'file-name' | 'column' | 'numbers';

/** Names of local networks. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa)$/i;

/** A public host: a name with a dot that is no local one, or a public address. */
function isPublicHost(host: string): boolean {
  // The URL parser brings the other ways to write an address, such as 0x7f.1 or 2130706433, into the usual one.
  if (!/^[\p{L}\p{N}_.:[\]-]+$/u.test(host)) return false;
  const text = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}/`;
  const url = parseUrl(text);
  if (!url) return false;
  const { hostname, port, pathname } = url;
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
  const url = authority ? parseUrl(text) : null;
  if (!authority || !url) return false;
  const { protocol, hostname, port, username, password } = url;
  if (!/^https?:$/.test(protocol) || username || password) return false;
  if (isAllowedHost(hostname)) return isAllowedHost(authority.replace(/:\d+$/, ''));
  return !port && isPublicHost(authority) && isPublicHost(hostname);
}

/** The RIFF header of a WAVE file. */
function isWav(base64: string): boolean {
  const head = Buffer.from(base64.slice(0, 16), 'base64').toString('latin1');
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE';
}

/** Only what the usual syntax cannot read needs the big tables of a linear-time engine (`REQUIRED` of `scripts/build.mjs`). */
const linearTime = () => createRequire(import.meta.url)('re2js') as Pick<typeof import('re2js'), 'RE2JS'>;

/** Java's possessive quantifiers, which give back nothing, as the greedy ones of the usual syntax. */
function withoutPossessive(pattern: string): string {
  return pattern.replace(/((?:^|[^\\])(?:\\\\)*[*+?}])\+/g, '$1');
}

/** Steps of compiling with the linear-time engine: for each character, and for a counted repetition of a thousand rounds. */
const CHARACTER_STEPS = 20;
const REPETITION_STEPS = 6_000;

function compileInLinearTime(text: string): void {
  patternBudget().spend(text.length * CHARACTER_STEPS + (text.split('{').length - 1) * REPETITION_STEPS);
  linearTime().RE2JS.compile(text);
}

/** Vendors' dialects differ; what neither the usual syntax nor a linear-time engine can read is no regular expression. */
function isPattern(written: string): boolean {
  const text = withoutPossessive(written);
  return [() => new RegExp(text), () => compileInLinearTime(text)].some((compiles) => {
    try {
      compiles();
      return true;
    } catch (thrown) {
      if (thrown instanceof BudgetSpent) throw thrown;
      return false;
    }
  });
}

function patternRefusal(text: string): string | null {
  if (text.length > LONGEST_PATTERN) return ENDLESS;
  try {
    if (!isPattern(text)) return CHECKS.pattern.refusal;
    return mayNeverEnd(withoutPossessive(text)) ? ENDLESS : null;
  } catch (thrown) {
    if (thrown instanceof BudgetSpent) return TOO_MANY;
    throw thrown;
  }
}

const ENDLESS = 'This regular expression can take unlimited time';
const TOO_MANY =
  'The regular expressions of one request are too many or too long to check; send them in several requests';

/** A name alone: what could lead out of the vendor's folder is none. */
function isFileName(text: string): boolean {
  return text.length <= 255 && !/[\\/:%\p{Cc}]/u.test(text) && !/^\.+$/.test(text);
}

const CHECKS: Readonly<Record<Meaning, { readonly fits: (text: string) => boolean; readonly refusal: string }>> = {
  'public-url': {
    fits: isPublicUrl,
    refusal:
      'Only http and https addresses of public hosts, without credentials and port, or of hosts among `allowedHosts` of the account are allowed',
  },
  'public-host': {
    fits: (host) => isAllowedHost(host) || isPublicHost(host),
    refusal: 'Only public hosts and those among `allowedHosts` of the account are allowed',
  },
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
  if (meaning === 'pattern') return patternRefusal(text);
  return fits(text) ? null : refusal;
}
