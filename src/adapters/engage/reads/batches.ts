/** Batches of contacts as imports. */
import type { ImportRecord, ListQuery, Rows } from '../../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { type EngageOperations, engageContract } from '../contract/index.ts';
import type { contactBatchState } from '../contract/types.ts';
import { campaignStateOf } from '../quirks.ts';
import { windowOf } from './attempts.ts';
import { campaignKey } from './keys.ts';
import type { Organization } from './organization.ts';
import { readWindows, unlessTooLarge } from './windows.ts';

type State = ValueOf<typeof contactBatchState>;

const CAP = engageContract.operations.listContactBatchStates.cap ?? Number.POSITIVE_INFINITY;
/** Batches that one list reads one by one where the vendor lists their keys alone. */
const MOST_SHOWN = 50;

/**
 * Contacts filtered out by suppression lists and compliance count as failed. Those that were reached are counted apart,
 * since attempted ones may include the failed (readings.ts, `attempted-count`).
 */
function importRecord(nativeId: string, { state, attributes }: State): ImportRecord {
  const measures = new Map((attributes ?? []).map(({ name, value }) => [name, Number(value)] as const));
  const measure = (name: string) => measures.get(name) || 0;
  const where = campaignStateOf(state);
  const failed = measure('failedCount') + measure('filteredCount');
  const tried = Math.max(0, measure('attemptedCount') - measure('failedCount'));
  const done = measures.has('deliveredCount') ? measure('deliveredCount') : tried;
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

/**
 * The batches of a campaign or of the account, of 24 hours unless the query has bounds (guide line 792). A batch is acted on
 * by its externalId, so one without is left out.
 */
export async function listBatches(
  client: Client<EngageOperations>,
  query: ListQuery,
  { org, now }: { readonly org: Organization; readonly now: () => Date },
  ask: SendOptions,
): Promise<Rows<ImportRecord>> {
  const fetchedAt = now().toISOString();
  const sample = query.campaign ? { campaign: campaignKey(query.campaign, org) } : {};
  const bounded = query.startedAfter || query.startedBefore;
  const recent = bounded ? null : await unlessTooLarge(client.send('listContactBatchStates', { sample }, ask));
  const found =
    recent && recent.length < CAP
      ? { items: recent, truncated: false }
      : await readWindows(windowOf(query, now()), CAP, ({ from, to }) =>
          client.send('listContactBatchStates', { sample, fromTime: from, toTime: to }, ask),
        );
  const states = new Map(found.items.map((state) => [state.contactBatch?.externalId, state] as const));
  const { items, truncated } = await whole(client, states, ask);
  return { items, fetchedAt, ...((truncated || found.truncated) && { truncated: true }) };
}

/** Reads the state of batches that were listed by their keys alone (readings.ts, `answers`). */
async function whole(
  client: Client<EngageOperations>,
  states: ReadonlyMap<string | null | undefined, State>,
  ask: SendOptions,
) {
  const items: ImportRecord[] = [];
  let shown = 0;
  for (const [externalId, state] of states) {
    if (!externalId) continue;
    if (state.state) items.push(importRecord(externalId, state));
    else if (shown < MOST_SHOWN) items.push(await readBatch(client, externalId, ask));
    if (!state.state) shown += 1;
  }
  return { items, truncated: shown > MOST_SHOWN };
}
