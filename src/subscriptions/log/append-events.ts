import type { EventRecord } from '../../adapters/event.ts';
import type { EventBlocks } from './event-blocks.ts';
import { keysOf } from './event-keys.ts';
import type { LoggedEvent, Position } from './log.ts';
import type { LogDatabase, StoredEvent } from './log-database.ts';
import { positionOf } from './sqlite-positions.ts';

/** The ids that events get. */
interface Ids {
  /** The last that was given. */
  readonly last: number;
  /** The least that fits the time. */
  readonly earliest: number;
}

/** The result of storing events. */
interface StoredEvents {
  /** The position of each; null for an event that is there already. */
  readonly positions: (Position | null)[];
  /** Those that are new. */
  readonly added: LoggedEvent[];
  /** The last id that was given. */
  readonly last: number;
  /** Bytes that the new ones take. */
  readonly bytes: number;
}

/** Stores those of events that are new, each block's as one batch; to be called in a transaction. */
export function appendEvents(
  events: readonly EventRecord[],
  { last, earliest }: Ids,
  database: LogDatabase,
  blocks: EventBlocks,
): StoredEvents {
  const areNew = database.noteFingerprints(events);
  const added: LoggedEvent[] = [];
  let id = last;
  let bytes = 0;
  let batch: StoredEvent[] = [];
  const endBatch = (endsBlock: boolean) => {
    bytes += database.insert(batch, endsBlock);
    batch = [];
  };
  const positions = events.map((event, at) => {
    if (!areNew[at]) return null;
    id = Math.max(id + 1, earliest);
    batch.push({ id, body: JSON.stringify(event) });
    const [position, keys] = [positionOf(id), keysOf(event)];
    added.push({ position, event, keys });
    if (blocks.add(id, keys)) endBatch(true);
    return position;
  });
  endBatch(false);
  return { positions, added, last: id, bytes };
}
