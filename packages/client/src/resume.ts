import { RequestError } from './errors.ts';
import type { Operation, Result, StreamTransport } from './transport.ts';

/** Where a subscription is. */
export type SubscriptionState =
  /** It connects for the first time. */
  | { readonly status: 'connecting' }
  /** It receives results. `isResumed` is true when no result was missed since the interruption. */
  | { readonly status: 'live'; readonly isResumed: boolean }
  /** The connection was lost; the next attempt follows after `delayMs`. */
  | { readonly status: 'waiting'; readonly delayMs: number; readonly error: RequestError };

/** Options of a subscription. */
export interface SubscribeOptions {
  /** Cursor of the last event received earlier, for example before a restart of the client. */
  readonly after?: string | null;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
  /** Is called at each change of the state of the connection. */
  onState?(state: SubscriptionState): void;
  /** Milliseconds before the first attempt after an interruption; doubled up to 20 times. Default: 500. */
  readonly retryMs?: number;
}

const MOST_DOUBLINGS = 5;

/** The position that a subscription continues from. */
class Place {
  after: string | null;
  /** Whether the subscription can continue without a loss; false while the state at its start is incomplete. */
  isExact: boolean;
  readonly #initial: string | null;
  readonly #takesAfter: boolean;
  readonly #beginsWithState: boolean;

  constructor(query: string, after: string | null) {
    this.after = after;
    this.#initial = after;
    this.isExact = after !== null;
    this.#takesAfter = /\$after\b/.test(query) && /\bcursor\b/.test(query);
    this.#beginsWithState = /\bsnapshot\s*:/.test(query) && after === null;
    if (after !== null && !this.#takesAfter)
      throw new TypeError('A subscription that continues declares $after, passes it as `after` and selects `cursor`');
  }

  /** Whether the subscription runs until it is closed, not until the gateway completes it. */
  get isEndless(): boolean {
    return this.#takesAfter;
  }

  /** The gateway begins after this position. */
  begin(cursor: string): void {
    if (this.#takesAfter && !this.#beginsWithState) this.#move(cursor);
  }

  receive(data: unknown): void {
    if (!this.#takesAfter) return;
    const [event] = Object.values((data ?? {}) as Record<string, { cursor?: string; snapshot?: boolean } | null>);
    if (event?.cursor === undefined) return;
    // Every event of the state at the start has the same cursor, so that the rest of them would be lost.
    if (event.snapshot) this.#reset();
    else this.#move(event.cursor);
  }

  #move(cursor: string): void {
    this.after = cursor;
    this.isExact = true;
  }

  #reset(): void {
    this.after = this.#initial;
    this.isExact = false;
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Spread, so that the clients of a restarted gateway do not return in the same moment. */
function delayOf(attempt: number, retryMs: number, error: RequestError): number {
  const backOff = retryMs * 2 ** Math.min(attempt, MOST_DOUBLINGS) * (0.5 + Math.random());
  return Math.max(error.retryAfterMs ?? 0, backOff);
}

function dataOf({ data, errors }: Result<unknown>): unknown {
  if (data !== null && data !== undefined) return data;
  throw new RequestError(errors?.[0]?.message ?? 'The gateway sent no data', { errors });
}

/** The results of a subscription over every interruption: each event once, in order, with none left out. */
export async function* resuming(
  transport: StreamTransport,
  { query, variables }: Operation,
  options: SubscribeOptions,
  signal: AbortSignal,
): AsyncGenerator<unknown> {
  const place = new Place(query, options.after ?? null);
  const { onState = () => {}, retryMs = 500 } = options;
  let attempt = 0;
  let refused = 0;
  onState({ status: 'connecting' });
  while (!signal.aborted) {
    const isResumed = place.isExact;
    const stream = transport(
      { query, variables: place.after === null ? variables : { ...variables, after: place.after } },
      {
        signal,
        onOpen: () => onState({ status: 'live', isResumed }),
        onPosition: (cursor) => place.begin(cursor),
      },
    );
    try {
      for await (const result of stream) {
        const data = dataOf(result);
        attempt = 0;
        refused = 0;
        place.receive(data);
        yield data;
      }
      if (!place.isEndless || signal.aborted) return;
      throw new RequestError('The gateway ended the subscription');
    } catch (thrown) {
      if (signal.aborted) return;
      const error =
        thrown instanceof RequestError ? thrown : new RequestError('The subscription failed', { cause: thrown });
      // A key that is renewed may have expired; the second refusal in a row is final.
      const mayRenew = error.isUnauthenticated && refused++ === 0;
      if (!error.isTemporary && !mayRenew) throw error;
      const delayMs = delayOf(attempt++, retryMs, error);
      onState({ status: 'waiting', delayMs, error });
      await wait(delayMs, signal);
    }
  }
}
