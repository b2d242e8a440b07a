import type { Position } from '../log/log.ts';
import type { ResultWriter } from './result-writer.ts';
import type { ResultListener, SharedExecution } from './shared-execution.ts';

/** Maximum results of the shared channel buffered while a subscriber catches up. */
const MAX_BUFFERED = 1_000;
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** The subscription that equal subscribers share. */
export interface SharedSubscription {
  /** Makes a channel that replays what came after a position. */
  catchUp(after: Position): SharedExecution;
  /** Removes the subscriber. */
  leave(subscriber: Subscriber): void;
}

/** Takes the end of a subscriber. */
export interface SubscriberEnd {
  /** Called once; with what went wrong where something did. */
  subscriberEnded(thrown: unknown): void;
}

/** A channel that replays the past to one or several subscribers. */
interface CatchUp {
  readonly channel: SharedExecution;
  readonly listener: ResultListener;
  /** Gaps are still to be delivered, which the shared channel may not have. */
  gapsPending: boolean;
}

interface BufferedResult {
  readonly position: Position;
  readonly body: Buffer;
}

/**
 * One subscription of one client. It receives the results of the channel that equal subscriptions share. Results from
 * before it joined, or from while its socket was full, come from a separate channel, until both channels have delivered
 * the same event. There are many subscribers and most are idle, so each has little state.
 */
export class Subscriber implements ResultListener {
  readonly #writer: ResultWriter;
  readonly #prefix: string;
  readonly #shared: SharedSubscription;
  #catchUp: CatchUp | undefined;
  #buffered: BufferedResult[] | undefined;
  #bufferedBytes = 0;
  #sent: Position | null;
  #stalled = false;
  /** The shared channel has ended; only the subscriber's own one is left. */
  #sharedEnded = false;
  #closed = false;
  #end: SubscriberEnd | undefined;
  #thrown: unknown;

  constructor(writer: ResultWriter, head: string, start: Position | null, row: SharedSubscription) {
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
        deliver: (body, position, gapsPending) => {
          catchUp.gapsPending = gapsPending;
          return this.#fromCatchUp(catchUp, body, position);
        },
        end: (thrown) => this.#catchUp === catchUp && this.#finish(thrown),
      },
      gapsPending: false,
    };
    this.#catchUp = catchUp;
    channel.add(catchUp.listener);
  }

  /** Has its end reported, at once where it has ended. */
  onEnd(end: SubscriberEnd): void {
    this.#end = end;
    if (this.#closed) end.subscriberEnded(this.#thrown);
  }

  /** Ends it. */
  leave(): void {
    this.#finish();
  }

  /** Takes a result of the shared channel. */
  deliver(body: Buffer, position: Position | null): void {
    if (this.#closed) return;
    if (!this.#catchUp && !this.#stalled) this.#sendOrStall(body, position);
    else if (position !== null && position === this.#sent && this.#catchUp?.gapsPending === false) this.#joinShared();
    else if (position !== null && (this.#sent === null || position > this.#sent)) this.#buffer(body, position);
  }

  #buffer(body: Buffer, position: Position): void {
    this.#bufferedBytes = (this.#buffered ? this.#bufferedBytes : 0) + body.length;
    this.#buffered ??= [];
    this.#buffered.push({ position, body });
    const isFull = this.#buffered.length > MAX_BUFFERED || this.#bufferedBytes > MAX_BUFFERED_BYTES;
    if (isFull) this.#buffered = undefined;
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
      if (await channel.open()) this.#finish(new Error('The subscription cannot continue'));
    } catch (thrown) {
      this.#finish(thrown);
    }
  }

  /** Both channels have delivered the same event: the shared one continues from here. */
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

  /** The shared channel has ended. A subscriber that is behind gets the rest from its own channel. */
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
    this.#end?.subscriberEnded(thrown);
  }
}
