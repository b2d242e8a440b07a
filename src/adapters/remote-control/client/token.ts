/** The token that every call carries in its cookie. */

import type { Guard } from '../../calls/guard.ts';
import { CrosspointError } from '../../errors.ts';
import { statusFailure } from '../../http/failure.ts';
import { httpCall } from '../../http/http.ts';
import { decodeText } from '../../xml/read.ts';
import { parseAnswerXml, type XmlElement } from '../../xml/tree.ts';
import { segment, TOKEN_SERVICE } from '../contract/paths.ts';

/** A fixed token, or the log-in that the token service issues one for. */
export type TokenCredentials = { readonly token: string } | { readonly login: Login };

/** A user of the token service. */
interface Login {
  readonly userName: string;
  readonly password: string;
}

/** Characters that a cookie's value may hold (RFC 6265). */
export const COOKIE_TEXT = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,4096}$/;

const OPERATION = 'apitoken';
/** Calls that a refused token costs: a new token, and the call again. */
const RENEWAL_CALLS = 2;

/** How the token service is called. */
interface TokenOptions {
  /** Milliseconds a request may take. */
  readonly deadline?: number | undefined;
  /** Requests the answer as JSON. */
  readonly json?: boolean;
}

/** Stores the token. Concurrent calls that find it expired share one renewal. */
export class TokenCache {
  private token: string | null = null;
  private asked: Promise<string> | undefined;

  constructor(
    private readonly base: string,
    private readonly account: string,
    private readonly credentials: TokenCredentials,
    private readonly guard: Guard,
    private readonly options: TokenOptions = {},
  ) {}

  /** The current token; requested first where there is none. */
  async current(): Promise<string> {
    const { credentials } = this;
    return 'token' in credentials ? credentials.token : (this.token ?? this.renew(credentials.login));
  }

  /** A token other than the refused one; null where the token is fixed or the retry budget is spent. */
  async instead(refused: string): Promise<string | null> {
    if ('token' in this.credentials) return null;
    const { retries } = this.guard;
    // The first call that finds a token refused pays for its renewal; the others share it.
    if (this.token !== refused) retries.charge();
    else if (retries.take(RENEWAL_CALLS)) this.token = null;
    else return null;
    return this.current();
  }

  private renew(login: Login): Promise<string> {
    this.asked ??= this.guard
      .call(() => this.ask(login))
      .finally(() => {
        this.asked = undefined;
      });
    return this.asked;
  }

  private async ask({ userName, password }: Login): Promise<string> {
    const { account } = this;
    const url = `${this.base}${TOKEN_SERVICE}/${segment(userName)}`;
    const { json, deadline } = this.options;
    const form = json && { 'content-type': 'application/json' };
    const headers = { authorization: Buffer.from(password).toString('base64'), ...form };
    const facts = { account, vendor: 'REMOTE_CONTROL', operation: OPERATION, act: false } as const;
    const { status, body } = await httpCall({ method: 'GET', url, headers, deadline, maxBytes: 65_536, ...facts });
    if (status === 401 || status === 403 || status === 404) throw notTaken(facts);
    const failure = statusFailure(facts, status);
    if (failure) throw failure;
    this.token = readToken(decodeText(body));
    if (this.token === null) throw notTaken(facts);
    return this.token;
  }
}

function notTaken({ account, vendor, operation }: { account: string; vendor: 'REMOTE_CONTROL'; operation: string }) {
  const message = 'The token service refused the user name and password of the account';
  return new CrosspointError('UNAUTHENTICATED', message, { account, vendor, operation });
}

/** Names the token may bear, the likeliest first; WIRE.md gives no form of the answer. */
const NAMES = ['tokenkey', 'token', 'key', 'data', 'string'];

/** Finds the token in an answer of any form: plain text, a JSON string or object, XML; names in either case. */
export function readToken(text: string): string | null {
  const trimmed = text.trim();
  const found = trimmed.startsWith('<') ? inXml(trimmed) : inJson(trimmed);
  return found !== null && COOKIE_TEXT.test(found) ? found : null;
}

function inXml(text: string): string | null {
  if (/^<(!doctype\s+)?html/i.test(text)) return null;
  const root = parseAnswerXml(text);
  return (
    tokenAmong(
      root.children.map(({ name, text: value, children }) => [name, children.length ? textsIn(children) : value]),
    ) ?? (root.children.length ? null : root.text.trim())
  );
}

/** Texts of elements by their names. */
function textsIn(elements: readonly XmlElement[]): Readonly<Record<string, string>> {
  return Object.fromEntries(elements.map(({ name, text }) => [name, text]));
}

function inJson(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof value === 'string') return value;
  // A token of digits is plain text too.
  if (typeof value === 'number') return text;
  return tokenAmong(Object.entries(value ?? {}));
}

/** The token among the members of an answer or of its data; null where the answer is a failure. */
function tokenAmong(entries: readonly (readonly [string, unknown])[]): string | null {
  const members = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
  if (String(members.get('success')).trim().toLowerCase() === 'false') return null;
  const value = NAMES.map((name) => members.get(name)).find((found) => found !== undefined && found !== null);
  if (typeof value === 'object' && value !== null) return tokenAmong(Object.entries(value));
  return typeof value === 'string' ? value.trim() : null;
}
