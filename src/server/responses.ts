/** Writes the HTTP responses of the GraphQL endpoint. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { GraphQLFormattedError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CostExceededError } from './cost-exceeded-error.ts';
import { GRAPHQL_JSON } from './executor-http.ts';
import type { Overload } from './pressure.ts';
import { withRequestId } from './redaction.ts';

/** An error as a caller is shown it. */
export interface ResponseError {
  readonly message: string;
  readonly locations?: GraphQLFormattedError['locations'];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const SECURE_HEADERS = [
  ...['cache-control', 'private, no-store'],
  ...['x-content-type-options', 'nosniff'],
  ...['vary', 'origin, accept-encoding'],
];

/** Bytes from which an answer is compressed; below it the saving is less than what it costs. */
const COMPRESSED_FROM = 4_096;
const GZIP = { level: 4 };

/** Whether a client accepts gzip, by its `Accept-Encoding`. */
export function acceptsGzip({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const given = headers['accept-encoding'];
  return typeof given === 'string' && /(^|,)\s*(gzip|\*)\s*(;(?!\s*q=0(\.0*)?\s*(,|$))|,|$)/i.test(given);
}

function write(response: ServerResponse, status: number, lines: readonly string[], body: Buffer | string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, ['content-length', String(Buffer.byteLength(body)), ...lines]);
  response.end(body);
}

/** Sends a JSON answer that no cache may store, compressed where that pays; nothing when the client has gone. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  const lines = [...SECURE_HEADERS];
  for (const name of Object.keys(headers)) lines.push(name, headers[name] ?? '');
  if (body.length < COMPRESSED_FROM || !acceptsGzip(response.req)) {
    write(response, status, lines, body);
    return;
  }
  gzip(body, GZIP, (error, compressed) => {
    if (error) write(response, status, lines, body);
    else write(response, status, ['content-encoding', 'gzip', ...lines], compressed);
  });
}

/** Characters of the texts whose compressed form is stored. */
const STORED_CHARACTERS = 16 * 1_024 * 1_024;
const stored = new LRUCache<string, Promise<Buffer>>({
  maxSize: STORED_CHARACTERS,
  sizeCalculation: (_, text) => text.length,
});

/** Sends a long text that many requests are answered with; it is compressed once. */
export async function sendRecurring(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<void> {
  if (!acceptsGzip(response.req)) return send(response, 200, headers, body);
  const compressed = stored.get(body) ?? promisify(gzip)(body, GZIP);
  stored.set(body, compressed);
  write(
    response,
    200,
    ['content-encoding', 'gzip', ...SECURE_HEADERS, ...Object.entries(headers).flat()],
    await compressed,
  );
}

/** Sends errors, numbered, with the headers that belong to their status. */
export function sendErrors(
  response: ServerResponse,
  status: number,
  requestId: string,
  errors: readonly ResponseError[],
): void {
  const shown = errors.map(({ message, locations, extensions }) =>
    withRequestId({ message, locations, extensions }, requestId),
  );
  const headers: Record<string, string> = { 'content-type': GRAPHQL_JSON, 'x-request-id': requestId };
  if (status === 401) headers['www-authenticate'] = String(response.getHeader('www-authenticate') ?? 'Bearer');
  if (status === 405) headers.allow = 'POST, GET';
  if (status === 413 || status === 415) headers.connection = 'close';
  send(response, status, headers, JSON.stringify({ errors: shown }));
}

/** Answers 429 with `Retry-After` to an operation that costs more than the caller may spend now, and 400 to one that always does. */
export function sendCostExceeded(
  response: ServerResponse,
  requestId: string,
  { seconds, message, extensions }: CostExceededError,
): void {
  if (seconds !== undefined) response.setHeader('retry-after', seconds);
  sendErrors(response, seconds === undefined ? 400 : 429, requestId, [{ message, extensions }]);
}

/** Answers 503 with `Retry-After`: the process is overloaded. */
export function sendOverload(response: ServerResponse, requestId: string, { message, seconds }: Overload): void {
  response.setHeader('retry-after', seconds);
  sendErrors(response, 503, requestId, refusalResult(503, 'UNAVAILABLE', message).errors);
}

/** Why a request is refused, and the status that says so. */
export interface RequestRefusal {
  readonly status: number;
  readonly errors: readonly ResponseError[];
}

/** One error with a code, and the status it is sent with. */
export function refusalResult(status: number, code: string, message: string): RequestRefusal {
  return { status, errors: [{ message, extensions: { code } }] };
}
