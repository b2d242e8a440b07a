import type { LoggedEvent, Position } from './log.ts';
import { readEvent } from './unreadable-events.ts';

/** Entries of a stream, as Redis answers them. */
export type StreamEntries = [id: string, fields: string[]][];

/** The events of a stream's entries. */
export function decode(rows: StreamEntries): LoggedEvent[] {
  return rows.map(([id, fields]) => ({
    position: place(id),
    event: readEvent(fields[1] ?? '', new Date(Number(id.split('-')[0]))),
  }));
}

/** A counter that no entry of a millisecond exceeds. */
export const LAST_OF_MILLISECOND = 9_999_999_999;

/** Redis' `milliseconds-counter`, padded so that places compare as text. */
export function place(id: string): Position {
  const [milliseconds = '0', counter = '0'] = id.split('-');
  return `${milliseconds.padStart(15, '0')}-${counter.padStart(10, '0')}`;
}

/** The id of a stream's entry for a position. */
export function redisId(position: Position): string {
  const [milliseconds, counter] = position.split('-');
  return `${Number(milliseconds)}-${Number(counter ?? 0)}`;
}
