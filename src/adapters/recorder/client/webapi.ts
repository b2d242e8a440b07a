/** The web service: every function as a GET, and the only way to audio. */
import { Readable } from 'node:stream';
import { request as undiciRequest } from 'undici';
import type { MediaStream } from '../../adapter.ts';
import { type Deadline, deadline } from '../../calls/deadline.ts';
import { secretsOf } from '../../calls/secrets.ts';
import type { Operation, SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { dispatchersOf } from '../../http/connections.ts';
import { statusFailure, unreadable } from '../../http/failure.ts';
import { httpCall } from '../../http/http.ts';
import type { HttpRequest } from '../../http/request.ts';
import { notXml } from '../../xml/not-xml.ts';
import { decodeText } from '../../xml/read.ts';
import type { Settings } from '../settings.ts';
import { readAnswer } from './answer.ts';
import { encodeQuery, type Input, isActing, MAX_REQUEST_ID, wireContextOf } from './request.ts';

const DOCUMENT = /^(?:\xef\xbb\xbf)?\s*<(?:\?xml|RESULT)\b/;
/** A file differs from a document or a sentence within so many bytes. */
const JUDGED_BYTES = 256;
const NO_FILE = 'The recorder answered no file';
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  MP3: 'audio/mpeg',
  WAV: 'audio/wav',
  VOX: 'audio/x-dialogic-adpcm',
  CAV: 'application/octet-stream',
};

type StreamRequest = HttpRequest & { readonly url: string };

/** An answer that is a document, where media was hoped for or not. */
function isDocument(start: Buffer): boolean {
  return DOCUMENT.test(start.subarray(0, JUDGED_BYTES).toString('latin1'));
}

/**
 * A web page or a sentence (guide l. 2741) where a file was expected. The content type does not decide it: the service's own
 * is often text/html; but no audio and no archive begins with so much printable text.
 */
function isProse(start: Buffer): boolean {
  return /^[\t\n\r\x20-\x7e]+$/.test(start.subarray(0, JUDGED_BYTES).toString('latin1'));
}

/** Calls functions through the web service. */
export class WebApi {
  private lastId = 0;

  constructor(
    private readonly account: string,
    private readonly settings: Settings,
  ) {}

  /** Calls a function and answers its document. */
  async exchange(operation: string, row: Operation, input: Input, ask: SendOptions): Promise<string> {
    const request = this.request(operation, row, input, ask);
    const { status, body, headers } = await httpCall(request);
    if (isDocument(body)) return decodeText(body, headers['content-type']);
    throw statusFailure(request, status) ?? unreadable(request, 'The recorder answered no result');
  }

  /** Exports into memory, for an answer that holds the file. */
  async export(
    operation: string,
    row: Operation,
    input: Input,
    ask: SendOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    const request = { ...this.request(operation, row, input, ask), maxBytes: this.settings.maxMediaBytes };
    const { status, body, headers } = await httpCall(request);
    if (isDocument(body)) throw this.refusal(row, input, decodeText(body, headers['content-type']));
    const failure = statusFailure(request, status);
    if (failure || body.length === 0 || isProse(body)) throw failure ?? unreadable(request, NO_FILE);
    const contentType = this.contentType(headers['content-type'], operation, input);
    return { CONTENTTYPE: contentType, LENGTH: body.length, MEDIA: body.toString('base64') };
  }

  /** Exports as a stream; the deadline covers the whole of it. */
  async stream(operation: string, row: Operation, input: Input, ask: SendOptions): Promise<MediaStream> {
    const request = this.request(operation, row, input, ask);
    const over = deadline(request.deadline, ask.signal);
    try {
      return await this.open(request, row, input, over);
    } catch (error) {
      over.clear();
      throw error;
    }
  }

