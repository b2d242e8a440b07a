/** Batches of contacts as imports. */
import type { ImportRecord } from '../../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { EngageOperations } from '../contract/index.ts';
import type { contactBatchState } from '../contract/types.ts';
import { campaignStateOf } from '../quirks.ts';

/** Contacts filtered out by suppression lists and compliance count as failed. */
function importRecord(nativeId: string, { state, attributes }: ValueOf<typeof contactBatchState>): ImportRecord {
  const measures = new Map((attributes ?? []).map(({ name, value }) => [name, Number(value)] as const));
  const measure = (name: string) => measures.get(name) || 0;
  const where = campaignStateOf(state);
  const failed = measure('failedCount') + measure('filteredCount');
  const done = Math.max(0, measure('attemptedCount') - measure('failedCount'));
  const failureMessage = where === 'CANCELLED' ? 'The batch was cancelled' : null;
  const running = where !== 'COMPLETED' && where !== 'CANCELLED';
  return { nativeId, running, done, failed, failureMessage, refused: [] };
}

/** How far a batch is. Throws NOT_FOUND where the vendor does not know it. */
export async function readBatch(
  client: Client<EngageOperations>,
  externalId: string,
  ask: SendOptions,
): Promise<ImportRecord> {
  const state = await client.send('showContactBatchState', { contactBatch: { externalId } }, ask);
  if (state) return importRecord(externalId, state);
  throw new CrosspointError('NOT_FOUND', 'Unknown batch of contacts');
}
