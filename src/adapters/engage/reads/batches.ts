/** Batches of contacts as imports. */
import type { ImportRecord, ListQuery, Rows } from '../../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { type EngageOperations, engageContract } from '../contract/index.ts';
import type { contactBatchState } from '../contract/types.ts';
import { campaignStateOf } from '../quirks.ts';
import { windowOf } from './attempts.ts';
import { batchKey, batchNativeId, campaignKey } from './keys.ts';
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

/**
 * How far a batch is. Throws NOT_FOUND where the vendor does not know it, or answers one of another campaign that has its
 * externalId: the guide names no other id for this read (line 746).
 */
export async function readBatch(
  client: Client<EngageOperations>,
  nativeId: string,
  ask: SendOptions,
): Promise<ImportRecord> {
  const key = batchKey(nativeId);
  const state = await client.send('showContactBatchState', { contactBatch: key }, ask);
  const shown = state?.contactBatch?.internalId;
  const isOther = key.internalId !== undefined && shown && shown !== key.internalId;
  if (state && !isOther) return importRecord(nativeId, state);
  throw new CrosspointError('NOT_FOUND', isOther ? SAME_NAME : 'Unknown batch of contacts');
}

const SAME_NAME = 'The vendor shows another batch, which has the same externalId in another campaign';

/**
 * The batches of a campaign or of the account, of 24 hours unless the query has bounds (guide line 792). A state that cannot
 * be read costs the batch; the list is then truncated.
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
  const states = new Map(found.items.map((state) => [batchNativeId(state.contactBatch ?? {}), state] as const));
  const { items, truncated } = await whole(client, states, ask);
  return { items, fetchedAt, ...((truncated || found.truncated) && { truncated: true }) };
}

/** Reads the state of batches that were listed by their keys alone (readings.ts, `answers`). */
async function whole(client: Client<EngageOperations>, states: ReadonlyMap<string | null, State>, ask: SendOptions) {
  const items: ImportRecord[] = [];
  let shown = 0;
  let missing = 0;
  for (const [nativeId, state] of states) {
    if (!nativeId) continue;
    if (state.state) items.push(importRecord(nativeId, state));
    else if (shown < MOST_SHOWN) {
      const read = await readBatch(client, nativeId, ask).catch(unlessNotFound);
      if (read) items.push(read);
      else missing += 1;
    }
    if (!state.state) shown += 1;
  }
  return { items, truncated: shown > MOST_SHOWN || missing > 0 };
}

function unlessNotFound(thrown: unknown): null {
  if (thrown instanceof CrosspointError && thrown.code === 'NOT_FOUND') return null;
  throw thrown;
}
