import type { AgentReference, CallRecord, CampaignReference, EventRecord } from '../../adapters/adapter.ts';
import { type AnnotationConditions, annotationTest } from '../../adapters/annotations.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { isEventType, isOfType } from '../../adapters/event-types.ts';
import { sameNumber } from '../../adapters/numbers.ts';
import { type EventFacts, factsOf } from '../log/event-facts.ts';
import { accountKey, agentKeys, campaignKeys, deviceKey, kindKey, objectKey } from '../log/event-keys.ts';
import { oneConversation } from './one-conversation.ts';

/** Whether an event matches. */
export type Matches = (event: EventRecord) => boolean;

/** How an account knows an agent. */
export interface KnownAgent extends AgentReference {
  readonly account: string;
}

/** How an account knows a campaign. */
export interface KnownCampaign extends CampaignReference {
  readonly account: string;
  /** Accounts that list no campaigns and refer to this one by its name. */
  readonly alsoAt?: readonly string[];
}

/** The facts of a recording's call. */
export interface RecordedFacts {
  readonly callId?: string | null;
  readonly device?: string | null;
}

/** Looks up what the opaque ids of a filter stand for. Throws NOT_FOUND where it is hidden from the caller. */
export interface Lookup {
  /** Refuses the operator's id of an account that is hidden from the caller. */
  account?(key: string): void;
  /** Whether an account is visible to the caller; all of them where it is absent. */
  mayKnow?(account: string): boolean;
  agent(id: string, argument?: 'agentId' | 'agentIds' | 'ids'): Promise<readonly KnownAgent[]>;
  /** The people whose name has this in it. */
  named?(part: string): Promise<readonly KnownAgent[]>;
  /** The call a recording is of, where it is remembered. */
  recorded?(facts: RecordedFacts): { readonly account: string; readonly call: CallRecord } | undefined;
  campaign(id: string, argument?: 'campaignId' | 'campaignIds'): Promise<KnownCampaign>;
  /** Any other object: its account and the vendor's key. */
  source(id: string): Promise<{ readonly type?: string; readonly account: string; readonly nativeId: string }>;
  /** The accounts of a vendor. */
  accountsOf(vendor: string): readonly string[];
}

type DatesAndNumbers = 'from' | 'to' | 'number' | 'startedAfter' | 'startedBefore' | 'dueAfter' | 'dueBefore';

/** The conditions of the subscriptions' filters; each filter has some of these. */
export interface Wanted extends Partial<Record<DatesAndNumbers, string | null>>, AnnotationConditions {
  kinds?: readonly string[] | null;
  types?: readonly string[] | null;
  accounts?: readonly string[] | null;
  vendors?: readonly string[] | null;
  ids?: readonly string[] | null;
  nameContains?: string | null;
  states?: readonly string[] | null;
  directions?: readonly string[] | null;
  rules?: readonly string[] | null;
  agentId?: string | null;
  agentIds?: readonly string[] | null;
  campaignId?: string | null;
  campaignIds?: readonly string[] | null;
  device?: string | null;
  devices?: readonly string[] | null;
}

/** A filter that is ready to be applied. */
export interface EventSelector {
  readonly matches: Matches;
  /** Every event that matches is a gap or has one of these keys (`event-keys.ts`); null where no keys are known. */
  readonly keys: readonly string[] | null;
}

/** One part of a filter, with the keys of which a matching event has one. */
interface Condition {
  readonly test: Matches;
  readonly keys?: readonly string[];
}

/** Makes the selector of a filter; ids are looked up once, here. */
export async function selectorOf(wanted: Wanted, lookup: Lookup): Promise<EventSelector> {
  // From those whose keys many events have to those whose keys few have.
  const conditions: readonly Condition[] = [
    { test: oneConversation(wanted, lookup) },
    ...membership(wanted, lookup),
    ...(await campaigns(wanted, lookup)),
    ...content(wanted),
    ...(await names(wanted, lookup)),
    ...(await people(wanted, lookup)),
    ...(wanted.ids ? [await objects(wanted.ids, lookup)] : []),
  ];
  const tests = conditions.map(({ test }) => test);
  const keys = conditions.findLast((condition) => condition.keys)?.keys ?? null;
  return { matches: (event) => tests.every((test) => test(event)), keys };
}

