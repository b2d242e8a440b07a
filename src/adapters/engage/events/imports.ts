/** Polls the progress of a batch of contacts, more often while it changes. */
import { pauseFor } from '../../../storage/back-off.ts';
import type { ImportRecord } from '../../adapter.ts';
import type { Client } from '../../contract.ts';
import type { EngageOperations } from '../contract/index.ts';
import { readBatch } from '../reads/batches.ts';

/** Milliseconds between two looks, growing while nothing changes: a batch takes minutes to hours. */
const PACE = { fast: 2_000, slow: 30_000, growth: 1.5 };

/** Emits how far a batch is whenever that changes, until it is over or the signal. */
export async function* followBatch(
  client: Client<EngageOperations>,
  nativeId: string,
  signal: AbortSignal,
): AsyncIterable<ImportRecord> {
  let last = '';
  for (let rest = PACE.fast; !signal.aborted; rest = Math.min(rest * PACE.growth, PACE.slow)) {
    const record = await readBatch(client, nativeId, { signal });
    const text = JSON.stringify(record);
    if (text !== last) {
      yield record;
      rest = PACE.fast;
    }
    last = text;
    if (!record.running) return;
    await pauseFor(rest, signal);
  }
}
