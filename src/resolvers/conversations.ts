import type { CallFilter, RecordingFilter } from '../../schema/filters.ts';
import { mayUseAccount } from '../access/caller.ts';
import { type NodeKey, notFound, readIdOf } from '../access/global-id.ts';
import type { CallRecord, CampaignRecord, RecordingRecord } from '../adapters/adapter.ts';
import { annotationTest } from '../adapters/annotations.ts';
import { subscriberOf } from '../adapters/numbers.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import { findCampaign } from '../gateway/campaign-index.ts';
import { dialable, spellingsOf } from '../gateway/numbers.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import { agentSearch } from './agent-search.ts';
import { callOf } from './calls-of-recordings.ts';
import type { Context } from './context.ts';
import {
  connectionOf,
  conversationFilter,
  idFilter,
  nameFilter,
  newestFirst,
  pushedDown,
  type RowFilter,
} from './lists.ts';
import { momentOf, type Order, type PageArguments, readCursor } from './paging.ts';
import { asksPast, pastCallList } from './past-calls.ts';
import { agentReference, type KnownCall, refersTo, servedCampaign, unlistedRecentCalls } from './relations.ts';

/** The state of every recording that recorders list. */
const LISTED_RECORDING_STATE = 'NOT_RECORDING';

async function agentFilter(
  context: Context,
  agentId: string | null | undefined,
): Promise<RowFilter<CallRecord | RecordingRecord>> {
  if (!agentId) return () => true;
  const refers = await refersTo(context, agentId, 'filter', 'agentId');
  return ({ account, row }) => refers(account, agentReference(row));
}

async function servedAt(context: Context, { account, nativeId }: NodeKey) {
  const campaign =
    mayUseAccount(context.caller, account) && (await servedCampaign(context.gateway, account, { nativeId }));
  return campaign && { account, campaign };
}

/** Whether a call is of a campaign that no account lists: by its key in that account, by its name in others. */
function ofServed(served: { account: string; campaign: CampaignRecord }) {
  const name = served.campaign.name.toLowerCase();
  return ({ account, call: { campaign } }: KnownCall) =>
    account === served.account
      ? campaign?.nativeId === served.campaign.nativeId
      : campaign?.name?.toLowerCase() === name;
}

async function ofCampaign(context: Context, campaignId: string) {
  const wanted = readIdOf('Campaign', campaignId, 'filter', 'campaignId');
  const contributions = await context.requestCache.list('campaigns');
  const ofAccount = contributions.find(({ account }) => account === wanted.account);
  const served = !ofAccount && (await servedAt(context, wanted));
  if (served) return ofServed(served);
  if (ofAccount?.error) throw ofAccount.error;
  if (!ofAccount?.rows.some(({ nativeId }) => nativeId === wanted.nativeId))
    throw notFound('Campaign', ['filter', 'campaignId']);
  return ({ account, call }: KnownCall) => {
    const found = call.campaign && findCampaign(contributions, account, call.campaign);
    return found?.account === wanted.account && found.row.nativeId === wanted.nativeId;
  };
}

async function callCampaignFilter(
  context: Context,
  campaignId: string | null | undefined,
): Promise<RowFilter<CallRecord>> {
  if (!campaignId) return () => true;
  const belongs = await ofCampaign(context, campaignId);
  return ({ account, row }) => belongs({ account, call: row });
}

/** Filters recordings by a part of their agent's name. */
async function recordedFilter(context: Context, part: string | null | undefined): Promise<RowFilter<RecordingRecord>> {
  if (!part) return () => true;
  const index = await context.requestCache.peopleIndex();
  return ({ account, row }) => {
    const person = index.referred(account, agentReference(row));
    const agent = person && context.views.agent(index, person, (key) => mayUseAccount(context.caller, key));
    return agent?.name.toLowerCase().includes(part.toLowerCase()) === true;
  };
}

/** Keeps the recordings of a campaign's calls: those under way, and ended ones of any day that the record has. */
async function recordingsOfCampaign(context: Context, campaignId: string) {
  const belongs = await ofCampaign(context, campaignId);
  return async (rows: readonly AccountRow<RecordingRecord>[]) => {
    const calls = await Promise.all(rows.map(({ row }) => callOf(context, row)));
    return rows.filter((_, index) => {
      const call = calls[index];
      return call != null && belongs({ account: call.account, call: call.row });
    });
  };
}

