import type { EventLog, LoggedEvent, Position } from '../log/log.ts';

/** Events read at a time where another gateway published some that were not seen here. */
const BATCH = 500;
/** Milliseconds by which the clocks of the log and of this gateway may differ. */
const CLOCKS_DIFFER_MS = 10_000;

/**
 * The next events of the log after the last one seen, or, where none was, after the time in milliseconds at which the oldest
 * event was buffered. None where nothing is buffered, or where all were seen.
 */
export async function nextUnseen(
  log: Pick<EventLog, 'head' | 'read' | 'placeAt'>,
  seen: Position | null,
  bufferedAt: number | undefined,
): Promise<readonly LoggedEvent[]> {
  const head = await log.head();
  if (bufferedAt === undefined || head === null || (seen !== null && seen >= head)) return [];
  const { events } = await log.read(seen ?? log.placeAt(new Date(bufferedAt - CLOCKS_DIFFER_MS)), BATCH);
  return events;
}
