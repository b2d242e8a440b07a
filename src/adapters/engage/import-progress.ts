/** Following a batch of contacts by asking: more often while something changes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventSource, ImportRecord } from '../adapter.ts';
import type { Client } from '../contract.ts';
import { readBatch } from './contact-reads.ts';
import type { EngageOperations } from './contract/index.ts';
import type { Pace } from './watch.ts';

/** A batch takes minutes to hours. */
const PACE: Pace = { fast: 2_000, slow: 30_000, growth: 1.5 };

async function* followBatch(
  client: Client<EngageOperations>,
  nativeId: string,
  signal: AbortSignal,
): AsyncIterable<ImportRecord> {
  let told = '';
  for (let rest = PACE.fast; !signal.aborted; rest = Math.min(rest * PACE.growth, PACE.slow)) {
    const record = await readBatch(client, nativeId, { signal });
    const text = JSON.stringify(record);
    if (text !== told) {
      yield record;
      rest = PACE.fast;
    }
    told = text;
    if (!record.running) return;
    await pause(rest, undefined, { signal }).catch(() => undefined);
  }
}

/** Batches until they are over. */
export function progress(client: Client<EngageOperations>): Pick<EventSource, 'importProgress'> {
  return { importProgress: (nativeId, { signal }) => followBatch(client, nativeId, signal) };
}
