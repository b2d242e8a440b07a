/** One server-sent event as it stood on the wire. */
export interface ServerSentEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  readonly retry?: string;
}

function parse(block: string): ServerSentEvent {
  const fields = block.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
    return name ? [[name, value]] : [];
  });
  return Object.fromEntries(fields);
}

/** A streamed answer that a test reads event by event. */
export interface OpenStream {
  readonly response: Response;
  /** Every event so far. */
  readonly events: readonly ServerSentEvent[];
  /** The text so far. */
  text(): string;
  /** Resolves when the answer has ended. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Asks and reads the answer as it comes. */
export async function openStream(url: string, init: RequestInit = {}): Promise<OpenStream> {
  const leaving = new AbortController();
  const response = await fetch(url, { ...init, signal: leaving.signal });
  const events: ServerSentEvent[] = [];
  let text = '';
  let at = 0;
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let end = text.indexOf('\n\n', at); end >= 0; end = text.indexOf('\n\n', at)) {
        events.push(parse(text.slice(at, end)));
        at = end + 2;
      }
    }
  };
  const ended = read().catch((cause: unknown) => {
    if (!leaving.signal.aborted) throw cause;
  });
  return { response, events, text: () => text, ended, close: () => leaving.abort() };
}

/** A POST of an operation that wants its answer as server-sent events. */
export function sentEvents(query: string, headers: Record<string, string>, variables?: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
  };
}

/** The data of the results among events. */
// biome-ignore lint/suspicious/noExplicitAny: results have many shapes
export function resultsOf(events: readonly ServerSentEvent[]): any[] {
  return events.filter(({ event }) => event === 'next').map(({ data }) => JSON.parse(data ?? 'null'));
}
