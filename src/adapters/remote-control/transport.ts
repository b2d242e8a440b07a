/** HTTP GET with a token cookie: contract in, `send(operation, input)` out. Acts are sent once, whatever happens. */

import type { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import { checkInput } from '../calls/validate.ts';
import type { Client, InputOf, Operation, OutputOf, SendOptions, WireContext } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { type HttpRequest, type HttpResponse, httpCall, statusFailure, unreadable } from '../http/http.ts';
import { decodeText } from '../xml/read.ts';
import { type RemoteControlOperations, remoteControl } from './contract.ts';
import { type CallActionResponse, decodeData, readEnvelope } from './decode.ts';
import { jsonDocument, xmlDocument } from './document.ts';
import { PATHS, pathOf, TELEPHONY } from './paths.ts';
import { refusalCode } from './quirks.ts';
import { whileCallerWaits } from './shared.ts';
import { type Credentials, TokenKeeper } from './token.ts';

/** What a client is made of. */
export interface TransportOptions {
  readonly account: string;
  /** Scheme, host and, where there is one, the path before `/webservices`. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly timeZone: string;
  readonly format: 'xml' | 'json';
  /** Milliseconds a call may take when the caller does not say. */
  readonly deadline?: number | undefined;
  readonly guard?: Guard;
  readonly drift?: Drift;
}

type Name = keyof RemoteControlOperations;
type Values = Readonly<Record<string, unknown>>;

/** A typed client of the vendor. */
export function remoteControlClient(options: TransportOptions): Client<RemoteControlOperations> {
  const transport = new Transport(options);
  return {
    send: async <Wanted extends Name>(
      name: Wanted,
      input: InputOf<RemoteControlOperations[Wanted]>,
      ask: SendOptions = {},
    ) => (await transport.send(name, input as Values, ask)) as OutputOf<RemoteControlOperations[Wanted]>,
    close: async () => undefined,
  };
}

/** One call under way. */
interface Exchange {
  readonly name: Name;
  readonly row: Operation;
  readonly request: Omit<HttpRequest, 'headers'>;
}

/** The vendor did not take the token; `acted` is false where the refusal came before anything could happen. */
interface RefusedToken {
  readonly error: CrosspointError;
  readonly certain: boolean;
}

class Transport {
  private readonly tokens: TokenKeeper;
  private readonly context: WireContext;
  private readonly base: string;
  private readonly guard: Guard;

  constructor(private readonly options: TransportOptions) {
    this.base = options.url.replace(/\/+$/, '');
    const { account, credentials, deadline, guard = new Guard(account) } = options;
    this.guard = guard;
    this.tokens = new TokenKeeper(this.base, account, credentials, guard, deadline);
    this.context = { timeZone: options.timeZone, drift: options.drift };
  }

  async send(name: Name, input: Values, ask: SendOptions): Promise<unknown> {
    const facts = { account: this.options.account, vendor: 'REMOTE_CONTROL', operation: name } as const;
    const row: Operation | undefined = remoteControl.operations[name];
    if (!row) throw new CrosspointError('UNSUPPORTED', 'The vendor has no such operation', facts);
    try {
      checkInput(row.input, input);
      const url = `${this.base}${TELEPHONY}${pathOf(PATHS[name], row.input, input, this.context)}`;
      const deadline = ask.deadline ?? this.options.deadline;
      const request = { method: 'GET', url, signal: ask.signal, deadline, act: row.kind === 'mutation', ...facts };
      return await this.exchange({ name, row, request: request as Exchange['request'] });
    } catch (error) {
      throw error instanceof CrosspointError ? error.with(facts) : error;
    }
  }

  /** A refused token is replaced and the call made again, once: a read always, an act only if it certainly did nothing. */
  private async exchange(exchange: Exchange): Promise<unknown> {
    const { signal } = exchange.request;
    const token = await whileCallerWaits(this.tokens.current(), signal);
    const first = await this.guarded(exchange, token);
    if (!('error' in first)) return first.value;
    const again = first.certain || !exchange.request.act;
    const fresh = again ? await whileCallerWaits(this.tokens.instead(token), signal) : null;
    if (fresh === null) throw first.error;
    const second = await this.guarded(exchange, fresh);
    if ('error' in second) throw second.error;
    return second.value;
  }

  private guarded(exchange: Exchange, token: string) {
    return this.guard.call(() => this.attempt(exchange, token), exchange.request.signal);
  }

  private async attempt(exchange: Exchange, token: string): Promise<{ readonly value: unknown } | RefusedToken> {
    const json = this.options.format === 'json' && { 'content-type': 'application/json' };
    const headers = { cookie: `TokenKey=${token}`, ...json };
    const response = await httpCall({ ...exchange.request, headers });
    if (response.status === 401) return { error: tokenRefused('HTTP 401'), certain: true };
    const { success, data, code, detail } = this.read(exchange, response);
    if (success) return { value: this.value(exchange, data) };
    const error = refusal(code, detail, token);
    if (error.code === 'UNAUTHENTICATED') return { error, certain: false };
    throw error;
  }

  private read({ request }: Exchange, { status, headers, body }: HttpResponse): CallActionResponse {
    const failure = failureOf(request, status);
    try {
      const text = decodeText(body, headers['content-type']);
      const document = /^\s*[[{]/.test(text) ? jsonDocument(text) : xmlDocument(text);
      const envelope = readEnvelope(document);
      if (!envelope.success || !failure) return envelope;
    } catch (error) {
      if (!failure) throw unreadable(request, messageOf(error), error);
    }
    throw failure;
  }

  private value({ row, request }: Exchange, data: CallActionResponse['data']): unknown {
    try {
      return decodeData(row.output, data, this.context);
    } catch (error) {
      throw unreadable(request, messageOf(error), error);
    }
  }
}

/** What an HTTP status tells; an act that broke the vendor may have been done nevertheless. */
function failureOf(request: Exchange['request'], status: number): CrosspointError | null {
  const failure = statusFailure(request, status);
  if (failure?.code === 'UNAVAILABLE' && request.act) return unreadable(request, 'The vendor is out of order');
  return failure;
}

function messageOf(error: unknown): string {
  return error instanceof CrosspointError ? error.message : "The vendor's answer cannot be read";
}

function tokenRefused(vendorCode: string): CrosspointError {
  return new CrosspointError('UNAUTHENTICATED', "The vendor does not take the account's token", { vendorCode });
}

/** A failure told inside HTTP 200. */
function refusal(code: string | null, detail: string, token: string): CrosspointError {
  const said = detail.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…');
  const message =
    (token.length > 2 ? said.replaceAll(token, '…') : said).trim().slice(0, 500) ||
    'The vendor did not do it, and does not say why';
  const number = Number(code);
  const details = { ResponseCode: code !== null && Number.isInteger(number) ? number : null, ResponseDetail: message };
  return new CrosspointError(refusalCode(detail), message, { vendorCode: code ?? 'Success: false', details });
}
