/** SOAP: contract in, `send(operation, input)` out. */
import type { VendorApi } from '../../../schema/vocabulary.ts';
import { enterChain } from '../calls/chain.ts';
import type { Drift } from '../calls/drift.ts';
import type { Guard } from '../calls/guard.ts';
import { secretsOf } from '../calls/secrets.ts';
import type {
  Client,
  Contract,
  InputOf,
  Operation,
  Operations,
  OutputOf,
  SendOptions,
  WireContext,
} from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { statusFailure, unreadable } from '../http/failure.ts';
import { httpCall, USUAL_DEADLINE } from '../http/http.ts';
import type { HttpRequest, HttpResponse } from '../http/request.ts';
import { checkCharset } from '../xml/read.ts';
import { CookieJar } from './cookies.ts';
import { decodeAnswerInSlices, encodeEnvelope, type SoapAnswer, type Style } from './envelope.ts';
import { type FaultIndex, type FaultName, faultError, indexFaults } from './fault.ts';
import type { Security } from './security.ts';

/** Seconds. */
const LONGEST_WAIT = 3600;

interface SoapOptions<Ops extends Operations = Operations> {
  readonly contract: Contract<Ops>;
  readonly url: string | URL | ((operation: string) => string);
  readonly namespace: string;
  /** `named`: children by field name; `numbered`: `arg1` to `argN`. */
  readonly style: Style;
  readonly security?: Security;
  /** IANA zone of times without an offset. Default: UTC. */
  readonly timeZone?: string;
  readonly account: string;
  readonly vendor: VendorApi;
  /** Default deadline of a call in milliseconds. */
  readonly deadline?: number;
  /** More headers for every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Recognises faults that are not named by their detail's element. */
  readonly faultName?: FaultName;
  /** Largest answer accepted. */
  readonly maxBytes?: number;
  /** Values, such as the password, that a fault's text must not echo. */
  readonly secrets?: readonly string[];
  /** The breaker of the service that is called. */
  readonly guard?: Guard | undefined;
  /** The client passes its calls through the chain itself, so that this is the transport alone. */
  readonly isTransport?: boolean;
  /** Encodes a request in a form other than a plain envelope; null where it is one. */
  readonly packaging?:
    | ((row: Operation, input: Readonly<Record<string, unknown>>, envelope: string) => PackagedEnvelope | null)
    | undefined;
  /** Counts answers that differ from the contract. */
  readonly drift?: Drift | undefined;
}

/** A request in another form than a bare envelope, with the headers of that form. */
export interface PackagedEnvelope {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A typed client speaking SOAP 1.1, document/literal wrapped. Nothing is ever sent twice. */
export function soapClient<Ops extends Operations>(options: SoapOptions<Ops>): Client<Ops> {
  const transport = new SoapTransport(options as unknown as SoapOptions);
  return {
    send: async <Name extends keyof Ops & string>(name: Name, input: InputOf<Ops[Name]>, ask: SendOptions = {}) =>
      (await transport.send(name, input, ask)) as OutputOf<Ops[Name]>,
    close: async () => undefined,
  };
}

class SoapTransport {
  private readonly cookies = new CookieJar();
  private readonly faults: FaultIndex;
  private readonly context: WireContext;

  constructor(private readonly options: SoapOptions) {
    this.faults = indexFaults(options.contract);
    this.context = { timeZone: options.timeZone ?? 'UTC', drift: options.drift };
  }

  async send(name: string, input: object, ask: SendOptions): Promise<unknown> {
    const row = this.options.contract.operations[name];
    const { account, vendor } = this.options;
    const facts = { account, vendor, operation: name };
    if (!row) throw new CrosspointError('UNSUPPORTED', 'The vendor has no such operation', facts);
    try {
      return await this.exchange(name, row, input as Readonly<Record<string, unknown>>, ask);
    } catch (error) {
      throw error instanceof CrosspointError ? error.with(facts) : error;
    }
  }

  private async exchange(name: string, row: Operation, input: Readonly<Record<string, unknown>>, ask: SendOptions) {
    const { guard, isTransport } = this.options;
    if (isTransport) return this.converse(name, row, input, ask);
    const transport = (signal: AbortSignal | undefined) =>
      this.converse(name, row, input, signal === ask.signal ? ask : { ...ask, signal });
    return enterChain({ name, row, input, ask }).exchange({ guard, transport });
  }

  private async converse(name: string, row: Operation, input: Readonly<Record<string, unknown>>, ask: SendOptions) {
    const request = this.request(name, row, input, ask);
    const response = await httpCall(request);
    this.cookies.keep(response.headers['set-cookie']);
    const answer = await this.read(row.wireName ?? name, row, request, response, ask);
    if ('value' in answer) return answer.value;
    const { faultName, secrets = [] } = this.options;
    const faultContext = { row, index: this.faults, context: this.context, faultName };
    throw faultError(answer.fault, { ...faultContext, secrets: [...secrets, ...secretsOf(row.input, input)] });
  }

  private request(name: string, row: Operation, input: Readonly<Record<string, unknown>>, ask: SendOptions) {
    const { options, context } = this;
    const { namespace, style, security, account, vendor, maxBytes } = options;
    const [operation, header] = [row.wireName ?? name, security?.toXML?.() ?? ''];
    const envelope = encodeEnvelope({ namespace, style, operation, fields: row.input, input, context, header });
    const url = typeof options.url === 'function' ? options.url(name) : options.url;
    const deadline = (ask.deadline ?? options.deadline ?? USUAL_DEADLINE) + waitsFor(row, input);
    const packaged = options.packaging?.(row, input, envelope);
    const body = packaged?.body ?? envelope;
    const [act, headers, { signal }] = [row.kind === 'mutation', this.headers(), ask];
    if (packaged) Object.assign(headers, packaged.headers);
    return {
      method: 'POST',
      url,
      headers,
      body,
      signal,
      maxBytes,
      deadline,
      act,
      account,
      vendor,
      operation: name,
    } as const;
  }

  private headers(): Record<string, string> {
    const headers: Record<string, string> = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };
    Object.assign(headers, this.options.headers);
    this.options.security?.addHeaders?.(headers);
    const cookie = this.cookies.header();
    if (cookie) headers.cookie = cookie;
    return headers;
  }

  private async read(
    name: string,
    row: Operation,
    request: HttpRequest,
    { status, headers, chunks }: HttpResponse,
    ask: SendOptions,
  ): Promise<SoapAnswer> {
    const failure = statusFailure(request, status);
    try {
      checkCharset(headers['content-type']);
      const decoded = decodeAnswerInSlices(chunks, name, row, this.context, ask);
      const answer = decoded instanceof Promise ? await decoded : decoded;
      if ('fault' in answer || !failure) return answer;
    } catch (error) {
      if (!failure) throw unreadable(request, messageOf(error), error);
    }
    throw failure;
  }
}

function messageOf(error: unknown): string {
  return error instanceof CrosspointError ? error.message : "The vendor's answer cannot be decoded";
}

/** Milliseconds for which the caller lets the vendor wait before it answers, at most an hour. */
function waitsFor(row: Operation, input: Readonly<Record<string, unknown>>): number {
  const seconds = row.waits === undefined ? 0 : Number(input[row.waits] ?? 0);
  return seconds > 0 ? Math.min(seconds, LONGEST_WAIT) * 1000 : 0;
}
