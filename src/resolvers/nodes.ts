import { mayUseAccount } from '../access/caller.ts';
import { type NodeKey, readId } from '../access/global-id.ts';
import { allows, mayRead, typeScope } from '../access/policy.ts';
import type { CallRecord } from '../adapters/adapter.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { Contribution, RowOf } from '../gateway/contribution.ts';
import type { ListRole } from '../gateway/list-cache.ts';
import { rowWithKey } from '../gateway/row-index.ts';
import { callbackView } from './callbacks.ts';
import type { Context } from './context.ts';
import { chargeLookup } from './lookup.ts';
import { findImport } from './progress.ts';
import { callOfRecording, recordingOfCall } from './recorded-calls.ts';
import { servedCampaign } from './relations.ts';
import { findReport } from './reports.ts';
import { findWebhook } from './webhook-views.ts';

/** Finds an object by its key; null where it does not exist. */
type Finder = (context: Context, key: NodeKey) => Promise<object | null>;

/** Lists that are too long to be read completely for one row. */
const BY_KEY: ReadonlySet<ListRole> = new Set(['contacts', 'callbacks', 'pastCalls']);

async function find<R extends ListRole>(context: Context, role: R, { account, nativeId }: NodeKey) {
  const handle = context.requestCache.accountsWith(role).find(({ key }) => key === account);
  if (!handle) return null;
  if (BY_KEY.has(role)) chargeLookup(context, account);
  const query = BY_KEY.has(role) ? { nativeIds: [nativeId] } : {};
  const [contribution] = await context.requestCache.list(role, query, [handle]);
  return rowOf(contribution, nativeId) ?? null;
}

/** The row of a key; undefined where the list is complete without it. Throws where the list failed or was cut. */
function rowOf<Row>(contribution: Contribution<Row> | undefined, nativeId: string): Row | undefined {
  if (contribution?.error) throw contribution.error;
  const found = contribution && rowWithKey(contribution.rows, nativeId);
  if (!found && contribution?.truncated) throw notAmong(contribution.account);
  return found;
}

/** The rows of a list that one operation names at an account, in one read; an unknown one is null. */
function rowsByKey<R extends 'calls' | 'recordings'>(context: Context, role: R, account: string) {
  return context.requestCache.loader<string, RowOf<R> | null>(`${role} of ${account}`, async (nativeIds) => {
    const handles = handlesOf(context, role, account);
    if (handles.length === 0) return nativeIds.map(() => null);
    chargeLookup(context, account);
    const [contribution] = await context.requestCache.list(role, { nativeIds }, handles);
    return nativeIds.map((nativeId) => settled(() => chargedRow(context, contribution, nativeId)));
  });
}

function callsNamed(context: Context, account: string, nativeIds: readonly string[]) {
  return context.requestCache.list('calls', { nativeIds }, handlesOf(context, 'calls', account));
}

function handlesOf({ requestCache }: Context, role: ListRole, account: string) {
  return requestCache.accountsWith(role).filter(({ key }) => key === account);
}

function needsNumber(context: Context, account: string): boolean {
  return handlesOf(context, 'calls', account).some(({ adapter }) => adapter.callsNeedNumber);
}

/** An unknown key costs the vendor separate reads, so each is charged to the caller. */
function chargedRow<Row>(context: Context, contribution: Contribution<Row> | undefined, nativeId: string) {
  const row = rowOf(contribution, nativeId);
  if (!row && contribution) chargeLookup(context, contribution.account);
  return row ?? null;
}

function settled<Value>(read: () => Value): Value | Error {
  try {
    return read();
  } catch (thrown) {
    return asCrosspointError(thrown);
  }
}

/** An account whose list was cut may have what it did not list, which is no proof that it is missing. */
function notAmong(account: string): CrosspointError {
  const message = `Not found among the newest that the account ${account} lists; older ones can be acted on by their id but not read`;
  return new CrosspointError('UNAVAILABLE', message, { path: ['id'], account, retryable: false });
}

function named(
  type: 'Disposition' | 'Skill' | 'ContactList',
  role: 'dispositions' | 'skills' | 'contactLists',
): Finder {
  return async (context, key) => {
    const row = await find(context, role, key);
    return row && context.views.named(type, key.account, row);
  };
}

/** A call, live or over. */
async function findCall(context: Context, key: NodeKey) {
  const { account, nativeId } = key;
  const listed = needsNumber(context, account)
    ? await rowsByKey(context, 'calls', account).load(nativeId)
    : await find(context, 'calls', key);
  return callView(context, key, listed) ?? pastCallView(context, key);
}

