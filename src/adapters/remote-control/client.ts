/** The typed client: HTTP GET with a token cookie. A mutation is sent exactly once. */
import { enterChain, type ValidCall } from '../calls/chain.ts';
import { unlessAborted } from '../calls/deadline.ts';
import type { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import type { Client, InputOf, Operation, OutputOf, SendOptions, WireContext } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { statusFailure, unreadable } from '../http/failure.ts';
import { httpCall } from '../http/http.ts';
import type { HttpRequest, HttpResponse } from '../http/request.ts';
import { decodeText } from '../xml/read.ts';
import { type CallActionResponse, readAnswer } from './client/answer.ts';
import { refusalError, tokenRefused } from './client/refusal.ts';
import { TokenCache, type TokenCredentials } from './client/token.ts';
import { type RemoteControlOperations, remoteControlContract } from './contract/index.ts';
import { PATHS, requestPath, TELEPHONY } from './contract/paths.ts';
import type { Settings } from './settings.ts';

/** Dependencies of a client in addition to the account's settings. */
interface ClientDependencies {
  readonly account: string;
  readonly guard?: Guard;
  readonly drift?: Drift;
}

type Name = keyof RemoteControlOperations;
type Values = Readonly<Record<string, unknown>>;

/** The client of an account. Its `send` throws a CrosspointError with account, vendor and operation. */
export function createClient(settings: Settings, dependencies: ClientDependencies): Client<RemoteControlOperations> {
  const transport = new Transport(settings, dependencies);
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
  readonly row: Operation;
  readonly call: ValidCall;
  readonly request: Omit<HttpRequest, 'headers'>;
}

/** The vendor refused the token; `certain` where it refused before anything could happen. */
interface RefusedToken {
  readonly error: CrosspointError;
  readonly certain: boolean;
}

function credentialsOf({ token, login }: Settings): TokenCredentials {
  return login ? { login } : { token: token ?? '' };
}

class Transport {
  private readonly tokens: TokenCache;
  private readonly context: WireContext;
  private readonly base: string;
  private readonly account: string;
  private readonly guard: Guard;

  constructor(
    private readonly settings: Settings,
    { account, guard = new Guard(account), drift }: ClientDependencies,
  ) {
    this.base = settings.url.replace(/\/+$/, '');
    this.account = account;
    this.guard = guard;
    const asked = { deadline: settings.deadline, json: settings.format === 'json' };
    this.tokens = new TokenCache(this.base, account, credentialsOf(settings), guard, asked);
    this.context = { timeZone: settings.timeZone, drift };
  }

  async send(name: Name, input: Values, ask: SendOptions): Promise<unknown> {
    const facts = { account: this.account, vendor: 'REMOTE_CONTROL', operation: name } as const;
    const row: Operation | undefined = Object.hasOwn(remoteControlContract.operations, name)
      ? remoteControlContract.operations[name]
      : undefined;
    if (!row) throw new CrosspointError('UNSUPPORTED', `The vendor has no operation ${name}`, facts);
    try {
      const call = enterChain({ name, row, input, ask });
      const url = `${this.base}${TELEPHONY}${requestPath(PATHS[name], row.input, input, this.context)}`;
      const deadline = ask.deadline ?? this.settings.deadline;
      const request = { method: 'GET', url, signal: ask.signal, deadline, act: row.kind === 'mutation', ...facts };
      return await this.exchange({ row, call, request: request as Exchange['request'] });
    } catch (error) {
      throw error instanceof CrosspointError ? error.with(facts) : error;
    }
  }

  /** A refused token is replaced and the call made again, once: a read always, an act only if it certainly did nothing. */
  private async exchange(exchange: Exchange): Promise<unknown> {
    const { signal } = exchange.request;
    const token = await unlessAborted(this.tokens.current(), signal, callerLeft);
    const first = await this.guarded(exchange, token);
    if (!('error' in first)) return first.value;
    const again = first.certain || !exchange.request.act;
    const fresh = again ? await unlessAborted(this.tokens.instead(token), signal, callerLeft) : null;
    if (fresh === null) throw first.error;
    const second = await this.guarded(exchange, fresh);
    if ('error' in second) throw second.error;
    return second.value;
  }

  private guarded(exchange: Exchange, token: string) {
    const transport = (signal: AbortSignal | undefined) =>
      this.attempt({ ...exchange, request: { ...exchange.request, signal } }, token);
    return exchange.call.exchange({ guard: this.guard, transport });
  }

  private async attempt(exchange: Exchange, token: string): Promise<{ readonly value: unknown } | RefusedToken> {
    const json = this.settings.format === 'json' && { 'content-type': 'application/json' };
    const headers = { cookie: `TokenKey=${token}`, ...json };
    const response = await httpCall({ ...exchange.request, headers });
    if (response.status === 401) return { error: tokenRefused('HTTP 401'), certain: true };
    const { success, data, code, detail } = await this.read(exchange, response);
    if (success) return { value: data };
    const error = refusalError(code, detail, token);
    if (error.code === 'UNAUTHENTICATED') return { error, certain: false };
    throw error;
  }

  private async read({ row, request }: Exchange, response: HttpResponse): Promise<CallActionResponse> {
    const { status, headers, body } = response;
    const failure = failureOf(request, status);
    try {
      const answer = await readAnswer(decodeText(body, headers['content-type']), row, this.context);
      if (!answer.success || !failure) return answer;
    } catch (error) {
      if (!failure) throw unreadable(request, messageOf(error), error);
    }
    throw failure;
  }
}

/** The failure that an HTTP status means; an act that the vendor failed at may have been done. */
function failureOf(request: Exchange['request'], status: number): CrosspointError | null {
  const failure = statusFailure(request, status);
  if (failure?.code === 'UNAVAILABLE' && request.act)
    return unreadable(request, 'The service of the vendor is unavailable');
  return failure;
}

function messageOf(error: unknown): string {
  return error instanceof CrosspointError ? error.message : "The vendor's answer cannot be decoded";
}

function callerLeft(): CrosspointError {
  return new CrosspointError('TIMEOUT', 'The caller disconnected before the answer');
}
