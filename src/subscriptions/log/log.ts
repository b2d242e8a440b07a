import type { EventRecord } from '../../adapters/adapter.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import { DEFAULT_RETENTION_HOURS } from '../../storage/retention.ts';

/** A place in the log: opaque to callers, ordered within one log. */
export type Position = string;

/** The place before every event. */
export const ORIGIN: Position = '0';

/** Stands for the position of an event that was received under a term of a lease that another gateway's term has ended. */
export const TERM_ENDED: unique symbol = Symbol('term ended');

/** The outcome of appending an event: its position, null for a duplicate, or TERM_ENDED for one that is not in the log. */
export type Appended = Position | null | typeof TERM_ENDED;

/** An event with its position in the log. */
export interface LoggedEvent {
  /** Position in the log. */
  readonly position: Position;
  /** The event. */
  readonly event: EventRecord;
  /** The keys of the event alone (event-keys.ts), where the log has made them. */
  readonly keys?: readonly string[];
  /** The position under which it was followed before: a new master of Redis had lost it, and it was appended again. */
  readonly repeats?: Position;
}

/** Whether a follower was given an event before, which has followed all that came after a position; null is from the first one. */
export function isRepeated({ repeats }: LoggedEvent, since: Position | null): boolean {
  return repeats !== undefined && (since === null || repeats > since);
}

/** How a follower takes what a log appends. */
export interface FollowOptions {
  /** Whether it also takes events that it was given before; default false. */
  readonly takesRepeated?: boolean;
}

/** Events read on one side of a position. */
export interface Page {
  /** The events in the order of reading. */
  readonly events: readonly LoggedEvent[];
  /**
   * True when the position is older than the oldest stored event, so that events are missing before the first of
   * these.
   */
  readonly gap: boolean;
  /** True when the log has events beyond the last of these. */
  readonly more: boolean;
  /** The position up to which was read, where that is not the last of these. */
  readonly reached?: Position;
}

/** The identity of a log, stored with its events. */
export interface LogIdentity {
  /** Random id; a cursor of another log is refused. */
  readonly id: string;
  /** Signs the cursors of this log. */
  readonly key: Buffer;
}

/**
 * Refuses a place after the newest one, as it is found where a log lost its end or was put back from a copy: nothing can
 * be said of what follows it. The newest must be asked of the log after the place was given, since others append too.
 */
export function refuseFuture(after: Position, newest: Position | null): void {
  if (after <= (newest ?? ORIGIN)) return;
  const message = 'The cursor is later than the newest event, so the log has lost events; subscribe without `after`';
  throw invalidArgument(message, 'after');
}

/** How many events a log stores. */
export interface Retention {
  /** Milliseconds for which an event is stored. */
  readonly age: number;
  /** Upper bound in addition to the age: bytes in an SQLite file, events in Redis. */
  readonly size: number;
}

/** Default of `age`. */
export const DEFAULT_RETENTION_MS = DEFAULT_RETENTION_HOURS * 3_600_000;

/**
 * The event log: append, read after a position, follow. It has two implementations, an SQLite file and Redis Streams;
 * both drop an event whose account and fingerprint were appended before. Methods reject with UNAVAILABLE where the
 * store cannot be reached.
 */
export interface EventLog {
  /** Identity and signing key of the log. */
  readonly identity: LogIdentity;
  /** True while appended events are buffered because the store accepts none. */
  readonly waiting: boolean;
  /**
   * Appends in order and resolves with what became of each event. Waits, with the caller, while the store accepts nothing.
   * TERM_ENDED occurs only where a term is given and gateways share the log.
   */
  append(events: readonly EventRecord[]): Promise<readonly (Position | null)[]>;
  /** The same under the term of a lease. */
  append(events: readonly EventRecord[], term: LeaseTerm | undefined): Promise<readonly Appended[]>;
  /**
   * Reads up to `limit` events after a position, or from the oldest stored event when it is null. Where keys are given
   * (`event-keys.ts`), events that have none of them may be left out, gaps never.
   */
  read(after: Position | null, limit: number, keys?: readonly string[] | null): Promise<Page>;
  /** Reads up to `limit` events before a position, or up to the newest when it is null; the newest first. */
  readBefore(before: Position | null, limit: number, keys?: readonly string[] | null): Promise<Omit<Page, 'gap'>>;
  /** Position of the newest event ever appended; null in a new log. */
  head(): Promise<Position | null>;
  /** Newest position whose event is no longer stored; null while all are. */
  floor(): Promise<Position | null>;
  /** Time at which the event of a position was appended. */
  timeOf(position: Position): Date;
  /** The position before every event appended at or after a time. */
  placeAt(time: Date): Position;
  /**
   * Calls back with each batch appended from now on by any gateway, and returns the function that stops it. Each
   * event can be read already. `broken` is called when events were removed before they could be followed.
   */
  follow(listener: (events: readonly LoggedEvent[]) => void, broken?: () => void, options?: FollowOptions): () => void;
  /**
   * Stores a short text with the log, such as the position of a reader; shared by every gateway of the log. Nothing is stored
   * where a term is given and another has begun.
   */
  note(name: string, text: string, term?: LeaseTerm): Promise<void>;
  /** The text stored under a name; null where there is none. */
  noted(name: string): Promise<string | null>;
  /** All texts whose names start with a prefix, by name. */
  notes(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** Changes, creates or removes a text only where it still equals `before`; resolves with whether it did. */
  exchange(name: string, before: string | null, after: string | null): Promise<boolean>;
  /** Removes events beyond the retention; the log also does it periodically. */
  trim(): Promise<void>;
  /** Stores what is buffered where possible, and closes the store. */
  close(): Promise<void>;
}
