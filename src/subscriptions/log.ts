import type { EventRecord } from '../adapters/adapter.ts';

/** A place in the log: opaque to callers, ordered within one log. */
export type Position = string;

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

/**
 * The event log: append, read after a position, follow. Two keepings answer to it, an embedded SQLite file and Redis
 * Streams; both drop an event whose account and fingerprint were appended before.
 */
export interface EventLog {
  /** Appends in order and answers the places given; a duplicate is dropped and gets null. */
  append(events: readonly EventRecord[]): Promise<readonly (Position | null)[]>;
  /** Reads up to `limit` events after a position, or the oldest kept when it is null. */
  read(after: Position | null, limit: number): Promise<Page>;
  /** The place of the newest event, or null in an empty log. */
  head(): Promise<Position | null>;
  /** Calls back with each batch appended from now on, by whatever instance; answers how to stop. */
  follow(listener: (events: readonly LoggedEvent[]) => void): () => void;
  close(): Promise<void>;
}
