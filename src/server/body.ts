import type { IncomingMessage } from 'node:http';
import { utf8Text } from '../adapters/http/utf8.ts';
import { hashIn, isObject, type OperationSelector } from './persisted-documents.ts';

/** Why a request's body was not taken, as an HTTP answer. */
export class RefusedBody extends Error {
  constructor(
    readonly status: 400 | 405 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () => new RefusedBody(413, `The body is larger than ${limit} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge());
  // Of a client that left while its request waited for a turn, no further event comes.
  if (request.destroyed) return Promise.reject(new RefusedBody(400, 'The body broke off'));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        request.pause();
        reject(tooLarge());
      }
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => request.complete || reject(new RefusedBody(400, 'The body broke off')));
  });
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8Text(bytes);
  } catch {
    throw new RefusedBody(400, 'The body is not UTF-8');
  }
}

/**
 * Reads a JSON body of at most `limit` bytes, uncompressed and in UTF-8.
 * Throws RefusedBody with 413, 415 or 400; a compressed body is refused, so that none can swell in memory.
 */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new RefusedBody(415, 'A compressed body is not accepted');
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new RefusedBody(415, 'Send the query as application/json');
  const text = decodeUtf8(await readBytes(request, limit));
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedBody(400, 'The body is not JSON');
  }
}

/** The parameters of a GraphQL request. */
export interface GraphqlRequest extends OperationSelector {
  /** The body of a POST; null for a GET, whose parameters stand in the address. */
  readonly body: object | null;
  /** The parameters in the address. */
  readonly search: string;
  readonly operationName: string | undefined;
}

/** Checks the shape that GraphQL over HTTP gives a request. */
function checkBody(body: unknown, search: string): GraphqlRequest {
  if (Array.isArray(body)) throw new RefusedBody(400, 'Send one operation at a time');
  if (!isObject(body)) throw new RefusedBody(400, 'The body is not an object with a query');
  const { query, operationName, variables, extensions, documentId: id } = body;
  const hash = hashIn(extensions);
  const documentId = typeof id === 'string' ? id : undefined;
  const named = hash !== undefined || documentId !== undefined;
  if (typeof query !== 'string' && !(query === undefined && named)) throw new RefusedBody(400, 'query is not a text');
  if (operationName != null && typeof operationName !== 'string')
    throw new RefusedBody(400, 'operationName is not a text');
  if (variables != null && !isObject(variables)) throw new RefusedBody(400, 'variables is not an object');
  if (extensions != null && !isObject(extensions)) throw new RefusedBody(400, 'extensions is not an object');
  return { body, search, text: query ?? null, documentId, hash, operationName: operationName ?? undefined };
}

/** Reads what a request asks, from the body of a POST or the address of a GET. Throws RefusedBody. */
export async function readGraphqlRequest(
  request: IncomingMessage,
  search: string,
  limit: number,
): Promise<GraphqlRequest> {
  if (request.method === 'POST') return checkBody(await readJsonBody(request, limit), search);
  if (request.method !== 'GET') throw new RefusedBody(405, 'Send queries by POST or GET');
  const given = new URLSearchParams(search);
  const [text, operationName] = [given.get('query'), given.get('operationName') ?? undefined];
  const [documentId, hash] = [given.get('documentId') ?? undefined, hashInAddress(given.get('extensions'))];
  return { body: null, search, text, documentId, hash, operationName };
}

function hashInAddress(extensions: string | null): string | undefined {
  try {
    return extensions === null ? undefined : hashIn(JSON.parse(extensions));
  } catch {
    throw new RefusedBody(400, 'extensions is not JSON');
  }
}

/** The variables of a request. Throws RefusedBody where those in the address are no JSON object. */
export function variablesOf({ body, search }: GraphqlRequest): Record<string, unknown> | undefined {
  if (body) return (body as { variables?: Record<string, unknown> | null }).variables ?? undefined;
  const given = new URLSearchParams(search).get('variables');
  if (!given) return undefined;
  const variables = parseOrUndefined(given);
  if (variables !== null && !isObject(variables)) throw new RefusedBody(400, 'variables is not a JSON object');
  return variables ?? undefined;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same request, asking for a text instead of naming it. */
export function requestFor(asked: GraphqlRequest, text: string): GraphqlRequest {
  const { operationName } = asked;
  if (asked.body) {
    const { extensions, documentId, ...rest } = asked.body as Record<string, unknown>;
    return { body: { ...rest, query: text }, search: asked.search, text, operationName };
  }
  const given = new URLSearchParams(asked.search);
  for (const name of ['extensions', 'documentId']) given.delete(name);
  given.set('query', text);
  return { body: null, search: `?${given}`, text, operationName };
}

/** The query string of a request's address, with its question mark. */
export function searchOf({ url = '' }: IncomingMessage): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}