function membership({ kinds, types, accounts, vendors }: Wanted, lookup: Lookup): Condition[] {
  for (const key of accounts ?? []) lookup.account?.(key);
  const unknown = types?.findIndex((type) => !isEventType(type)) ?? -1;
  if (types && unknown >= 0)
    throw invalidArgument(`No event is of the type ${types[unknown]}`, 'filter', 'types', unknown);
  const conditions: Condition[] = [];
  if (kinds)
    conditions.push({
      test: (event) => event.kind === 'GAP' || kinds.includes(event.kind),
      keys: kinds.map(kindKey),
    });
  if (types) conditions.push({ test: (event) => event.kind === 'GAP' || types.some((type) => isOfType(event, type)) });
  if (vendors) {
    const known = new Set(vendors.flatMap((vendor) => lookup.accountsOf(vendor)));
    conditions.push({ test: (event) => known.has(event.account), keys: [...known].map(accountKey) });
  }
  if (accounts) conditions.push({ test: (event) => accounts.includes(event.account), keys: accounts.map(accountKey) });
  return conditions;
}

function content(wanted: Wanted): Condition[] {
  const { states, directions, rules, from, to, number, startedAfter, startedBefore, dueAfter, dueBefore } = wanted;
  const devices = wanted.devices ?? (wanted.device ? [wanted.device] : null);
  const conditions: Condition[] = [];
  const test = (passes: (facts: EventFacts) => boolean, keys?: readonly string[]) => {
    conditions.push({
      test: (event) => event.kind === 'GAP' || passes(factsOf(event)),
      ...(keys && { keys }),
    });
  };
  if (devices) test(({ device }) => device != null && devices.includes(device), devices.map(deviceKey));
  if (states) test(({ state }) => state != null && states.includes(state));
  if (directions) test(({ direction }) => direction != null && directions.includes(direction));
  if (rules) test(({ rule }) => rule != null && rules.includes(rule));
  const annotated = annotationTest(wanted);
  if (annotated) test(({ annotations }) => annotated(annotations ?? []));
  if (from) test((facts) => sameNumber(from, facts.from));
  if (to) test((facts) => sameNumber(to, facts.to));
  if (number) test((facts) => [facts.from, facts.to].some((one) => sameNumber(number, one)));
  if (startedAfter) test(({ startedAt }) => isLater(startedAt, startedAfter));
  if (startedBefore) test(({ startedAt }) => isLater(startedBefore, startedAt));
  if (dueAfter) test(({ dueAt }) => isLater(dueAt, dueAfter));
  if (dueBefore) test(({ dueAt }) => isLater(dueBefore, dueAt));
  return conditions;
}

/** Whether a time is known to be later than another. */
function isLater(time: string | null | undefined, than: string | null | undefined): boolean {
  return time != null && than != null && Date.parse(time) > Date.parse(than);
}

/** The references of an event's object: agents by every account's name for them, recordings by their agent, others by their key. */
async function names({ nameContains }: Wanted, lookup: Lookup): Promise<Condition[]> {
  if (!nameContains) return [];
  const part = nameContains.toLowerCase();
  const known = (await lookup.named?.(part)) ?? [];
  const test: Matches = (event) => {
    if (event.kind === 'GAP') return true;
    const { name, agent, device } = factsOf(event);
    if (event.kind !== 'AGENT' && event.kind !== 'RECORDING') return (name ?? '').toLowerCase().includes(part);
    return known.some((one) => one.account === event.account && isSameAgent(one, agent, device));
  };
  return [{ test }];
}

