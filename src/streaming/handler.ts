import type { ServerResponse } from 'node:http';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Caller } from '../access/caller.ts';
import { onExpiry } from '../access/expiry.ts';
import type { IsRevoked, Revocations } from '../access/revocation.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { asGraphQLError } from '../subscriptions/deliver/graphql-error.ts';
import type { WriterLimits } from '../subscriptions/deliver/result-writer.ts';
import type { SharedOperation } from '../subscriptions/deliver/shared-execution.ts';
import type { SharedSubscriptions } from '../subscriptions/deliver/shared-subscriptions.ts';
import { Subscriber } from '../subscriptions/deliver/subscriber.ts';
import type { Cursors } from '../subscriptions/log/cursor.ts';
import type { Position } from '../subscriptions/log/log.ts';
import type { StreamFormat } from './formats.ts';
import { StreamWriter } from './writer.ts';

/** The limits of streamed answers. */
interface StreamLimits extends WriterLimits {
  /** Streams one caller may have open. */
  readonly perCaller: number;
  /** Milliseconds between the signs of life that keep proxies from closing a quiet stream. */
  readonly keepAlive: number;
}

/** Limits that suit wallboards and desktops. */
const STREAM_LIMITS: StreamLimits = { buffered: 1_000_000, stalled: 15_000, perCaller: 100, keepAlive: 15_000 };

interface StreamOptions {
  readonly subscriptions: SharedSubscriptions;
  readonly cursors: Cursors;
  readonly limits?: Partial<StreamLimits>;
  readonly revocations?: Revocations | undefined;
  /** Masks an error as over every other transport. */
  formatError(error: GraphQLError, caller: Caller): GraphQLFormattedError;
}

/** A subscription to be streamed as the answer to one request. */
interface StreamRequest {
  readonly response: ServerResponse;
  readonly format: StreamFormat;
  readonly operation: SharedOperation;
  /** The cursor of the last event that the client has, from `Last-Event-ID`. */
  readonly lastEventId: string | undefined;
}

const NO_HEAD = '';

/** Headers of a streamed answer: no store keeps it and no proxy collects it. */
function headersFor({ contentType }: StreamFormat): Record<string, string> {
  return {
    'content-type': contentType,
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
    vary: 'origin, accept',
  };
}

/** One open answer. */
interface Stream {
  readonly caller: Caller;
  readonly writer: StreamWriter;
}

/** Serves subscriptions as streamed HTTP answers, from the same executions as WebSocket. */
export class StreamHandler {
  readonly #options: StreamOptions;
  #limits: StreamLimits;
  readonly #open = new Set<Stream>();
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#limits = { ...STREAM_LIMITS, ...options.limits };
    this.#timer = setInterval(() => this.#beat(), this.#limits.keepAlive).unref();
    this.#unsubscribe = options.revocations?.subscribe((isRevoked) => this.#revoke(isRevoked)) ?? (() => undefined);
  }

  /** Puts other limits in force for streams that open from now on. */
  limit(limits: Partial<StreamLimits>): void {
    this.#limits = { ...this.#limits, ...limits };
  }

  /** Streams open now. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Begins to answer; resolves when the subscription runs or its errors are sent. Throws RATE_LIMITED where the caller has
   * too many streams, INVALID_ARGUMENT where `lastEventId` is no cursor of this log, each before anything is sent.
   */
  async open({ response, format, operation, lastEventId }: StreamRequest): Promise<void> {
    const caller = operation.viewer;
    this.#checkCount(caller);
    const from = lastEventId ? this.#options.cursors.read(lastEventId) : undefined;
    const writer = this.#writer(response, format);
    const stream = { caller, writer };
    this.#open.add(stream);
    const cancelExpiry = onExpiry(caller, () => writer.cut('UNAUTHENTICATED', 'The token has expired'));
    response.once('close', () => {
      cancelExpiry();
      this.#open.delete(stream);
    });
    await this.#run(operation, response, writer, from);
  }

  /** Answers with one result, given as JSON, in a stream that ends: a query's, a mutation's, or errors before execution. */
  answer(response: ServerResponse, format: StreamFormat, json: string): void {
    const writer = this.#writer(response, format);
    writer.sendResult(json);
    writer.complete();
  }

  /** Ends all streams; the clients reconnect elsewhere and continue from their last event. */
  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    for (const { writer } of this.#open) writer.cut('UNAVAILABLE', 'The gateway is restarting; connect again');
  }

  #writer(response: ServerResponse, format: StreamFormat): StreamWriter {
    response.writeHead(200, headersFor(format));
    return new StreamWriter(response, format, this.#limits, (position) => this.#options.cursors.write(position));
  }

  async #run(operation: SharedOperation, response: ServerResponse, writer: StreamWriter, from: Position | undefined) {
    const fail = (errors: readonly GraphQLError[]) => {
      writer.sendResult(
        JSON.stringify({ errors: errors.map((error) => this.#options.formatError(error, operation.viewer)) }),
      );
      writer.complete();
    };
    try {
      const joined = await this.#options.subscriptions.join(operation, writer, NO_HEAD, from);
      if (!(joined instanceof Subscriber)) return fail(joined.errors ?? []);
      if (response.closed) return joined.leave();
      response.once('close', () => joined.leave());
      joined.onEnd({
        subscriberEnded: (thrown) => (thrown === undefined ? writer.complete() : fail([asGraphQLError(thrown)])),
      });
    } catch (thrown) {
      fail([asGraphQLError(thrown)]);
    }
  }

  #checkCount({ id }: Caller): void {
    const { perCaller } = this.#limits;
    let open = 0;
    for (const { caller } of this.#open) if (caller.id === id) open += 1;
    if (open >= perCaller)
      throw new CrosspointError('RATE_LIMITED', `At most ${perCaller} streams may be open at a time`);
  }

  #beat(): void {
    for (const { writer } of this.#open) writer.heartbeat();
  }

  #revoke(isRevoked: IsRevoked): void {
    for (const { caller, writer } of this.#open) {
      if (isRevoked(caller)) writer.cut('PERMISSION_DENIED', 'The rights of the caller have changed');
    }
  }
}