/** Calls over all accounts, the newest first; those that ended lately are among them. */
export async function callList(context: Context, filter: CallFilter, asked: PageArguments, past = asksPast(filter)) {
  const { states, ids, nameContains, agentId, campaignId } = filter;
  const keep: RowFilter<CallRecord>[] = [
    ({ row }) => states?.includes(row.state) ?? true,
    idFilter('Call', ids),
    nameFilter(nameContains) as RowFilter<CallRecord>,
    conversationFilter(context, filter),
    await agentFilter(context, agentId),
    await callCampaignFilter(context, campaignId),
  ];
  const more = (account: string, rows: readonly CallRecord[]) => unlistedRecentCalls(context, account, rows);
  const view = ({ account, row }: { account: string; row: CallRecord }) => context.views.call(account, row);
  const number = numberOf(filter);
  const skips = ({ adapter }: AccountHandle) => (adapter.callsNeedNumber && !number ? ('NEEDS_NUMBER' as const) : null);
  const { startedAfter, startedBefore } = filter;
  const query = number ? { ...number, ...pushedDown({ startedAfter, startedBefore }) } : {};
  if (past) return pastCallList(context, { filter, keep, query, skips }, asked);
  const order = newestFirst<CallRecord>();
  return connectionOf(context, { role: 'calls', filter, query, skips, keep, order, view, more }, asked);
}

/** The number that vendors search for, in its usual spellings; the gateway compares what they find. */
function numberOf({ number, to }: Pick<CallFilter, 'number' | 'to'>) {
  const dialled = (number && dialable(subscriberOf(number))) || (to && dialable(to));
  return dialled ? { number: dialled, spellings: spellingsOf(dialled) } : null;
}

/** Recordings over all accounts, the newest first. */
export async function recordingList(context: Context, filter: RecordingFilter, asked: PageArguments) {
  const { ids, nameContains, states, agentId, campaignId } = filter;
  const searched = agentId && !ids ? agentSearch(context, agentId) : {};
  const isListed = states?.includes(LISTED_RECORDING_STATE) ?? true;
  const annotated = annotationTest(filter);
  const keep: RowFilter<RecordingRecord>[] = [
    () => isListed,
    idFilter('Recording', ids),
    await recordedFilter(context, nameContains),
    conversationFilter(context, filter),
    await agentFilter(context, agentId),
    ({ row }) => annotated?.(row.annotations) ?? true,
  ];
  const wanted = ids?.map((id) => readIdOf('Recording', id, 'filter', 'ids').nativeId);
  const order = newestFirst<RecordingRecord>();
  const query = {
    ...pushedDown({ ...filter, nameContains: null, states: null }),
    ...numberOf({ number: filter.number ?? null }),
    ...(filter.annotations?.length && {
      annotations: filter.annotations.map(({ field, value }) => ({ field, value })),
    }),
    ...stretchOf(filter, asked, order),
    ...(await searched),
    ...(wanted ? { nativeIds: wanted } : {}),
  };
  const view = ({ account, row }: { account: string; row: RecordingRecord }) => context.views.recording(account, row);
  const partly = asked.after != null || asked.before != null;
  const skips = () => (isListed ? null : ('FILTERED' as const));
  const narrowed = campaignId ? { narrow: await recordingsOfCampaign(context, campaignId) } : {};
  return connectionOf(
    context,
    { role: 'recordings', filter, query, skips, keep, order, view, older: true, partly, ...narrowed },
    asked,
  );
}

/** Maximum recordings read to cut a page from the end of the list, which vendors list last. */
const DEEPEST = 20_000;

/** The period that a page is in, from its cursor; one second longer, so that none of that second is lost. */
function stretchOf(
  filter: RecordingFilter,
  { after, last, before }: PageArguments,
  order: Order<AccountRow<RecordingRecord>>,
) {
  const { startedAfter = null, startedBefore = null } = filter;
  const isEarlier = (one: string, other: string) => Date.parse(one) < Date.parse(other);
  const timeOf = (place: string, name: string, seconds: number) => {
    const moment = momentOf(readCursor(place, order, name), name);
    return moment === null ? null : new Date(moment + seconds * 1_000).toISOString();
  };
  const end = after ? timeOf(after, 'after', 1) : null;
  const start = before ? timeOf(before, 'before', -1) : null;
  return {
    ...(end && { startedBefore: startedBefore && isEarlier(startedBefore, end) ? startedBefore : end }),
    ...(start && { startedAfter: startedAfter && isEarlier(start, startedAfter) ? startedAfter : start }),
    ...(last != null && { limit: DEEPEST }),
  };
}

/** The call a recording is of, as GraphQL sees it. */
export async function callViewOf(context: Context, recording: RecordingRecord) {
  const found = await callOf(context, recording);
  return found && context.views.call(found.account, found.row);
}
