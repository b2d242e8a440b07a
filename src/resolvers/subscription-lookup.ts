import type { EventKind } from '../../schema/vocabulary.ts';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import { type NodeKey, notFound, readId, readIdOf, writeId } from '../access/global-id.ts';
import { allows } from '../access/policy.ts';
import type {
  AgentReference,
  CallbackRecord,
  CallRecord,
  CampaignRecord,
  EventRecord,
  RecordingRecord,
} from '../adapters/adapter.ts';
import type { AlertRecord } from '../adapters/alert-record.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { gapEvent } from '../adapters/gap.ts';
import { accountOf } from '../gateway/account.ts';
import type { Contribution, RowOf } from '../gateway/contribution.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ListRole } from '../gateway/list-cache.ts';
import type { Person } from '../gateway/people.ts';
import type { PresenceState } from '../gateway/presence.ts';
import { RequestCache } from '../gateway/request-cache.ts';
import type { KnownAgent, Lookup, RecordedFacts } from '../subscriptions/deliver/filter.ts';
import type { RecordViews } from '../subscriptions/deliver/views.ts';

import type { FollowedJob } from '../subscriptions/ingest/progress.ts';
import { alertView } from './alerts.ts';
import { callbackView } from './callbacks.ts';
import { presenceOf } from './presence.ts';
import { followedJob, progressNow } from './progress.ts';
import { servedCampaign } from './relations.ts';
import type { Views } from './views.ts';

/** The unified plane as subscriptions use it: parents of its fields, the meaning of ids, and the current state. */
export function createSubscriptionLookup(gateway: Gateway, views: Views) {
  return {
    views: recordViews(gateway, views),
    campaignOf: ({ callId, device }: RecordedFacts) => {
      const found = recordedCall(gateway, { callId, device });
      return found?.call.campaign ? { ...found.call.campaign, account: found.account } : null;
    },
    lookup: (viewer: Caller) => lookup(gateway, viewer),
    vendorOf: (account: string) => gateway.account(account)?.vendor.toLowerCase().replaceAll('_', '-') ?? null,
    snapshot: (kind: EventKind, viewer: Caller) => snapshot(gateway, kind, viewer),
    followed: (viewer: Caller, kind: FollowedJob['kind'], id: string) => followedJob(gateway, viewer, kind, id),
    progress: (job: FollowedJob) => progressNow(gateway, job),
  };
}

function recordViews(gateway: Gateway, views: Views): RecordViews {
  // Views hold what field resolvers need; the fields GraphQL shows are theirs to resolve.
  const parents = {
    account: (key: string) => views.account(key),
    call: (account: string, record: CallRecord) => views.call(account, record),
    recording: (account: string, record: RecordingRecord) => views.recording(account, record),
    campaign: (account: string, record: CampaignRecord) => views.campaign(account, record),
    callback: (account: string, record: CallbackRecord) => callbackView(views, account, record),
    alert: (account: string, record: AlertRecord) => alertView(views, account, record),
    agent: async (account: string, reference: AgentReference, viewer: Caller, presence?: PresenceState | null) => {
      const index = await gateway.directory.peopleIndex();
      const person = index.referred(account, reference);
      return person ? views.agent(index, person, (key) => mayUseAccount(viewer, key), presence) : null;
    },
    progressId: (kind: FollowedJob['kind'], account: string, nativeId: string) =>
      writeId(kind === 'IMPORT' ? 'ContactImport' : 'Report', account, nativeId),
    recordedCall: (_: string, { callId = null, device = null }: RecordedFacts, viewer: Caller) => {
      const found = gateway.recentCalls.current(callId, device);
      return found && mayUseAccount(viewer, found.account) && allows(viewer, 'calls:read')
        ? views.call(found.account, found.call)
        : null;
    },
  };
  return parents as unknown as RecordViews;
}

/** The remembered call that a recording is of: that of its call id, else the live one on its phone. */
function recordedCall(gateway: Gateway, { callId = null, device = null }: RecordedFacts) {
  return gateway.recentCalls.current(callId, callId ? null : device);
}

function known(viewer: Caller, key: NodeKey, argument: string): NodeKey {
  if (mayUseAccount(viewer, key.account)) return key;
  throw notFound(key.type, ['filter', argument]);
}

/** How each account knows a person. */
function knownAs({ identities }: Person): KnownAgent[] {
  return identities.map(({ account, record }) => ({
    account,
    nativeId: record.nativeId,
    name: record.name,
    userName: record.userName ?? null,
    extension: record.extensions?.[0] ?? null,
  }));
}

