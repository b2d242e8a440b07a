import type { Channel, Listener } from '../subscriptions/deliver/shared-execution.ts';
import type { Position } from '../subscriptions/log/log.ts';
import type { Wire } from './socket-writer.ts';

/** Results a seat holds of the shared channel while it catches up on its own. */
const MOST_HELD = 1_000;

/** Where a seat stands: the channel it shares with its equals. */
export interface Row {
  /** Makes a channel that tells what came after a place. */
  catchUp(after: Position): Channel;
  /** Gives the seat up. */
  leave(seat: Seat): void;
}

/** A channel that tells a seat its past, perhaps others theirs too. */
interface Own {
  readonly channel: Channel;
  readonly listener: Listener;
  /** It has gaps to tell still, which the shared channel may know nothing of. */
  owing: boolean;
}

interface Held {
  readonly position: Position;
  readonly body: Buffer;
}

/**
 * One subscription of one socket. It listens to the channel shared with its equals; what the shared channel told
 * before it came, or while its socket was full, it gets from a channel of its own, and goes over to the shared one at
 * an event that both told. There are many and most are idle, so each holds little.
 */
export class Seat implements AsyncIterableIterator<never>, Listener {
  readonly #wire: Wire;
  readonly #prefix: Buffer;
  readonly #row: Row;
  #own: Own | undefined;
  #held: Held[] | undefined;
  #sent: Position | null;
  #stalled = false;
  /** The shared channel has ended, so that there is only its own. */
  #alone = false;
  #over = false;
  #settle: ((result: IteratorResult<never>) => void) | undefined;
  #fail: ((thrown: unknown) => void) | undefined;
  #thrown: unknown;

  constructor(wire: Wire, id: string, start: Position | null, row: Row) {
    this.#wire = wire;
    this.#prefix = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    this.#sent = start;
    this.#row = row;
  }

  /** Takes its past from a channel which is not open yet, and which others may take theirs from. */
  goAlone(channel: Channel): void {
    const own: Own = {
      channel,
      listener: {
        deliver: (body, position, owing) => {
          own.owing = owing;
          return this.#fromOwn(own, body, position);
        },
        end: (thrown) => this.#own === own && this.#finish(thrown),
      },
      owing: false,
    };
    this.#own = own;
    channel.add(own.listener);
  }

  next(): Promise<IteratorResult<never>> {
    return new Promise((settle, fail) => {
      this.#settle = settle;
      this.#fail = fail;
      if (this.#over) this.#conclude();
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
    if (this.#over) return;
    if (!this.#own && !this.#stalled) this.#sendOrStall(body, position);
    else if (position !== null && position === this.#sent && this.#own?.owing === false) this.#goOver();
    else if (position !== null && (this.#sent === null || position > this.#sent)) this.#hold(body, position);
  }

  #hold(body: Buffer, position: Position): void {
    this.#held ??= [];
    this.#held.push({ position, body });
    if (this.#held.length > MOST_HELD) this.#held = undefined;
  }

  #fromOwn(own: Own, body: Buffer, position: Position | null): void | Promise<void> {
    if (this.#over || this.#own !== own) return;
    if (this.#wire.full) {
      if (own.channel.size === 1) return this.#wire.drained().then(() => this.#tellOwn(own, body, position));
      // The others do not wait for it. What has no place cannot be gone on from, and is sent all the same.
      if (this.#sent !== null) {
        this.#leaveOwn();
        return this.#stall();
      }
    }
    this.#tellOwn(own, body, position);
  }

  #tellOwn(own: Own, body: Buffer, position: Position | null): void {
    if (this.#over || this.#own !== own) return;
    this.#send(body, position);
    if (!own.owing && position !== null && this.#held?.some((held) => held.position === position)) this.#goOver();
  }

  #sendOrStall(body: Buffer, position: Position | null): void {
    if (this.#wire.full) this.#stall();
    else this.#send(body, position);
  }

  #stall(): void {
    this.#stalled = true;
    void this.#wire.drained().then(() => this.#recover());
  }

  /** The socket takes more again: what it missed meanwhile comes from the log. */
  async #recover(): Promise<void> {
    this.#stalled = false;
    if (this.#over) return;
    if (this.#sent === null) {
      if (this.#alone) this.#finish();
      return;
    }
    const own = this.#row.catchUp(this.#sent);
    this.goAlone(own);
    try {
      if (await own.open()) this.#finish(new Error('The subscription cannot go on'));
    } catch (thrown) {
      this.#finish(thrown);
    }
  }

  /** Both channels told the same event: from here on the shared one does. */
  #goOver(): void {
    const rest = this.#held?.filter((held) => this.#sent === null || held.position > this.#sent) ?? [];
    this.#held = undefined;
    this.#leaveOwn();
    for (const { body, position } of rest) {
      if (this.#stalled) return;
      this.#sendOrStall(body, position);
    }
    if (this.#alone) this.#finish();
  }

  #send(body: Buffer, position: Position | null): void {
    this.#wire.sendParts(this.#prefix, body);
    if (position !== null) this.#sent = position;
  }

  #leaveOwn(): void {
    const own = this.#own;
    this.#own = undefined;
    own?.channel.remove(own.listener);
    if (own?.channel.size === 0) void own.channel.close();
  }

  /** The shared channel has ended. Who is behind it still gets the rest from its own, which ends where that one did. */
  end(thrown?: unknown): void {
    if (thrown === undefined && (this.#own || this.#stalled)) this.#alone = true;
    else this.#finish(thrown);
  }

  /** Ends it, for a reason where something went wrong. */
  #finish(thrown?: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#thrown = thrown;
    this.#held = undefined;
    this.#leaveOwn();
    this.#row.leave(this);
    this.#conclude();
  }

  #conclude(): void {
    if (this.#thrown !== undefined) this.#fail?.(this.#thrown);
    else this.#settle?.({ done: true, value: undefined });
  }
}
