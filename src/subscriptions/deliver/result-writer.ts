import type { Position } from '../log/log.ts';

/** How much may wait for one client. */
export interface WriterLimits {
  /** Bytes waiting to be sent above which a client counts as slow. */
  readonly buffered: number;
  /** Milliseconds a client may stay slow before it is disconnected. */
  readonly stalled: number;
}

/** The sending side of one client, over any transport. */
export interface ResultWriter {
  /** True while more waits to be sent than the client's limit. */
  readonly full: boolean;
  /** Called once, before any result, with the place in the log that the results follow; null when none is known. */
  begin?(position: Position | null): void;
  /** Sends one result: what begins its message, in ASCII, then the result's JSON and the brace that ends the message. */
  sendParts(head: string, body: Buffer, position: Position | null): void;
  /** Resolves when the client takes more or is gone; one that stays slow too long is disconnected. */
  drained(): Promise<void>;
}
