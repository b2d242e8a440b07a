import type { EventRecord } from '../../adapters/event.ts';
import type { EventBlocks } from './event-blocks.ts';
import { keysOf } from './event-keys.ts';
import { PACK_SIZE } from './event-pack.ts';
import type { LoggedEvent, Position } from './log.ts';
import type { LogDatabase, StoredEvent } from './log-database.ts';
import type { LogSealer } from './log-sealer.ts';
import type { StoredPack } from './pack-table.ts';
import { positionOf } from './sqlite-positions.ts';

/** The ids that events get. */
export interface Ids {
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

/** An event with the id that it gets, and its keys. */
interface NumberedEvent extends LoggedEvent {
  readonly id: number;
  readonly keys: readonly string[];
}

/** Events that are compressed before they are stored. */
export interface PackedEvents {
  readonly events: readonly NumberedEvent[];
  readonly pack: StoredPack;
}

const idAfter = (last: number, { earliest }: Ids) => Math.max(last + 1, earliest);

/**
 * Compresses events that become blocks of their own, so that they are written once and in few bytes; null where they are too few
 * for that, or others before them are not compressed.
 */
export async function packBeforehand(
  events: readonly EventRecord[],
  ids: Ids,
  sealer: LogSealer,
): Promise<readonly PackedEvents[] | null> {
  const blocks = Math.floor(events.length / PACK_SIZE);
  if (blocks === 0 || !(await sealer.areAllCompressed())) return null;
  let id = ids.last;
  const numbered = events.map((event): NumberedEvent => {
    id = idAfter(id, ids);
    return { id, position: positionOf(id), event, keys: keysOf(event) };
  });
  const packs: PackedEvents[] = [];
  const size = Math.ceil(events.length / blocks);
  for (let from = 0; from < events.length; from += size) {
    const those = numbered.slice(from, from + size);
    const stored = those.map(({ id, event }): StoredEvent => ({ id, body: JSON.stringify(event) }));
    packs.push({ events: those, pack: await sealer.pack(stored) });
  }
  return packs;
}

/** Stores those of events that are new, each block's as one batch; to be called in a transaction. */
export function appendEvents(
  events: readonly EventRecord[],
  ids: Ids,
  database: LogDatabase,
  blocks: EventBlocks,
  packs: readonly PackedEvents[] | null = null,
): StoredEvents {
  const areNew = database.noteFingerprints(events);
  return packs && !areNew.includes(false)
    ? appendPacked(packs, ids, database, blocks)
    : appendNew(events, areNew, ids, database, blocks);
}

function appendPacked(
  packs: readonly PackedEvents[],
  { last }: Ids,
  database: LogDatabase,
  blocks: EventBlocks,
): StoredEvents {
  let bytes = 0;
  for (const { events, pack } of packs) {
    bytes += database.insertSealed(pack);
    blocks.addSealed(events);
  }
  const added = packs.flatMap(({ events }) => events);
  return { positions: added.map(({ position }) => position), added, last: added.at(-1)?.id ?? last, bytes };
}

function appendNew(
  events: readonly EventRecord[],
  areNew: readonly boolean[],
  ids: Ids,
  database: LogDatabase,
  blocks: EventBlocks,
): StoredEvents {
  const added: LoggedEvent[] = [];
  let id = ids.last;
  let bytes = 0;
  let batch: StoredEvent[] = [];
  const endBatch = (endsBlock: boolean) => {
    bytes += database.insert(batch, endsBlock);
    batch = [];
  };
  const positions = events.map((event, at) => {
    if (!areNew[at]) return null;
    id = idAfter(id, ids);
    batch.push({ id, body: JSON.stringify(event) });
    const [position, keys] = [positionOf(id), keysOf(event)];
    added.push({ position, event, keys });
    if (blocks.add(id, keys)) endBatch(true);
    return position;
  });
  endBatch(blocks.endBatch());
  return { positions, added, last: id, bytes };
}
