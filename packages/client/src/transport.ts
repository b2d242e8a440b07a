import type { ResponseError } from './errors.ts';

/** A request to the gateway. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** One result of an operation. */
export interface Result<Data> {
  /** The data; null or absent when the operation failed as a whole. */
  readonly data?: Data | null;
  /** Errors of fields whose data is null, or of the operation. */
  readonly errors?: readonly ResponseError[];
}

/** How a stream is opened and observed. */
export interface StreamOptions {
  readonly signal: AbortSignal;
  /** Is called when the gateway has accepted the subscription. */
  onOpen(): void;
  /** Is called with each position of the event log that precedes the results to come. */
  onPosition(cursor: string): void;
}

/**
 * Opens a subscription and yields its results. Returns when the gateway completes the operation; throws a `RequestError` when
 * the connection ends before, or when the gateway refuses.
 */
export type StreamTransport = (operation: Operation, options: StreamOptions) => AsyncIterable<Result<unknown>>;

/** Supplies the headers that authenticate a connection; it runs for every connection, so that a token can be renewed. */
export type HeaderSource = () => Promise<Readonly<Record<string, string>>>;
