import type { TypedDocument } from './document.ts';
import { errorOfResponse, RequestError, type ResponseError } from './errors.ts';
import { resuming, type SubscribeOptions } from './resume.ts';
import { serverSentEvents } from './server-sent-events.ts';
import type { HeaderSource, Result, StreamTransport } from './transport.ts';
import { webSocket } from './web-socket.ts';

/** How a client reaches a gateway. */
export interface ClientOptions {
  /** URL of the gateway's GraphQL endpoint, such as `https://gateway.example/graphql`. */
  readonly url: string;
  /** API key or token; a function is called for every connection, so that it can renew a token. */
  readonly key?: string | (() => string | Promise<string>);
  /**
   * Transport of subscriptions. `sse` opens one HTTP request for each; `websocket` one socket for all, for pages with more
   * than five subscriptions over HTTP/1.1. Default: sse.
   */
  readonly transport?: 'sse' | 'websocket';
  /** `fetch` to use. Default: the global one. */
  readonly fetch?: typeof fetch;
  /** WebSocket class to use, for example of `ws` on Node 20. Default: the global one. */
  readonly webSocket?: unknown;
}

/** The answer of a query or mutation. */
export interface Answer<Data> {
  /** The data; fields that failed are null. */
  readonly data: Data;
  /** Why fields are null; empty when nothing failed. */
  readonly errors: readonly ResponseError[];
}

/** The type of a document's variables; absent where the document has none. */
type VariablesArgument<Variables> =
  Record<string, never> extends Variables
    ? [variables?: Variables, signal?: AbortSignal]
    : [variables: Variables, signal?: AbortSignal];

function headersOf(key: ClientOptions['key']): HeaderSource {
  return async () => {
    const value = typeof key === 'function' ? await key() : key;
    return { 'content-type': 'application/json', ...(value && { authorization: `Bearer ${value}` }) };
  };
}

/** A client of one gateway. */
export class CrosspointClient {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #headers: HeaderSource;
  readonly #options: ClientOptions;
  #transport: StreamTransport | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#url = options.url;
    this.#fetch = options.fetch ?? ((...given) => fetch(...given));
    this.#headers = headersOf(options.key);
  }

  /**
   * Runs a query or a mutation. Resolves with the data and the errors of fields that failed; rejects with a `RequestError`
   * when there is no data. A mutation is sent once: repeat it with the same `idempotencyKey`.
   */
  async request<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    ...[variables, signal]: VariablesArgument<Variables>
  ): Promise<Answer<Data>> {
    const body = JSON.stringify({ query: String(document), variables });
    const headers = { ...(await this.#headers()), accept: 'application/graphql-response+json, application/json' };
    const asked = { method: 'POST', headers, body, ...(signal && { signal }) };
    const response = await this.#fetch(this.#url, asked).catch((cause: unknown) => {
      throw new RequestError('The gateway cannot be reached', { cause });
    });
    const { data, errors = [] } = (await response.json().catch(() => ({}))) as Result<Data>;
    if (data === null || data === undefined) throw errorOfResponse(response.status, response.headers, errors);
    return { data, errors };
  }

  /**
   * Subscribes, and resumes after every interruption. A document that declares `$after: Cursor`, passes it on and selects
   * `cursor` continues with the next event: none is lost, none comes twice. Throws a `RequestError` when the gateway refuses.
   */
  subscribe<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Omit<Variables, 'after'>,
    options: SubscribeOptions = {},
  ): AsyncGenerator<Data, void, void> {
    const leaving = new AbortController();
    options.signal?.addEventListener('abort', () => leaving.abort(), { once: true });
    if (options.signal?.aborted) leaving.abort();
    this.#transport ??= this.#connect();
    const operation = { query: String(document), variables: { ...variables } };
    const results = resuming(this.#transport, operation, options, leaving.signal);
    // A generator that waits for a result returns only when it arrives, so that the connection is ended first.
    const end = results.return.bind(results);
    results.return = (value) => {
      leaving.abort();
      return end(value);
    };
    return results as AsyncGenerator<Data, void, void>;
  }

  #connect(): StreamTransport {
    const { transport, webSocket: socketClass } = this.#options;
    if (transport === 'websocket') return webSocket(this.#url, this.#headers, socketClass);
    return serverSentEvents(this.#url, this.#headers, this.#fetch);
  }
}

/** Creates a client of a gateway. */
export function createClient(options: ClientOptions): CrosspointClient {
  return new CrosspointClient(options);
}
