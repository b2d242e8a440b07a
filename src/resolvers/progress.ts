import { mayUseAccount } from '../access/caller.ts';
import { type NodeKey, notFound, readId, writeId } from '../access/global-id.ts';
import type { EventRecord, ImportRecord } from '../adapters/adapter.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { type FollowedJob, progressEvent } from '../subscriptions/ingest/progress.ts';
import type { Context } from './context.ts';
import { chargeLookup } from './lookup.ts';

type Knows = Parameters<typeof mayUseAccount>[0];

const TYPES = { IMPORT: 'ContactImport', REPORT: 'Report' } as const;
const ROLES = { IMPORT: 'importProgress', REPORT: 'reportProgress' } as const;
/** Milliseconds to wait for how far it is before following it anyhow. */
const FIRST_READ_DEADLINE_MS = 5_000;

/**
 * The import or report of an id: a global id, or the account's key, a slash and the vendor's identifier for one begun in
 * the vendor plane. What is hidden from the caller does not exist.
 */
export function followedJob(gateway: Gateway, viewer: Knows, kind: FollowedJob['kind'], id: string): FollowedJob {
  const type = TYPES[kind];
  const slash = id.indexOf('/');
  const key = slash > 0 ? { type, account: id.slice(0, slash), nativeId: id.slice(slash + 1) } : readId(id);
  const known = key?.type === type && key.nativeId !== '' && mayUseAccount(viewer, key.account);
  if (!known || !gateway.account(key.account)) throw notFound(type, ['id']);
  gateway.requireCapability(key.account, ROLES[kind], (account) => mayUseAccount(viewer, account));
  return { kind, account: key.account, nativeId: key.nativeId };
}

/** The progress now. An id unknown to the vendor is refused; a vendor that does not answer is polled again later. */
export async function progressNow(gateway: Gateway, job: FollowedJob): Promise<EventRecord | null> {
  const { kind, account, nativeId } = job;
  const ask = { deadline: FIRST_READ_DEADLINE_MS };
  try {
    const record = await gateway.ask(account, async (adapter) =>
      kind === 'IMPORT' ? adapter.contactImport?.(nativeId, ask) : adapter.reportState?.(nativeId, ask),
    );
    return record ? progressEvent(job, record) : null;
  } catch (thrown) {
    const error = asCrosspointError(thrown);
    if (error.code !== 'NOT_FOUND') return null;
    throw notFound(TYPES[kind], ['id']);
  }
}

/** An import as GraphQL sees it. */
export function importView({ views }: Context, account: string, record: ImportRecord) {
  const { nativeId } = record;
  const source = { account: views.account(account), nativeId };
  const id = writeId('ContactImport', account, nativeId);
  return { __typename: 'ContactImport', id, source, failureMessage: null, ...record };
}

/** An import, as it is now. */
export async function findImport(context: Context, { account, nativeId }: NodeKey): Promise<object | null> {
  chargeLookup(context, account);
  const record = await context.gateway.ask(account, async (adapter) =>
    adapter.contactImport?.(nativeId, { signal: context.signal }),
  );
  return record ? importView(context, account, record) : null;
}
