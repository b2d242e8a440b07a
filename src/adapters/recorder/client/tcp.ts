/** The shared connection: every caller's requests on one socket, answers matched by REQUESTID, reconnected by itself. */

import { backOffMs } from '../../../storage/back-off.ts';
import { deadline, isTimeout, unlessAborted } from '../../calls/deadline.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { Encoding } from './answer.ts';
import { openConnection, type RecorderConnection, type RecorderEndpoint } from './connection.ts';
import { MAX_REQUEST_ID } from './request.ts';

/** One request as the transport sees it. */
export interface TransportRequest extends SendOptions {
  readonly act: boolean;
  document(id: number): string;
}

/** How the connection behaves. */
interface TcpOptions {
  readonly endpoint: RecorderEndpoint;
  /** Milliseconds a call may take when the caller does not say. */
  readonly deadline: number;
  readonly maxBytes?: number | undefined;
  readonly encoding?: Encoding | undefined;
  /** One request at a time: the next is sent after the answer to the one before. Default: false. */
  readonly serial?: boolean;
  /** Number of the first request. */
  readonly firstId?: number | undefined;
  /** A document arrived that answers no pending request. */
  unasked?(text: string): void;
}

const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 2_000;

/** The pause before a request or a connection to the recorder is tried once more. */
export function recorderPause(attempt: number): number {
  return backOffMs(attempt + 1, { first: FIRST_PAUSE, most: LONGEST_PAUSE });
}

const UNREACHABLE = 'The recorder could not be reached';

/** Sends requests over one connection that is opened when first needed and again after it was lost. */
export class TcpTransport {
  private current: RecorderConnection | undefined;
  private opening: Promise<RecorderConnection> | undefined;
  private lastId: number;
  private lastExchange: Promise<void> = Promise.resolve();
  private failures = 0;
  private notBefore = 0;
  private closed = false;

  constructor(private readonly options: TcpOptions) {
    this.lastId = (options.firstId ?? 1) - 1;
  }

  /** Sends one document and answers the one that belongs to it. An act is never sent twice. */
  async exchange(sending: TransportRequest): Promise<string> {
    const { signal, clear } = deadline(sending.deadline ?? this.options.deadline, sending.signal);
    try {
      return await (this.options.serial ? this.afterOthers(sending, signal) : this.exchangeNow(sending, signal));
    } finally {
      clear();
    }
  }

  private async exchangeNow(sending: TransportRequest, signal: AbortSignal): Promise<string> {
    const connection = await unlessAborted(this.connection(), signal, notSent);
    return this.ask(connection, sending, signal);
  }

  /** Waits for the requests before it, as far as its deadline allows. */
  private async afterOthers(sending: TransportRequest, signal: AbortSignal): Promise<string> {
    const before = this.lastExchange;
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.lastExchange = before.then(() => finished);
    try {
      await unlessAborted(before, signal, notSent);
      return await this.exchangeNow(sending, signal);
    } finally {
      finish();
    }
  }

  /** Ends the connection; what was under way is lost. */
  close(): void {
    this.closed = true;
    this.current?.close(new Error('the account was closed'));
  }

  private connection(): Promise<RecorderConnection> {
    if (this.current?.open) return Promise.resolve(this.current);
    this.opening ??= this.reopen().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  /** All waiting calls share it, so it has the usual time limit and not the remaining time of the first call. */
  private async reopen(): Promise<RecorderConnection> {
    if (this.closed) throw accountClosed();
    if (performance.now() < this.notBefore) throw new CrosspointError('UNAVAILABLE', UNREACHABLE);
    const { endpoint, deadline, maxBytes, encoding, unasked } = this.options;
    let connection: RecorderConnection;
    try {
      const listener = unasked ? { unasked } : {};
      connection = await openConnection(endpoint, listener, {
        milliseconds: Math.min(deadline, 10_000),
        maxBytes,
        encoding,
      });
    } catch (cause) {
      this.notBefore = performance.now() + recorderPause(this.failures);
      this.failures += 1;
      throw new CrosspointError('UNAVAILABLE', UNREACHABLE, { cause });
    }
    this.failures = 0;
    if (this.closed) {
      connection.close();
      throw accountClosed();
    }
    this.current = connection;
    return connection;
  }

  private ask(connection: RecorderConnection, sending: TransportRequest, signal: AbortSignal): Promise<string> {
    const id = this.nextId(connection);
    const document = sending.document(id);
    const sentAt = performance.now();
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(notSent(signal.reason));
      const left = () => {
        connection.forget(id);
        // A connection that was silent for a whole deadline may be dead: the next request gets a new one.
        if (isTimeout(signal.reason) && connection.receivedAt < sentAt) connection.retire();
        reject(unanswered(sending, 'TIMEOUT', 'The recorder did not answer in time', signal.reason));
      };
      const done = () => signal.removeEventListener('abort', left);
      const lost = (cause: unknown) =>
        reject(unanswered(sending, 'UNAVAILABLE', 'The connection to the recorder broke off', cause));
      signal.addEventListener('abort', left, { once: true });
      connection.send(id, document, { answered: resolve, lost, done });
    });
  }

  /** Numbers go round, past those still awaiting an answer. */
  private nextId(connection: RecorderConnection): number {
    do {
      this.lastId = this.lastId >= MAX_REQUEST_ID ? 1 : this.lastId + 1;
    } while (connection.awaits(this.lastId));
    return this.lastId;
  }
}

/** Why no answer came; of an act it is not known then whether it was done. */
function unanswered(
  sending: TransportRequest,
  code: 'TIMEOUT' | 'UNAVAILABLE',
  message: string,
  cause: unknown,
): CrosspointError {
  if (!sending.act) return new CrosspointError(code, message, { cause });
  return new CrosspointError(
    'OUTCOME_UNKNOWN',
    'The recorder received the request and did not report its outcome; read the state before repeating it',
    { cause },
  );
}

function accountClosed(): CrosspointError {
  return new CrosspointError('UNAVAILABLE', 'The account is closed');
}

function notSent(cause: unknown): CrosspointError {
  return new CrosspointError('TIMEOUT', 'There was no time left to ask the recorder', { cause });
}