async function people(wanted: Wanted, lookup: Lookup): Promise<Condition[]> {
  const ids = wanted.agentIds ?? (wanted.agentId ? [wanted.agentId] : null);
  if (!ids) return [];
  const argument = wanted.agentIds ? 'agentIds' : 'agentId';
  const known = (await Promise.all(ids.map((id) => lookup.agent(id, argument)))).flat();
  const test: Matches = (event) => {
    if (event.kind === 'GAP') return known.some(({ account }) => account === event.account);
    const { agent, device } = factsOf(event);
    return known.some((one) => one.account === event.account && isSameAgent(one, agent, device));
  };
  return [{ test, keys: known.flatMap(agentKeys) }];
}

function isSameAgent(known: KnownAgent, reference: AgentReference | null | undefined, device?: string | null): boolean {
  if (reference?.nativeId != null && known.nativeId != null) return reference.nativeId === known.nativeId;
  if (reference?.name != null && known.name != null) return reference.name.toLowerCase() === known.name.toLowerCase();
  if (reference?.alias != null && reference.alias === known.extension) return true;
  if (reference?.userName != null && known.userName != null) return reference.userName === known.userName;
  const extension = reference?.extension ?? device;
  return extension != null && extension === known.extension;
}

async function campaigns(wanted: Wanted, lookup: Lookup): Promise<Condition[]> {
  const ids = wanted.campaignIds ?? (wanted.campaignId ? [wanted.campaignId] : null);
  if (!ids) return [];
  const argument = wanted.campaignIds ? 'campaignIds' : 'campaignId';
  const known = await Promise.all(ids.map((id) => lookup.campaign(id, argument)));
  return [
    {
      test: (event) => known.some((one) => isOfCampaign(one, event, lookup)),
      keys: known.flatMap(campaignKeys),
    },
  ];
}

/** An agent is matched in every account; any other object only in its own. */
async function objects(ids: readonly string[], lookup: Lookup): Promise<Condition> {
  const known = await Promise.all(ids.map((id) => lookup.source(id)));
  const isAgent = ({ type }: { readonly type?: string }) => type === 'Agent';
  const agents = await Promise.all(
    ids.filter((_, at) => isAgent(known[at] ?? {})).map((id) => lookup.agent(id, 'ids')),
  );
  const persons = agents.flat();
  const test: Matches = (event) => {
    if (event.kind === 'GAP') return [...known, ...persons].some(({ account }) => account === event.account);
    if (event.kind === 'AGENT')
      return persons.some((one) => one.account === event.account && isSameAgent(one, event.agent));
    const { nativeId } = factsOf(event);
    return known.some((one) => !isAgent(one) && one.account === event.account && one.nativeId === nativeId);
  };
  const keys = known.filter((one) => !isAgent(one)).map(({ account, nativeId }) => objectKey(account, nativeId));
  return { test, keys: [...keys, ...persons.flatMap(agentKeys)] };
}

function isOfCampaign(known: KnownCampaign, event: EventRecord, lookup: Lookup): boolean {
  if (event.kind === 'GAP') return known.account === event.account || known.alsoAt?.includes(event.account) === true;
  if (event.kind !== 'RECORDING') return isSameCampaign(known, event.account, factsOf(event).campaign);
  const recorded = lookup.recorded?.({ callId: event.callId, device: event.device });
  return recorded !== undefined && isSameCampaign(known, recorded.account, recorded.call.campaign);
}

/** An account knows its own campaigns by their keys, and those of another by their names. */
function isSameCampaign(
  known: KnownCampaign,
  account: string,
  reference: CampaignReference | null | undefined,
): boolean {
  const isOwn = known.account === account;
  if (!reference || (!isOwn && !known.alsoAt?.includes(account))) return false;
  if (isOwn && reference.nativeId != null && known.nativeId != null) return reference.nativeId === known.nativeId;
  return reference.name != null && reference.name.toLowerCase() === known.name?.toLowerCase();
}
