import type { EventRecord } from '../../adapters/adapter.ts';
import { invalidArgument } from '../../adapters/errors.ts';

/** A place in the log: opaque to callers, ordered within one log. */
export type Position = string;

/** The place before every event. */
export const ORIGIN: Position = '0';

/** An event with its place in the log. */
export interface LoggedEvent {
  readonly position: Position;
  readonly event: EventRecord;
}

/** What a reader finds at a position. */
export interface Page {
  readonly events: readonly LoggedEvent[];
  /** True when the position is older than what is kept, so that events are missing before the first of these. */
  readonly gap: boolean;
  /** There is more after the last of these. */
  readonly more: boolean;
}

/** What tells one log from another, kept with its events. */
export interface LogIdentity {
  readonly id: string;
  /** Signs the cursors that point into this log. */
  readonly key: Buffer;
}

/**
 * Refuses a place after the newest one, as it is found where a log lost its end or was put back from a copy: nothing can
 * be said of what follows it. The newest must be asked of the log after the place was given, since others append too.
 */
export function refuseFuture(after: Position, newest: Position | null): void {
  if (after <= (newest ?? ORIGIN)) return;
  const message = 'The cursor points behind the newest event, so the log has lost some; go on without it';
  throw invalidArgument(message, 'after');
}

/** How much a log keeps. */
export interface Retention {
  /** Milliseconds an event is kept. */
  readonly age: number;
  /** Upper bound of what is kept besides: bytes in an embedded file, events in Redis. */
  readonly size: number;
}

/** How long events are kept unless the operator says otherwise: 72 hours. */
export const DEFAULT_RETENTION_MS = 72 * 3_600_000;

/**
 * The event log: append, read after a position, follow. Two keepings answer to it, an embedded SQLite file and Redis
 * Streams; both drop an event whose account and fingerprint were appended before.
 */
export interface EventLog {
  readonly identity: LogIdentity;
  /** True while what is appended waits, since it cannot be kept for now. */
  readonly waiting: boolean;
  /** Appends in order and answers the places given; a duplicate is dropped and gets null. */
  append(events: readonly EventRecord[]): Promise<readonly (Position | null)[]>;
  /** Reads up to `limit` events after a position, or the oldest kept when it is null. */
  read(after: Position | null, limit: number): Promise<Page>;
  /** The place of the newest event ever appended, or null in a new log. */
  head(): Promise<Position | null>;
  /** The newest place whose event is no longer kept, or null while all are. */
  floor(): Promise<Position | null>;
  /** When the event of a place was appended. */
  timeOf(position: Position): Date;
  /** The place before every event appended at or after a time. */
  placeAt(time: Date): Position;
  /**
   * Calls back with each batch appended from now on, by whatever instance, each readable already; answers how to stop.
   * `broken` is called when some were no longer kept before they could be followed.
   */
  follow(listener: (events: readonly LoggedEvent[]) => void, broken?: () => void): () => void;
  /** Keeps a small note with the events, such as how far a reader has come; shared by whoever shares the log. */
  note(name: string, text: string): Promise<void>;
  /** The note kept under a name. */
  noted(name: string): Promise<string | null>;
  /** The notes whose names begin so, by name. */
  notes(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** Changes a note, or makes or removes it, only where it still says `before`; answers whether it did. */
  exchange(name: string, before: string | null, after: string | null): Promise<boolean>;
  /** Removes what is older or more than the retention allows; done by itself from time to time. */
  trim(): Promise<void>;
  close(): Promise<void>;
}
