/**
 * One HTTP exchange with a vendor: a deadline for the whole exchange, a size limit, no redirects, and errors that
 * distinguish whether the vendor may have acted.
 */
import type { Dispatcher } from 'undici';
import { LONGEST_TIMER_MS } from '../../storage/back-off.ts';
import { onAbort } from '../calls/abort.ts';
import { ownerOf } from '../calls/call-owner.ts';
import { placeOf } from '../calls/call-trace.ts';
import { type VendorHeaders, vendorHeaders } from '../calls/observe.ts';
import type { CrosspointError } from '../errors.ts';
import { dispatchersOf } from './connections.ts';
import { failure, tooLarge, unreadable } from './failure.ts';
import { inflateBody } from './inflate.ts';
import type { HttpRequest, HttpResponse } from './request.ts';

/** Default deadline of an exchange in milliseconds. */
export const USUAL_DEADLINE = 30_000;
/** Default size limit of a body. */
const USUAL_MAX_BYTES = 20 * 1024 * 1024;

/** Origins that have answered; their connections may be reused. */
const answered = new Set<string>();
const MOST_ORIGINS = 1_000;
const RESETS: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** Whether a connection broke that had carried another exchange before, so that this one did not reach the server. */
function isStaleConnection(error: unknown, origin: string): boolean {
  const { code = '', socket } = (error ?? {}) as { code?: string; socket?: { bytesRead?: number } };
  if (code === 'UND_ERR_SOCKET') return (socket?.bytesRead ?? 0) > 0;
  return RESETS.has(code) && answered.has(origin);
}

/** The reason for which the gateway ended an exchange, as distinct from a network failure. */
class GivenUp extends Error {}

interface Exchange {
  readonly request: HttpRequest;
  readonly maxBytes: number;
  sent: boolean;
  status: number;
  headers: HttpResponse['headers'];
  readonly chunks: Buffer[];
  size: number;
}

/** Follows one exchange for undici; `done` is called once with the outcome. */
function follow(exchange: Exchange, done: (error?: CrosspointError) => void) {
  let controller: Dispatcher.DispatchController | undefined;
  let over = false;
  const finish = (error?: CrosspointError) => {
    if (over) return;
    over = true;
    done(error);
    if (error) controller?.abort(new GivenUp());
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      if (over) started.abort(new GivenUp());
      else exchange.sent = true;
    },
    onResponseStart(_controller, status, headers) {
      exchange.status = status;
      exchange.headers = headers;
    },
    onResponseData(_controller, chunk) {
      exchange.size += chunk.length;
      if (exchange.size > exchange.maxBytes) finish(tooLarge(exchange.request, exchange.maxBytes));
      else exchange.chunks.push(chunk);
    },
    onResponseEnd: () => finish(),
    onResponseError: (_controller, error) => finish(failure(exchange.request, exchange.sent, false, error)),
  };
  const giveUp = (why: string) => finish(failure(exchange.request, exchange.sent, true, new GivenUp(why)));
  return { handler, giveUp };
}

/** Where a request goes, the way undici takes it. */
interface Target {
  readonly origin: string;
  readonly path: string;
}

/** Addresses taken apart, which costs more than to look them up; a vendor of SOAP has few. */
const targets = new Map<string, Target>();
const MOST_TARGETS = 1_000;
const LONGEST_TARGET = 2_000;

function targetOf(url: string | URL): Target {
  const { href } = typeof url === 'string' ? { href: url } : url;
  const known = targets.get(href);
  if (known) return known;
  const { origin, pathname, search } = new URL(href);
  const target = { origin, path: pathname + search };
  const isUsual = search === '' && href.length <= LONGEST_TARGET;
  if (isUsual && targets.size < MOST_TARGETS) targets.set(href, target);
  return target;
}

/** Names and values one after the other, which undici reads faster than an object. */
function headerList({ headers = {}, signal }: HttpRequest): string[] {
  const list = ['accept-encoding', 'gzip'];
  for (const name in headers) list.push(name, headers[name] as string);
  const place = vendorHeaders.hasSubscribers ? placeOf(signal) : undefined;
  if (place) vendorHeaders.publish({ list, place } satisfies VendorHeaders);
  return list;
}

function send(exchange: Exchange, dispatcher: Dispatcher): Promise<void> {
  const { request } = exchange;
  const { origin, path } = targetOf(request.url);
  return new Promise((resolve, reject) => {
    const { handler, giveUp } = follow(exchange, (error) => {
      clearTimeout(timer);
      forget();
      if (error) reject(error);
      else resolve();
    });
    const milliseconds = Math.min(request.deadline ?? USUAL_DEADLINE, LONGEST_TIMER_MS);
    const timer = setTimeout(() => giveUp('the deadline passed'), milliseconds);
    const left = () => giveUp('the caller left');
    const forget = request.signal ? onAbort(request.signal, left) : () => undefined;
    if (request.signal?.aborted) {
      left();
      return;
    }
    const { method, body = null } = request;
    dispatcher.dispatch({ origin, path, method, headers: headerList(request), body }, handler);
  });
}

/**
 * Makes one exchange; a mutation is never repeated. A read whose idle connection the server had closed is
 * repeated once on a new connection within the same deadline. Throws UNAVAILABLE when nothing was sent, TIMEOUT when
 * a read exceeded its deadline, and OUTCOME_UNKNOWN when a mutation was sent without an answer.
 */
export async function httpCall(request: HttpRequest): Promise<HttpResponse> {
  const response = await exchangeOnce(request);
  const turn = ownerOf(request.signal)?.turn('ANSWER');
  if (turn) await turn;
  return response;
}

async function exchangeOnce(request: HttpRequest): Promise<HttpResponse> {
  const began = performance.now();
  const first = exchangeOf(request);
  const { origin } = targetOf(request.url);
  try {
    await send(first, dispatchersOf(origin).pooled);
  } catch (error) {
    const left = (request.deadline ?? USUAL_DEADLINE) - (performance.now() - began);
    const isStale = first.status === 0 && isStaleConnection((error as Error).cause, origin);
    if (request.act || !isStale || left <= 0) throw error;
    const second = exchangeOf({ ...request, deadline: left });
    await send(second, dispatchersOf(origin).fresh);
    return responseOf(second);
  }
  if (answered.size < MOST_ORIGINS) answered.add(origin);
  return responseOf(first);
}

function exchangeOf(request: HttpRequest): Exchange {
  const maxBytes = request.maxBytes ?? USUAL_MAX_BYTES;
  return { request, maxBytes, sent: false, status: 0, headers: {}, chunks: [], size: 0 };
}

function responseOf(exchange: Exchange): HttpResponse | Promise<HttpResponse> {
  const { status, headers, chunks } = exchange;
  const encoding = headers['content-encoding'];
  return encoding === undefined ? new ReadResponse(status, headers, chunks) : inflatedResponse(exchange, encoding);
}

async function inflatedResponse({ request, maxBytes, status, headers, chunks }: Exchange, encoding: string | string[]) {
  try {
    return new ReadResponse(status, headers, [await inflateBody(whole(chunks), encoding, maxBytes)]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(request, maxBytes);
    throw unreadable(request, 'The answer could not be decompressed', error);
  }
}

/** The body is joined on demand: a long one that is read chunk by chunk is not stored twice. */
class ReadResponse implements HttpResponse {
  private joined: Buffer | undefined;

  constructor(
    readonly status: number,
    readonly headers: HttpResponse['headers'],
    readonly chunks: Buffer[],
  ) {}

  get body(): Buffer {
    this.joined ??= whole(this.chunks);
    return this.joined;
  }
}

function whole(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