/** A call as it was listed, else as it was last seen, which of an ended call says more. */
function callView({ views, gateway }: Context, { account, nativeId }: NodeKey, listed: CallRecord | null | undefined) {
  const isLive = listed && listed.state !== 'ENDED';
  const known = isLive ? undefined : gateway.recentCalls.find(account, nativeId);
  const row = known?.state === 'ENDED' ? known : (listed ?? known);
  return row ? views.call(account, row) : null;
}

/** A call that an act changed: this call alone is read, so that only its own desk is queried. */
export async function findActedCall(context: Context, key: NodeKey) {
  const { account, nativeId } = key;
  if (needsNumber(context, account)) return findCall(context, key);
  const [contribution] = await callsNamed(context, account, [nativeId]);
  return callView(context, key, rowOf(contribution, nativeId));
}

async function pastCallView(context: Context, key: NodeKey) {
  const call = await findPastCall(context, key);
  return call && context.views.call(key.account, call);
}

/** A call of the gateway's record, one of a vendor's report, or one that a recording shows. */
async function findPastCall(context: Context, { account, nativeId }: NodeKey): Promise<CallRecord | null> {
  const recording = recordingOfCall(nativeId);
  if (recording === null) {
    const recorded = await context.gateway.pastCalls?.find(account, nativeId);
    return recorded?.call ?? find(context, 'pastCalls', { type: 'Call', account, nativeId });
  }
  if (!allows(context.caller, 'recordings:read')) return null;
  const row = await rowsByKey(context, 'recordings', account).load(recording);
  return row && callOfRecording(row);
}

/** A campaign. */
export async function findCampaignNode(context: Context, key: NodeKey) {
  const listed = await find(context, 'campaigns', key);
  const isKnown = mayUseAccount(context.caller, key.account);
  const row =
    listed ?? (isKnown ? await servedCampaign(context.gateway, key.account, { nativeId: key.nativeId }) : null);
  return row && context.views.campaign(key.account, row);
}

/** An agent, by any of its identities. */
export async function findAgent(context: Context, key: NodeKey) {
  const index = await context.requestCache.peopleIndex();
  const person = context.gateway.directory.find(index, key);
  return person && context.views.agent(index, person, (account) => mayUseAccount(context.caller, account));
}

/** A recording. */
export async function findRecording(context: Context, { account, nativeId }: NodeKey) {
  const row = await rowsByKey(context, 'recordings', account).load(nativeId);
  return row && context.views.recording(account, row);
}

/** A callback, which is read from the desk of its agent only. */
export async function findCallback(context: Context, key: NodeKey) {
  const row = await find(context, 'callbacks', key);
  return row && callbackView(context.views, key.account, row);
}

async function findContact(context: Context, key: NodeKey) {
  const row = await find(context, 'contacts', key);
  return row && context.views.contact(key.account, row);
}

/** A queue that calls were seen in. */
function queueView(figures: Context['figures'], views: Context['views'], { account, nativeId }: NodeKey) {
  const queue = figures.queues.get(account, nativeId);
  return queue ? views.queue(account, queue) : null;
}

const FINDERS: Readonly<Record<NodeKey['type'], Finder>> = {
  Account: async ({ views, gateway }, { account }) => (gateway.account(account) ? views.account(account) : null),
  Campaign: findCampaignNode,
  Agent: findAgent,
  Call: findCall,
  Callback: findCallback,
  Recording: findRecording,
  Disposition: named('Disposition', 'dispositions'),
  Skill: named('Skill', 'skills'),
  Queue: async ({ figures, views }, key) => queueView(figures, views, key),
  ContactList: named('ContactList', 'contactLists'),
  Contact: findContact,
  ContactImport: findImport,
  Report: findReport,
  Webhook: findWebhook,
};

/** The current state of an object by its global id; null when it no longer exists. */
export function findKnown(context: Context, key: NodeKey): Promise<object | null> {
  return FINDERS[key.type](context, key);
}

/** Any object by its global id. An object of an account that the caller may not use does not exist. */
export async function findNode(context: Context, id: string): Promise<object> {
  const key = readId(id);
  // Webhooks belong to no account and decide themselves which callers see them.
  const known = key && (key.type === 'Webhook' || mayUseAccount(context.caller, key.account));
  const found = known && mayRead(context.caller, typeScope(key.type)) ? await findKnown(context, key) : null;
  if (!found) throw new CrosspointError('NOT_FOUND', 'There is no object with this id', { path: ['id'] });
  return found;
}
