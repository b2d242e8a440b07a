import type { Position } from '../log/log.ts';
import type { ResultWriter } from './result-writer.ts';
import type { ResultListener, SharedExecution } from './shared-execution.ts';

/** Results a seat holds of the shared channel while it catches up on its own. */
const MAX_BUFFERED = 1_000;

/** Where a seat stands: the channel it shares with its equals. */
export interface SharedSubscription {
  /** Makes a channel that tells what came after a place. */
  catchUp(after: Position): SharedExecution;
  /** Gives the seat up. */
  leave(subscriber: Subscriber): void;
}

/** A channel that tells a seat its past, perhaps others theirs too. */
interface CatchUp {
  readonly channel: SharedExecution;
  readonly listener: ResultListener;
  /** It has gaps to tell still, which the shared channel may know nothing of. */
  gapsPending: boolean;
}

interface BufferedResult {
  readonly position: Position;
  readonly body: Buffer;
}

/**
 * One subscription of one socket. It listens to the channel shared with its equals; what the shared channel told
 * before it came, or while its socket was full, it gets from a channel of its own, and goes over to the shared one at
 * an event that both told. There are many and most are idle, so each holds little.
 */
export class Subscriber implements AsyncIterableIterator<never>, ResultListener {
  readonly #writer: ResultWriter;
  readonly #prefix: Buffer;
  readonly #shared: SharedSubscription;
  #catchUp: CatchUp | undefined;
  #buffered: BufferedResult[] | undefined;
  #sent: Position | null;
  #stalled = false;
  /** The shared channel has ended, so that there is only its own. */
  #sharedEnded = false;
  #closed = false;
  #settle: ((result: IteratorResult<never>) => void) | undefined;
  #fail: ((thrown: unknown) => void) | undefined;
  #thrown: unknown;

  constructor(writer: ResultWriter, head: Buffer, start: Position | null, row: SharedSubscription) {
    this.#writer = writer;
    this.#prefix = head;
    this.#sent = start;
    this.#shared = row;
  }

  /** Takes its past from a channel which is not open yet, and which others may take theirs from. */
  startCatchUp(channel: SharedExecution): void {
    const catchUp: CatchUp = {
      channel,
      listener: {
        deliver: (body, position, owing) => {
          catchUp.gapsPending = owing;
          return this.#fromCatchUp(catchUp, body, position);
        },
        end: (thrown) => this.#catchUp === catchUp && this.#finish(thrown),
      },
      gapsPending: false,
    };
    this.#catchUp = catchUp;
    channel.add(catchUp.listener);
  }

  next(): Promise<IteratorResult<never>> {
    return new Promise((settle, fail) => {
      this.#settle = settle;
      this.#fail = fail;
      if (this.#closed) this.#settleIterator();
    });
  }

  async return(): Promise<IteratorResult<never>> {
    this.#finish();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<never> {
    return this;
  }

  /** Takes what the shared channel tells. */
  deliver(body: Buffer, position: Position | null): void {
    if (this.#closed) return;
    if (!this.#catchUp && !this.#stalled) this.#sendOrStall(body, position);
    else if (position !== null && position === this.#sent && this.#catchUp?.gapsPending === false) this.#joinShared();
    else if (position !== null && (this.#sent === null || position > this.#sent)) this.#buffer(body, position);
  }

  #buffer(body: Buffer, position: Position): void {
    this.#buffered ??= [];
    this.#buffered.push({ position, body });
    if (this.#buffered.length > MAX_BUFFERED) this.#buffered = undefined;
  }

  #fromCatchUp(catchUp: CatchUp, body: Buffer, position: Position | null): void | Promise<void> {
    if (this.#closed || this.#catchUp !== catchUp) return;
    if (this.#writer.full) {
      if (catchUp.channel.size === 1)
        return this.#writer.drained().then(() => this.#sendCatchUp(catchUp, body, position));
      // The others do not wait for it. What has no place cannot be gone on from, and is sent all the same.
      if (this.#sent !== null) {
        this.#leaveCatchUp();
        return this.#stall();
      }
    }
    this.#sendCatchUp(catchUp, body, position);
  }

  #sendCatchUp(catchUp: CatchUp, body: Buffer, position: Position | null): void {
    if (this.#closed || this.#catchUp !== catchUp) return;
    this.#send(body, position);
    if (!catchUp.gapsPending && position !== null && this.#buffered?.some((result) => result.position === position))
      this.#joinShared();
  }

  #sendOrStall(body: Buffer, position: Position | null): void {
    if (this.#writer.full) this.#stall();
    else this.#send(body, position);
  }

  #stall(): void {
    this.#stalled = true;
    void this.#writer.drained().then(() => this.#recover());
  }

  /** The socket takes more again: what it missed meanwhile comes from the log. */
  async #recover(): Promise<void> {
    this.#stalled = false;
    if (this.#closed) return;
    if (this.#sent === null) {
      if (this.#sharedEnded) this.#finish();
      return;
    }
    const channel = this.#shared.catchUp(this.#sent);
    this.startCatchUp(channel);
    try {
      if (await channel.open()) this.#finish(new Error('The subscription cannot go on'));
    } catch (thrown) {
      this.#finish(thrown);
    }
  }

  /** Both channels told the same event: from here on the shared one does. */
  #joinShared(): void {
    const rest = this.#buffered?.filter((result) => this.#sent === null || result.position > this.#sent) ?? [];
    this.#buffered = undefined;
    this.#leaveCatchUp();
    for (const { body, position } of rest) {
      if (this.#stalled) return;
      this.#sendOrStall(body, position);
    }
    if (this.#sharedEnded) this.#finish();
  }

  #send(body: Buffer, position: Position | null): void {
    this.#writer.sendParts(this.#prefix, body, position);
    if (position !== null) this.#sent = position;
  }

  #leaveCatchUp(): void {
    const catchUp = this.#catchUp;
    this.#catchUp = undefined;
    catchUp?.channel.remove(catchUp.listener);
    if (catchUp?.channel.size === 0) void catchUp.channel.close();
  }

  /** The shared channel has ended. Who is behind it still gets the rest from its own, which ends where that one did. */
  end(thrown?: unknown): void {
    if (thrown === undefined && (this.#catchUp || this.#stalled)) this.#sharedEnded = true;
    else this.#finish(thrown);
  }

  /** Ends it, for a reason where something went wrong. */
  #finish(thrown?: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#thrown = thrown;
    this.#buffered = undefined;
    this.#leaveCatchUp();
    this.#shared.leave(this);
    this.#settleIterator();
  }

  #settleIterator(): void {
    if (this.#thrown !== undefined) this.#fail?.(this.#thrown);
    else this.#settle?.({ done: true, value: undefined });
  }
}
