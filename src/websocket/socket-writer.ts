/**
 * The sending side of a WebSocket, which writes the frames of subscription events itself.
 *
 * Method: the messages of one turn of the event loop, or of a little longer under load, become one buffer of whole,
 * unmasked text frames (RFC 6455 section 5.2) and one write to the TCP connection. `ws` makes one write per message.
 * Fallback: `socket.send` of `ws`, for every other message, where no connection is given, and where a
 * compression extension was negotiated, since a frame written directly is not compressed.
 * Saving: with one event for thousands of sockets the write per message is most of the cost; the figures are the
 * rows of `npm run bench:events`.
 */
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ResultWriter, WriterLimits } from '../subscriptions/deliver/result-writer.ts';
import { FlushThrottle } from './flush-throttle.ts';
import { FrameEncoder, frameSize, type MessageParts } from './text-frames.ts';

/** The close code of a socket whose client does not read. */
const CLOSE_TOO_SLOW = 4413;

const DRAIN_POLL_MS = 50;

/** Writers with messages of this turn of the event loop, or of a little longer, that are not flushed. */
let pendingWriters: SocketWriter[] = [];

const throttle = new FlushThrottle();
const frames = new FrameEncoder();

/** Flushes all buffered messages: one write for each socket. */
function flushPending(): void {
  const all = pendingWriters;
  pendingWriters = [];
  throttle.run(() => {
    for (const writer of all) writer.flush();
  });
  frames.clear();
}

function schedule(writer: SocketWriter): void {
  if (pendingWriters.push(writer) > 1) return;
  const { remainingMs: left } = throttle;
  if (left > 1) setTimeout(flushPending, left);
  else setImmediate(flushPending);
}

/** Nothing buffered, as for most sockets most of the time. */
const NOTHING: MessageParts[] = [];

/** Maximum bytes buffered for one socket. */
const MAX_PENDING_BYTES = 32_768;

/** A socket's sending side, which knows when its client does not keep up. */
export class SocketWriter implements ResultWriter {
  readonly #socket: WebSocket;
  readonly #connection: Socket | undefined;
  readonly #limits: WriterLimits;
  #messages = NOTHING;
  #size = 0;
  /** Bytes that were waiting to be sent when buffering began. */
  #pendingBytes = 0;
  #draining: Promise<void> | undefined;

  constructor(socket: WebSocket, limits: WriterLimits, connection?: Socket) {
    this.#socket = socket;
    // An extension would change the frames; `ws` names those in use here, and none is negotiated by this server.
    this.#connection = socket.extensions ? undefined : connection;
    this.#limits = limits;
  }

  /** True while more bytes are unsent than the client's limit. */
  get full(): boolean {
    // While messages are buffered nothing else is written, so the bytes in the socket only get less.
    if (this.#messages.length === 0) this.#pendingBytes = this.#socket.bufferedAmount;
    return this.#pendingBytes + this.#size > this.#limits.buffered;
  }

  send(text: string): void {
    this.flush();
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }

  /** Sends one message of two parts, together with what else is sent in this turn of the event loop. */
  sendParts(head: string, body: Buffer): void {
    if (!this.#connection) {
      this.send(`${head}${body}`);
      return;
    }
    if (this.#messages.length === 0) {
      schedule(this);
      this.#messages = [{ head, body }];
    } else this.#messages.push({ head, body });
    this.#size += frameSize(head.length + body.length);
    if (this.#size > Math.min(MAX_PENDING_BYTES, this.#limits.buffered / 4)) this.flush();
  }

  /** Writes the buffered messages. A client whose socket is closing continues from its cursor on another socket. */
  flush(): void {
    if (this.#messages.length === 0) return;
    const [messages, size] = [this.#messages, this.#size];
    this.#messages = NOTHING;
    this.#size = 0;
    if (this.#socket.readyState === this.#socket.OPEN) this.#connection?.write(frames.encode(messages, size));
  }

  /** Resolves when the socket takes more, or is closed; one that stays full too long is closed. */
  drained(): Promise<void> {
    if (!this.full) return Promise.resolve();
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #drain(): Promise<void> {
    const end = Date.now() + this.#limits.stalled;
    while (this.full && this.#socket.readyState === this.#socket.OPEN) {
      if (Date.now() > end) return this.#closeSlowClient();
      await new Promise((done) => setTimeout(done, DRAIN_POLL_MS));
    }
  }

  /** A client that reads nothing would never see the close frame either. */
  #closeSlowClient(): void {
    this.#socket.close(CLOSE_TOO_SLOW, 'Reading too slowly');
    setTimeout(() => this.#socket.terminate(), 1_000).unref();
  }
}
