import type { EventRecord } from '../../adapters/event.ts';
import type { EventLog, LoggedEvent, Position } from './log.ts';

/** Events read from the log at a time. */
const STEP = 500;
/** Steps that one page may take where few events match. */
const MOST_STEPS = 100;

/** The last matching events before a position. */
interface LookBack {
  /** The events, oldest first. */
  readonly events: readonly LoggedEvent[];
  /** Whether the log may have further matching events before these. */
  readonly more: boolean;
  /** The oldest position that was read; null where the log has no event. */
  readonly reached: Position | null;
}

/** Reads the log backwards, from a position or from the newest event, until `size` events match or the log ends. */
export async function lookBack(
  log: EventLog,
  before: Position | null,
  { matches, keys }: { matches(event: EventRecord): boolean; keys: readonly string[] | null },
  size: number,
): Promise<LookBack> {
  const found: LoggedEvent[] = [];
  const result = (more: boolean): LookBack => ({ events: found.reverse(), more, reached });
  let reached = before;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const page = await log.readBefore(reached, STEP, keys);
    for (const logged of page.events) {
      if (!matches(logged.event)) continue;
      if (found.length === size) return result(true);
      found.push(logged);
    }
    reached = page.reached ?? page.events.at(-1)?.position ?? reached;
    if (!page.more) return result(false);
  }
  return result(true);
}
