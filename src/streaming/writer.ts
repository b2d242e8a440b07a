import type { ServerResponse } from 'node:http';
import type { ResultWriter, WriterLimits } from '../subscriptions/deliver/result-writer.ts';
import type { Position } from '../subscriptions/log/log.ts';
import type { StreamFormat } from './formats.ts';

/** Turns places of the event log into cursors. */
type WriteCursor = (position: Position) => string;

/** The last result that was framed in each format: equal subscriptions get the same bytes one after the other. */
const lastFramed = new WeakMap<StreamFormat, { readonly json: Buffer; readonly framed: Buffer }>();

function frame(format: StreamFormat, json: Buffer, cursor: () => string | null): Buffer {
  const last = lastFramed.get(format);
  if (last?.json === json) return last.framed;
  // A shared result ends the WebSocket message it stands in, which this format does not have.
  const framed = format.result(json.subarray(0, -1), cursor());
  lastFramed.set(format, { json, framed });
  return framed;
}

const DRAIN_POLL_MS = 50;

/** The sending side of one streamed HTTP answer. */
export class StreamWriter implements ResultWriter {
  readonly #response: ServerResponse;
  readonly #format: StreamFormat;
  readonly #limits: WriterLimits;
  readonly #writeCursor: WriteCursor;
  #begun = false;
  #draining: Promise<void> | undefined;

  constructor(response: ServerResponse, format: StreamFormat, limits: WriterLimits, writeCursor: WriteCursor) {
    this.#response = response;
    this.#format = format;
    this.#limits = limits;
    this.#writeCursor = writeCursor;
  }

  get full(): boolean {
    return this.#response.writableLength > this.#limits.buffered;
  }

  begin(position: Position | null): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#write(this.#format.open(this.#cursor(position)));
  }

  sendParts(_head: string, body: Buffer, position: Position | null): void {
    this.begin(null);
    this.#write(frame(this.#format, body, () => this.#cursor(position)));
  }

  /** Sends a result that no other client gets, as JSON. */
  sendResult(json: string): void {
    this.begin(null);
    this.#write(this.#format.result(Buffer.from(json), null));
  }

  /** Shows that the connection is alive, unless something else that waits to be sent will. */
  heartbeat(): void {
    if (this.#begun && this.#response.writableLength === 0) this.#write(this.#format.heartbeat);
  }

  /** Ends the operation. */
  complete(): void {
    this.begin(null);
    this.#end(this.#format.complete);
  }

  /** Ends the stream for a reason that lies outside its operation; a client connects again. */
  cut(code: string, message: string): void {
    this.begin(null);
    this.#end(this.#format.failed(JSON.stringify([{ message, extensions: { code } }])) ?? '');
  }

  drained(): Promise<void> {
    if (!this.full) return Promise.resolve();
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  #cursor(position: Position | null): string | null {
    return position === null ? null : this.#writeCursor(position);
  }

  #write(bytes: string | Buffer): void {
    if (!this.#response.writableEnded && !this.#response.destroyed) this.#response.write(bytes);
  }

  #end(bytes: string): void {
    if (!this.#response.writableEnded && !this.#response.destroyed) this.#response.end(bytes);
  }

  /** A client that reads nothing for too long is disconnected; it continues from its last event. */
  async #drain(): Promise<void> {
    const end = Date.now() + this.#limits.stalled;
    while (this.full && !this.#response.destroyed) {
      if (Date.now() > end) {
        this.#response.destroy();
        return;
      }
      await new Promise((done) => setTimeout(done, DRAIN_POLL_MS));
    }
  }
}
