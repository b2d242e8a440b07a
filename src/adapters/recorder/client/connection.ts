/** One TCP connection to the recorder: requests go out as they come, answers are given to whom they belong. */
import { connect, type Socket } from 'node:net';
import { type Encoding, frameText, longFrameText } from './answer.ts';
import { frameHead } from './frame-head.ts';
import { FrameReader, FramingError } from './frames.ts';

/** Where the recorder listens. */
export interface RecorderEndpoint {
  readonly host: string;
  readonly port: number;
}

/** Reads `tcp://host:port`. */
export function endpointOf(url: string): RecorderEndpoint {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 5620) };
}

/** Who waits for an answer. */
interface Waiting {
  answered(text: string): void;
  /** The connection ended first. */
  lost(cause: unknown): void;
  /** Either of the two happened. */
  done?(): void;
}

/** Receives the reports of a connection. */
interface ConnectionListener {
  /** A document that answers no pending request: an event, or an answer whose request has ended, by its root. */
  unasked?(text: string, root: string): void;
  closed?(cause: unknown): void;
}

const KEEP_ALIVE_MILLISECONDS = 15_000;

/** How a connection is opened and read. */
interface ConnectionOptions {
  /** Milliseconds that connecting may take. */
  readonly milliseconds: number;
  /** Largest document accepted, in bytes. Default: 16 MiB. */
  readonly maxBytes?: number | undefined;
  /** Default: UTF-8. */
  readonly encoding?: Encoding | undefined;
}

/** Opens a connection; throws what the network says, or what the signal does. */
export function openConnection(
  endpoint: RecorderEndpoint,
  listener: ConnectionListener,
  options: ConnectionOptions,
): Promise<RecorderConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...endpoint,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MILLISECONDS,
    });
    const timer = setTimeout(() => socket.destroy(new Error('connecting took too long')), options.milliseconds);
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(new RecorderConnection(socket, listener, options));
    });
  });
}

/** An open connection. */
export class RecorderConnection {
  private readonly waiting = new Map<number, Waiting>();
  private readonly frames: FrameReader;
  private ended = false;
  private retired = false;
  /** A request ended without its answer, which may still come without a number. */
  private lateAnswers = false;
  /** A result or an event has come, so the other end is a recorder. */
  private proven = false;
  private cause: unknown;
  /** When bytes came last, by the process's clock. */
  receivedAt = performance.now();

  constructor(
    private readonly socket: Socket,
    private readonly listener: ConnectionListener,
    private readonly options: Pick<ConnectionOptions, 'maxBytes' | 'encoding'> = {},
  ) {
    this.frames = new FrameReader(options.maxBytes);
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('error', (error) => {
      this.cause ??= error;
    });
    socket.on('close', () => this.end());
  }

  /** False once nothing can be sent any more. */
  get open(): boolean {
    return !this.ended && !this.retired;
  }

  /** True while an answer to this number is awaited. */
  awaits(id: number): boolean {
    return this.waiting.has(id);
  }

  /** Sends a document and remembers who waits for its answer. */
  send(id: number, document: string, waiting: Waiting): void {
    this.waiting.set(id, waiting);
    this.socket.write(document);
  }

  /** Gives a request up; its answer is dropped. */
  forget(id: number): void {
    this.lateAnswers = true;
    this.settle(id);
  }

  private settle(id: number): void {
    this.waiting.delete(id);
    if (this.retired && this.waiting.size === 0) this.socket.destroy();
  }

  /** Takes no more requests and ends when the last answer has come. */
  retire(): void {
    this.retired = true;
    if (this.waiting.size === 0) this.socket.destroy();
  }

  /** Stops reading while the consumer is behind. */
  pause(): void {
    this.socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.socket.resume();
  }

  /** Ends it at once. */
  close(cause?: unknown): void {
    this.cause ??= cause;
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.receivedAt = performance.now();
    try {
      for (const frame of this.frames.push(chunk)) this.deliver(frame);
    } catch (error) {
      this.close(error);
    }
  }

  private deliver(frame: Buffer): void {
    const { root, id } = frameHead(frame);
    const known = root === 'RESULT' || root === 'CALLCOPYEVENT';
    // A web page instead of the first answer comes from another server; later a new kind of message costs itself alone.
    if (!known && !this.proven) throw new FramingError('neither a result nor an event');
    this.proven = true;
    const number = root === 'RESULT' ? (id ?? this.onlyPending()) : null;
    const waiting = number === null ? undefined : this.waiting.get(number);
    if (!waiting || number === null) {
      this.listener.unasked?.(frameText(frame, this.options.encoding), root);
      return;
    }
    this.settle(number);
    waiting.done?.();
    // A frame is good until the next bytes come.
    void longFrameText(Buffer.from(frame), this.options.encoding).then((text) => waiting.answered(text), waiting.lost);
  }

  /** The request that an answer without REQUESTID belongs to: the only one that was sent and not answered. */
  private onlyPending(): number | null {
    const [first, second] = this.waiting.keys();
    return first === undefined || second !== undefined || this.lateAnswers ? null : first;
  }

  private end(): void {
    this.ended = true;
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const waiting of lost) {
      waiting.done?.();
      waiting.lost(this.cause);
    }
    this.listener.closed?.(this.cause);
  }
}
