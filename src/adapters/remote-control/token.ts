/** The token that every call carries in its cookie. */

import type { Guard } from '../calls/guard.ts';
import { CrosspointError } from '../errors.ts';
import { httpCall, statusFailure } from '../http/http.ts';
import { decodeText } from '../xml/read.ts';
import { parseAnswerXml } from '../xml/tree.ts';
import { segment, TOKEN_SERVICE } from './paths.ts';

/** How a token is come by: given once, or asked for with a user's name and password. */
export type Credentials = { readonly token: string } | { readonly login: Login };

/** A user of the token service. */
export interface Login {
  readonly userName: string;
  readonly password: string;
}

/** Characters a cookie's value may hold. */
export const COOKIE_TEXT = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,4096}$/;

const OPERATION = 'apitoken';
/** Calls a refused token costs beside the one it was refused for: a new token, and the call again. */
const RENEWAL_CALLS = 2;

/** Holds the token; however many find it expired, one new one is asked for. */
export class TokenKeeper {
  private token: string | null;
  private asked: Promise<string> | undefined;

  constructor(
    private readonly base: string,
    private readonly account: string,
    private readonly credentials: Credentials,
    private readonly guard: Guard,
    private readonly deadline?: number,
  ) {
    this.token = 'token' in credentials ? credentials.token : null;
  }

  /** The token to use now. */
  async current(): Promise<string> {
    return this.token ?? this.renew();
  }

  /** A token other than the refused one; null where only a fixed one is known, or too many were refused lately. */
  async instead(refused: string): Promise<string | null> {
    if ('token' in this.credentials) return null;
    const { retries } = this.guard;
    // Whoever waits for the new token goes again with the first who found the old one refused.
    if (this.token !== refused) retries.charge();
    else if (retries.take(RENEWAL_CALLS)) this.token = null;
    else return null;
    return this.current();
  }

  private renew(): Promise<string> {
    this.asked ??= this.guard
      .call(() => this.ask())
      .finally(() => {
        this.asked = undefined;
      });
    return this.asked;
  }

  private async ask(): Promise<string> {
    const { credentials, account, deadline } = this;
    if ('token' in credentials) return credentials.token;
    const { userName, password } = credentials.login;
    const url = `${this.base}${TOKEN_SERVICE}/${segment(userName)}`;
    const headers = { authorization: Buffer.from(password).toString('base64') };
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
  const message = 'The token service did not take the user name and password of the account';
  return new CrosspointError('UNAUTHENTICATED', message, { account, vendor, operation });
}

const NAMES = ['TokenKey', 'Token', 'Key', 'Data'];

/** Finds the token in an answer of any form the service is known or likely to use: bare, quoted, XML, JSON. */
export function readToken(text: string): string | null {
  const trimmed = text.trim();
  const found = trimmed.startsWith('<') ? inXml(trimmed) : inJson(trimmed);
  return found !== null && COOKIE_TEXT.test(found) ? found : null;
}

function inXml(text: string): string | null {
  if (/^<(!doctype\s+)?html/i.test(text)) return null;
  const root = parseAnswerXml(text);
  if (root.children.some(({ name, text: said }) => name === 'Success' && said.trim() === 'false')) return null;
  const child = root.children.find(({ name }) => NAMES.includes(name));
  return (child ?? root).text.trim();
}

function inJson(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : text;
  const members = value as Readonly<Record<string, unknown>>;
  if (members.Success === false) return null;
  const told = NAMES.map((name) => members[name]).find((member) => typeof member === 'string');
  return typeof told === 'string' ? told : null;
}