  private async open(request: StreamRequest, row: Operation, input: Input, over: Deadline): Promise<MediaStream> {
    const { signal } = over;
    const dispatcher = dispatchersOf(new URL(request.url).origin).pooled;
    const options = { method: 'GET' as const, signal, dispatcher };
    const { statusCode, headers, body } = await undiciRequest(request.url, options).catch((cause) => {
      throw cut(signal, cause);
    });
    const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await startOf(chunks, signal);
    if (first && isDocument(first)) throw this.refusal(row, input, await wholeText(first, chunks, signal));
    const failure = statusFailure(request, statusCode);
    if (failure || !first || isProse(first)) {
      body.destroy();
      throw failure ?? unreadable(request, NO_FILE);
    }
    return {
      contentType: this.contentType(headers['content-type'], request.operation, input),
      body: Readable.from(rest(first, chunks, over)),
    };
  }

  private request(operation: string, row: Operation, input: Input, ask: SendOptions) {
    const { webUrl, deadline, maxBytes } = this.settings;
    const act = isActing(operation, row, input);
    if (webUrl === undefined)
      throw new CrosspointError('UNSUPPORTED', 'The account has no webUrl, and only the web service exports');
    this.lastId = this.lastId >= MAX_REQUEST_ID ? 1 : this.lastId + 1;
    const url = `${webUrl}?${encodeQuery(operation, row, input, this.lastId, wireContextOf(this.settings))}`;
    const whom = { account: this.account, vendor: 'RECORDER', operation } as const;
    return {
      method: 'GET',
      url,
      act,
      maxBytes,
      signal: ask.signal,
      deadline: ask.deadline ?? deadline,
      ...whom,
    } satisfies HttpRequest;
  }

  private refusal(row: Operation, input: Input, text: string): CrosspointError {
    try {
      readAnswer({ ...row, output: undefined }, text, wireContextOf(this.settings), secretsOf(row.input, input));
    } catch (error) {
      if (error instanceof CrosspointError) return error;
      throw error;
    }
    return notXml('it is a result without a file');
  }

  /** The type the recorder names, unless it names none of use. */
  private contentType(header: string | string[] | undefined, operation: string, input: Input): string {
    const said =
      String(header ?? '')
        .split(';')[0]
        ?.trim() ?? '';
    if (said !== '' && !/^(text\/|application\/octet-stream$)/.test(said)) return said;
    return operation === 'MULTIEXPORT'
      ? 'application/zip'
      : (CONTENT_TYPES[String(input.MEDIA_FORMAT)] ?? 'application/octet-stream');
  }
}

function cut(signal: AbortSignal, cause: unknown): CrosspointError {
  if (signal.aborted) return new CrosspointError('TIMEOUT', 'The recorder did not answer in time', { cause });
  return new CrosspointError('UNAVAILABLE', 'The recorder’s web service could not be reached or broke off', { cause });
}

async function nextOf(chunks: AsyncIterator<Buffer>, signal: AbortSignal): Promise<Buffer | undefined> {
  try {
    const { done, value } = await chunks.next();
    return done ? undefined : value;
  } catch (cause) {
    throw cut(signal, cause);
  }
}

/** The first bytes of an answer; undefined for an empty one. The first packet may hold few, and RIFF alone is text too. */
async function startOf(chunks: AsyncIterator<Buffer>, signal: AbortSignal): Promise<Buffer | undefined> {
  let start: Buffer | undefined;
  while (!start || start.length < JUDGED_BYTES) {
    const chunk = await nextOf(chunks, signal);
    if (!chunk) break;
    start = start ? Buffer.concat([start, chunk]) : chunk;
  }
  return start;
}

async function* rest(first: Buffer, chunks: AsyncIterator<Buffer>, over: Deadline): AsyncGenerator<Buffer> {
  try {
    for (let chunk: Buffer | undefined = first; chunk; chunk = await nextOf(chunks, over.signal)) yield chunk;
  } finally {
    over.clear();
    await chunks.return?.();
  }
}

const LONGEST_REFUSAL = 65_536;

async function wholeText(first: Buffer, chunks: AsyncIterator<Buffer>, signal: AbortSignal): Promise<string> {
  const parts = [first];
  let size = first.length;
  for (
    let chunk = await nextOf(chunks, signal);
    chunk && size < LONGEST_REFUSAL;
    chunk = await nextOf(chunks, signal)
  ) {
    parts.push(chunk);
    size += chunk.length;
  }
  await chunks.return?.();
  return decodeText(Buffer.concat(parts));
}