function lookup(gateway: Gateway, viewer: Caller): Lookup {
  return {
    mayKnow: (account) => mayUseAccount(viewer, account),
    account: (key) => void accountOf({ caller: viewer, gateway }, key, ['filter', 'accounts']),
    agent: async (id, argument = 'agentId') => {
      const key = known(viewer, readIdOf('Agent', id, 'filter', argument), argument);
      return knownAs(gateway.directory.personOf(await gateway.directory.peopleIndex(), key, ['filter', argument]));
    },
    named: async (part) => {
      const index = await gateway.directory.peopleIndex();
      const isCalled = ({ identities }: Person) => {
        const shown = identities.filter(({ account }) => mayUseAccount(viewer, account));
        return (
          shown.length > 0 && index.canonicalIdentity({ identities: shown }).record.name.toLowerCase().includes(part)
        );
      };
      return index.persons.filter(isCalled).flatMap(knownAs);
    },
    recorded: (facts) => recordedCall(gateway, facts),
    campaign: async (id, argument = 'campaignId') => {
      const { account, nativeId } = known(viewer, readIdOf('Campaign', id, 'filter', argument), argument);
      const campaign = gateway.account(account)?.roles.includes('campaigns')
        ? (await gateway.read(account, 'campaigns', {})).items.find((one) => one.nativeId === nativeId)
        : await servedCampaign(gateway, account, { nativeId });
      if (!campaign) throw notFound('Campaign', ['filter', argument]);
      const alsoAt = gateway.accounts.filter(
        ({ key, roles }) => mayUseAccount(viewer, key) && !roles.includes('campaigns'),
      );
      return { account, nativeId, name: campaign.name, alsoAt: alsoAt.map(({ key }) => key) };
    },
    source: async (id) => {
      const key = readId(id);
      if (!key) throw new CrosspointError('NOT_FOUND', 'There is no object with this id', { path: ['filter', 'ids'] });
      return known(viewer, key, 'ids');
    },
    accountsOf: (vendor) => gateway.accounts.filter((account) => account.vendor === vendor).map(({ key }) => key),
  };
}

/** Rows of a list as events of their current state. */
const AS_EVENTS = {
  CALL: { role: 'calls', toEvent: (call: RowOf<'calls'>) => ({ kind: 'CALL', type: 'UPDATED', call }) },
  AGENT: {
    role: 'agents',
    toEvent: ({ nativeId, userName, presence }: RowOf<'agents'>) => ({
      ...{ kind: 'AGENT', type: 'UPDATED', agent: { nativeId, userName }, presence: presence ?? null },
    }),
  },
  CALLBACK: {
    role: 'callbacks',
    toEvent: (callback: RowOf<'callbacks'>) => ({ kind: 'CALLBACK', type: 'UPDATED', callback }),
  },
  CAMPAIGN: {
    role: 'campaigns',
    toEvent: (campaign: RowOf<'campaigns'>) => ({
      kind: 'CAMPAIGN',
      type: 'UPDATED',
      campaign,
      state: campaign.state ?? null,
    }),
  },
} as const;

/** The current state as a query of this caller returns it: each conversation once, and each agent as the joined person. */
async function snapshot(gateway: Gateway, kind: EventKind, viewer: Caller): Promise<readonly EventRecord[]> {
  const as = kind in AS_EVENTS ? AS_EVENTS[kind as keyof typeof AS_EVENTS] : undefined;
  if (!as) throw new CrosspointError('UNSUPPORTED', 'There is no snapshot of this', { path: ['snapshot'] });
  const operation = new RequestCache(gateway, viewer, { signal: new AbortController().signal, maxAge: 0 });
  const { read, carriers } = await readFor(operation, as.role);
  const index = kind === 'AGENT' ? await operation.peopleIndex() : null;
  const records = read.map(async ({ account, rows, fetchedAt, error }) => {
    const at = fetchedAt ?? gateway.now().toISOString();
    if (error) return [unread(account, at, error)];
    return Promise.all(
      rows.map(async (row) => {
        const { nativeId } = row as { nativeId: string };
        const base = { account, subject: nativeId, fingerprint: `now ${nativeId}`, occurredAt: at, receivedAt: at };
        const state = index && (await stateIn(operation, index.identified(account, nativeId)));
        const carriedBy = carriers?.get(row as CallRecord);
        const facts = { ...(as.toEvent as (row: unknown) => object)(row), ...(carriedBy && { carriedBy }) };
        return { ...base, ...facts, ...state } as EventRecord;
      }),
    );
  });
  return (await Promise.all(records)).flat();
}

/** The rows of a list; an observed call is among them with the account that carries it, as the filter decides about it. */
async function readFor(operation: RequestCache, role: ListRole) {
  if (role !== 'calls') return { read: (await operation.list(role)) as readonly Contribution<unknown>[] };
  const { contributions: read, carriers } = await operation.calls();
  return { read: read as readonly Contribution<unknown>[], carriers };
}

/** The presence of an agent as a query of this caller derives it: from the accounts the caller may use. */
async function stateIn(operation: RequestCache, person: Person | undefined) {
  if (!person) return null;
  const identities = person.identities.filter(({ account }) => mayUseAccount(operation.caller, account));
  return (await presenceOf(operation, { identities })) ?? { presence: null, since: null };
}

/** A gap: the state of an account that could not be read is not known. */
function unread(account: string, at: string, { code }: CrosspointError): EventRecord {
  return gapEvent({ account, from: at, to: at, reason: `The current state could not be read: ${code}` });
}
