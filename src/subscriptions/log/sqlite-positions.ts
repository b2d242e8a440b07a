import type { KeyedRows } from './keyed-reads.ts';
import type { LoggedEvent, Page, Position } from './log.ts';
import type { StoredEvent } from './log-database.ts';

/** The event of a row. */
export function decodeRow({ id, body }: StoredEvent): LoggedEvent {
  return { position: positionOf(id), event: JSON.parse(body) };
}

/** The position of an id, padded so that positions compare as text. */
export function positionOf(id: number): Position {
  return String(id).padStart(16, '0');
}

/** The page of events that were read by keys. */
export function keyedPage({ rows, reached, more }: KeyedRows): Omit<Page, 'gap'> {
  return { events: rows.map(decodeRow), reached: positionOf(reached), more };
}
