import { errorOfResponse, RequestError } from './errors.ts';
import type { HeaderSource, Result, StreamOptions, StreamTransport } from './transport.ts';

interface SentEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Milliseconds without a byte, not even a heartbeat, after which a connection is taken as lost. */
const SILENCE_MS = 45_000;

function parseEvent(block: string): SentEvent {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    fields.set(name, fields.has(name) && name === 'data' ? `${fields.get(name)}\n${value}` : value);
  }
  return { event: fields.get('event') ?? '', id: fields.get('id'), data: fields.get('data') ?? '' };
}

/** Rejects when nothing arrives for too long. */
async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>, silenceMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RequestError('The gateway sent nothing for too long')), silenceMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function* eventsOf(body: ReadableStream<Uint8Array>, silenceMs: number): AsyncGenerator<SentEvent> {
  const reader = body.getReader();
  // Some versions of Node remove a byte order mark also where text came before it in the stream.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  try {
    for (;;) {
      const { done, value } = await readChunk(reader, silenceMs);
      if (done) return;
      text = (text + decoder.decode(value, { stream: true })).replace(/\r\n?/g, '\n');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield parseEvent(block);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function open(
  fetcher: typeof fetch,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const asked = { method: 'POST', headers: { ...headers, accept: 'text/event-stream' }, body, signal };
  const response = await fetcher(url, asked).catch((cause: unknown) => {
    throw new RequestError('The gateway cannot be reached', { cause });
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (response.ok && isStream && response.body) return response.body as ReadableStream<Uint8Array>;
  const answer = (await response.json().catch(() => ({}))) as Result<unknown>;
  throw errorOfResponse(response.status, response.headers, answer.errors);
}

async function* read(
  body: ReadableStream<Uint8Array>,
  { onOpen, onPosition }: StreamOptions,
  silenceMs: number,
): AsyncGenerator<Result<unknown>> {
  onOpen();
  for await (const { event, id, data } of eventsOf(body, silenceMs)) {
    if (event === 'complete') return;
    if (event === 'next') yield JSON.parse(data) as Result<unknown>;
    else if (id !== undefined) onPosition(id);
  }
  throw new RequestError('The connection to the gateway ended');
}

/** Subscriptions over server-sent events, one HTTP request for each; needs nothing but `fetch`. */
export function serverSentEvents(
  url: string,
  headers: HeaderSource,
  fetcher: typeof fetch,
  silenceMs = SILENCE_MS,
): StreamTransport {
  return async function* stream(operation, options) {
    try {
      const body = await open(fetcher, url, await headers(), JSON.stringify(operation), options.signal);
      yield* read(body, options, silenceMs);
    } catch (cause) {
      if (cause instanceof RequestError) throw cause;
      throw new RequestError('The connection to the gateway ended', { cause });
    }
  };
}
