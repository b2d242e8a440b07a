/** Events that follow each other, compressed together: they repeat each other's names and values many times. */
import { promisify } from 'node:util';
import { deflate, deflateSync, inflateSync } from 'node:zlib';
import type { StoredEvent } from './log-database.ts';

/** Events of a pack, except for the oldest of a log, of which some may have been removed. */
export const PACK_SIZE = 256;
/** Slower levels save a tenth of the bytes and cost three times the time. */
const LEVEL = { level: 3 };
const compress = promisify(deflate);

/** Compresses events, the oldest first, without blocking the process. */
export function packedLater(events: readonly StoredEvent[]): Promise<Buffer> {
  return compress(textOf(events), LEVEL);
}

/** Compresses events at once. */
export function packed(events: readonly StoredEvent[]): Buffer {
  return deflateSync(textOf(events), LEVEL);
}

/** The events of a pack. Throws where its bytes are damaged, by their checksum. */
export function unpacked(pack: Uint8Array): readonly StoredEvent[] {
  const [ids = '[]', ...bodies] = inflateSync(pack).toString().split('\n');
  let id = 0;
  return (JSON.parse(ids) as number[]).map((step, at) => {
    id += step;
    return { id, body: bodies[at] ?? '' };
  });
}

/** A line with the distance of each id from the one before, then a line for each event. */
function textOf(events: readonly StoredEvent[]): string {
  const steps = events.map(({ id }, at) => id - (events[at - 1]?.id ?? 0));
  // JSON has no line break but between its tokens.
  return [JSON.stringify(steps), ...events.map(({ body }) => inOneLine(body))].join('\n');
}

function inOneLine(body: string): string {
  return body.includes('\n') ? body.replaceAll('\n', ' ') : body;
}
