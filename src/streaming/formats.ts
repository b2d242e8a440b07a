/** How the results of one operation stand in a streamed HTTP answer. */
export interface StreamFormat {
  readonly contentType: string;
  /** The text before any result; `cursor` is where the stream begins, if that is a place in the event log. */
  open(cursor: string | null): string;
  /** One result, `json`; `cursor` is the place in the event log that a client which has it may continue from. */
  result(json: Buffer, cursor: string | null): Buffer;
  /** Shows that the connection is alive and means nothing else. */
  readonly heartbeat: string;
  /** The end of the operation. */
  readonly complete: string;
  /** The end of the stream for a reason which is not a result, as GraphQL errors; null where only the end is shown. */
  failed(errors: string): string | null;
}

const RETRY_FROM_MS = 500;
const RETRY_SPREAD_MS = 2_000;

/** Server-sent events as graphql-sse's "distinct connections mode" has them; the cursor is the event's `id`. */
const SERVER_SENT_EVENTS: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  // The time is spread, so that the clients of a gateway that was restarted do not all come back at once. The data is empty
  // but present, since some clients, such as version 4 of eventsource, take an id only from an event that has data.
  open: (cursor) =>
    `retry: ${RETRY_FROM_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)}\n${cursor === null ? '' : `${idLine(cursor)}data:\n`}\n`,
  result: (json, cursor) =>
    Buffer.concat([Buffer.from(`${idLine(cursor)}event: next\ndata: `), json, Buffer.from('\n\n')]),
  heartbeat: ':\n\n',
  complete: 'event: complete\ndata:\n\n',
  failed: () => null,
};

function idLine(cursor: string | null): string {
  return cursor === null ? '' : `id: ${cursor}\n`;
}

const BOUNDARY = 'graphql';
const PART = `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n`;

/** Parts as Apollo's multipart subscription protocol 1.0 has them. */
const MULTIPART: StreamFormat = {
  contentType: `multipart/mixed;boundary="${BOUNDARY}";subscriptionSpec=1.0`,
  open: () => `--${BOUNDARY}`,
  result: (json) => Buffer.concat([Buffer.from(`${PART}{"payload":`), json, Buffer.from(`}\r\n--${BOUNDARY}`)]),
  heartbeat: `${PART}{}\r\n--${BOUNDARY}`,
  complete: '--\r\n',
  failed: (errors) => `${PART}{"payload":null,"errors":${errors}}\r\n--${BOUNDARY}--\r\n`,
};

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

function rangesOf(accept: string): MediaRange[] {
  return accept.split(',').map((range) => {
    const [type = '', ...rest] = range.split(';').map((part) => part.trim());
    const pairs = rest.map((part) => part.split('=').map((word) => word.trim().replace(/^"(.*)"$/, '$1')));
    const parameters = new Map(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]));
    return { type: type.toLowerCase(), parameters, quality: Number(parameters.get('q') ?? 1) || 0 };
  });
}

function formatOf({ type, parameters }: MediaRange): StreamFormat | null {
  if (type === 'text/event-stream') return SERVER_SENT_EVENTS;
  const isMultipart = type === 'multipart/mixed' && parameters.get('subscriptionspec') === '1.0';
  return isMultipart ? MULTIPART : null;
}

/** The streamed format a request accepts, the best liked first; null when it accepts none. */
export function streamFormatOf(accept: string | undefined): StreamFormat | null {
  const ranges = rangesOf(accept ?? '').filter(({ quality }) => quality > 0);
  const formats = ranges.sort((one, other) => other.quality - one.quality).map(formatOf);
  return formats.find((format) => format !== null) ?? null;
}

/** Whether a request accepts an answer in one piece. */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  const json = /^(application\/(graphql-response\+json|graphql\+json|json|\*)|\*\/\*)$/;
  return rangesOf(accept).some(({ type, quality }) => quality > 0 && json.test(type));
}
