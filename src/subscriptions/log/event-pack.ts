/** Events that follow each other, stored together: as a text of lines when they are appended, compressed once they are many. */
import { promisify } from 'node:util';
import { deflate, deflateSync, inflateSync } from 'node:zlib';
import type { StoredEvent } from './log-database.ts';
import type { ReusedBytes } from './reused-bytes.ts';

/** Events of a compressed pack, except for the oldest of a log, of which some may have been removed. */
export const PACK_SIZE = 256;
/** Slower levels save a tenth of the bytes and cost three times the time. */
const LEVEL = { level: 3 };
const compress = promisify(deflate);

/** Begins the ids of a pack that is not compressed; no compressed one begins so. */
const PLAIN = '['.charCodeAt(0);
const LINE_BREAK = '\n'.charCodeAt(0);

/**
 * Events as they are appended, the oldest first: a line with the distance of each id from the one before, then a line for
 * each event. In memory that is reused, where it is given.
 */
export function packed(events: readonly StoredEvent[], memory?: ReusedBytes): Buffer {
  const steps = JSON.stringify(events.map(({ id }, at) => id - (events[at - 1]?.id ?? 0)));
  // Written one by one: joined, all texts would be copied once more.
  const size = events.reduce((sum, { body }) => sum + 1 + Buffer.byteLength(body), steps.length);
  const pack = memory?.take(size) ?? Buffer.allocUnsafe(size);
  let end = pack.write(steps);
  for (const { body } of events) {
    pack[end] = LINE_BREAK;
    end += 1 + pack.write(body, end + 1);
  }
  return pack;
}

/**
 * Compresses packs that follow each other to one, without blocking the process; the memory is in use until then. Rejects where a
 * pack is damaged.
 */
export async function compressedLater(packs: readonly Uint8Array[], memory: ReusedBytes): Promise<Buffer> {
  return compress(joined(packs, memory), LEVEL);
}

/** Compresses events without blocking the process; the memory is in use until then. */
export async function eventsCompressedLater(events: readonly StoredEvent[], memory: ReusedBytes): Promise<Buffer> {
  return compress(packed(events, memory), LEVEL);
}

/** Compresses events at once. */
export function compressed(events: readonly StoredEvent[]): Buffer {
  return deflateSync(packed(events), LEVEL);
}

/** The events of a pack, whether compressed or not. Throws where the bytes of a compressed one are damaged, by their checksum. */
export function unpacked(pack: Uint8Array): readonly StoredEvent[] {
  const text = pack[0] === PLAIN ? Buffer.from(pack) : inflateSync(pack);
  const [ids = '[]', ...bodies] = text.toString().split('\n');
  let id = 0;
  return (JSON.parse(ids) as number[]).map((step, at) => {
    id += step;
    return { id, body: bodies[at] ?? '' };
  });
}

/** Packs that are not compressed as one: the bytes of the events stay as they are. */
function joined(packs: readonly Uint8Array[], memory: ReusedBytes): Buffer {
  const steps: number[] = [];
  let end = 0;
  const bodies = packs.map((pack) => {
    const lineEnd = pack.indexOf(LINE_BREAK);
    const ids = Buffer.from(pack.buffer, pack.byteOffset, lineEnd).toString();
    const [first = 0, ...rest] = JSON.parse(ids) as number[];
    steps.push(first - end, ...rest);
    end = rest.reduce((id, step) => id + step, first);
    return pack.subarray(lineEnd);
  });
  const ids = JSON.stringify(steps);
  const whole = memory.take(bodies.reduce((size, { length }) => size + length, ids.length));
  let filled = whole.write(ids);
  for (const body of bodies) {
    whole.set(body, filled);
    filled += body.length;
  }
  return whole;
}
