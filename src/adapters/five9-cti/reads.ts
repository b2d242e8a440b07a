/** Reads at the desks, in the terms of the unified plane. */
import type {
  AgentRecord,
  CallRecord,
  CampaignRecord,
  CampaignReference,
  DispositionRecord,
  ListQuery,
  ReasonCodeRecord,
  Rows,
  SkillRecord,
} from '../adapter.ts';
import type { SendOptions } from '../contract.ts';
import { asCrosspointError } from '../errors.ts';
import type { AdapterDependencies } from '../vendor.ts';
import type { Desk } from './client/desk.ts';
import type { Desks } from './client/desks.ts';
import { type DeskStatus, deskPresenceOf } from './quirks.ts';

/** The reads of an account. */
export function createReads(desks: Desks, { now }: Pick<AdapterDependencies, 'now'>) {
  return {
    check: (ask: SendOptions) => checkDesks(desks, ask),
    agents: (query: ListQuery, ask: SendOptions) => readAgents(desks, query, ask),
    calls: (query: ListQuery, ask: SendOptions) => readCalls(desks, query, ask),
    dispositions: (_query: ListQuery, ask: SendOptions) => readDispositions(desks, ask),
    campaignDispositions: ({ name }: { name: string }, ask: SendOptions) => readCampaignDispositions(desks, name, ask),
    servedCampaign: (campaign: CampaignReference, ask: SendOptions) => readCampaign(desks, campaign, ask),
    skills: (_query: ListQuery, ask: SendOptions) => readSkills(desks, ask),
    reasonCodes: async (_query: ListQuery, ask: SendOptions) => ({
      items: await readReasonCodes(desks, ask),
      fetchedAt: now().toISOString(),
    }),
  };
}

/** The agents of the account, one a desk. */
function readAgents(desks: Desks, query: ListQuery, ask: SendOptions): Promise<Rows<AgentRecord>> {
  return desks.readAll(desks.wanted(query, false), async (desk) => [await readAgent(desk, ask)]);
}

async function readAgent(desk: Desk, ask: SendOptions): Promise<AgentRecord> {
  const [status, details, skills] = await Promise.all([
    desk.status(ask),
    desk.identify(ask),
    desk.client.send('getAvailableSkills', {}, ask),
  ]);
  const presence = deskPresenceOf(desk.withoutParked(status), desk.statesIn(status));
  return {
    nativeId: desk.agent,
    name: details.fullName || desk.agent,
    userName: details.username || desk.agent,
    extensions: details.extension ? [details.extension] : [],
    active: true,
    presence,
    presenceSince: desk.listening && desk.doing?.presence === presence ? desk.doing.since : null,
    skills: skills.flatMap(({ name }) => (name ? [name] : [])),
  };
}

/** The calls that wait, the active ones and the parked ones that are known; ended ones where the query names them. */
async function readCalls(desks: Desks, query: ListQuery, ask: SendOptions): Promise<Rows<CallRecord>> {
  const named = query.nativeIds ?? [];
  const waiting = query.agent
    ? []
    : desks.queue.calls.filter(({ nativeId }) => query.nativeIds?.includes(nativeId) ?? true);
  const rows = await desks.readAll(desks.wanted(query, true), async (desk) => {
    const status = query.nativeIds ? await desk.statusAfterAct(ask) : await desk.status(ask);
    const calls = await callsOf(desk, status, ask);
    const here = new Set(calls.map(({ nativeId }) => nativeId));
    return [...calls, ...named.filter((id) => !here.has(id)).flatMap((id) => endedCall(desk, id))];
  });
  const atDesks = new Set(rows.items.flatMap(({ callId, state }) => (isOver(state) ? [] : (callId ?? []))));
  // A call may reach a desk after the queue was read.
  const stillWaiting = waiting.filter(({ callId }) => !callId || !atDesks.has(callId));
  return { ...rows, items: [...rows.items, ...stillWaiting] };
}

function isOver(state: CallRecord['state']): boolean {
  return state === 'ENDED' || state === 'WRAP_UP';
}

function endedCall(desk: Desk, nativeId: string): CallRecord[] {
  const call = desk.calls.get(nativeId.slice(nativeId.lastIndexOf('/') + 1));
  return call?.nativeId === nativeId && call.state === 'ENDED' ? [call] : [];
}

async function callsOf(desk: Desk, status: DeskStatus, ask: SendOptions): Promise<CallRecord[]> {
  desk.reconcile(status);
  const current = desk.callsIn(status);
  await desk.learn(ask, current.find(({ campaignId }) => campaignId && !desk.campaign(campaignId)?.name)?.campaignId);
  const inHand = current.map((info) => desk.record(info, status));
  const here = new Set(inHand.map(({ nativeId }) => nativeId));
  return [...inHand, ...parkedCalls(desk).filter(({ nativeId }) => !here.has(nativeId))];
}

/** Calls parked according to events, where they arrive, or to acts of this gateway. */
function parkedCalls(desk: Desk): CallRecord[] {
  const live = desk.listening ? desk.calls.live().map(([, call]) => call) : [];
  const seen = live.filter(({ state }) => state === 'PARKED');
  const known = new Set(seen.map(({ nativeId }) => nativeId));
  return [...seen, ...[...desk.parked.values()].filter(({ nativeId }) => !known.has(nativeId))];
}

function distinct<Row extends { nativeId: string }>({ items, ...rest }: Rows<Row>): Rows<Row> {
  return { ...rest, items: [...new Map(items.map((row) => [row.nativeId, row])).values()] };
}

/** The dispositions of all campaigns the desks work for; a shared campaign is read once. */
async function readDispositions(desks: Desks, ask: SendOptions): Promise<Rows<DispositionRecord>> {
  const asked = new Set<string>();
  const rows = await desks.readAll(desks.all, async (desk) => {
    const campaigns = [...(await desk.readCampaigns(ask)).keys()].filter((id) => !asked.has(id));
    for (const id of campaigns) asked.add(id);
    const found = await Promise.all(campaigns.map((id) => desk.readDispositions(id, ask)));
    return found.flatMap(outcomes);
  });
  return distinct(rows);
}

type DispositionRows = Awaited<ReturnType<Desk['readDispositions']>>;

function outcomes(rows: DispositionRows): DispositionRecord[] {
  return rows.flatMap(({ id, name, description }) => (id && name ? [{ nativeId: id, name, description }] : []));
}

/** The dispositions of a campaign; none where no desk works for one of that name. */
async function readCampaignDispositions(
  desks: Desks,
  campaign: string,
  ask: SendOptions,
): Promise<readonly DispositionRecord[]> {
  const known = await desks.workingFor(campaign);
  return known ? outcomes(await known.desk.readDispositions(known.id, ask)) : [];
}

/**
 * A campaign as the desks report it. Its state and dialing mode are numbers without a documented meaning, so they are
 * omitted.
 */
async function readCampaign(desks: Desks, { nativeId, name }: CampaignReference, ask: SendOptions) {
  const known = desks.all.map((desk) => desk.campaign(nativeId)?.name).find(Boolean);
  if (nativeId && known) return campaignRecord(nativeId, known);
  if (nativeId && /^\d+$/.test(nativeId)) return readCampaignInfo(desks, nativeId, ask);
  const working = name ? await desks.workingFor(name) : null;
  return working && name ? campaignRecord(working.id, name) : null;
}

/** An agent may serve a campaign that is not among the available ones; the service refuses an id it does not know. */
async function readCampaignInfo(desks: Desks, campaignId: string, ask: SendOptions): Promise<CampaignRecord | null> {
  try {
    const info = await desks.first(1, (desk) => desk.client.send('getCampaignInfo', { campaignId }, ask), ask);
    return info?.id && info.name ? campaignRecord(info.id, info.name) : null;
  } catch (error) {
    if (asCrosspointError(error).code === 'FAILED_PRECONDITION') return null;
    throw error;
  }
}

function campaignRecord(nativeId: string, name: string): CampaignRecord {
  return { nativeId, name, channel: 'VOICE' };
}

/** The skills the agents serve. */
async function readSkills(desks: Desks, ask: SendOptions): Promise<Rows<SkillRecord>> {
  const rows = await desks.readAll(desks.all, async (desk) => {
    const skills = await desk.client.send('getAvailableSkills', {}, ask);
    return skills.flatMap(({ skillId, name }) => (skillId && name ? [{ nativeId: skillId, name }] : []));
  });
  return distinct(rows);
}

/** Why agents are not ready or log out; every desk answers the same list. */
async function readReasonCodes(desks: Desks, ask: SendOptions): Promise<readonly ReasonCodeRecord[]> {
  return desks.first(
    2,
    async (desk) => {
      const [notReady, logout] = await Promise.all([
        desk.client.send('getNotReadyReasonCodes', {}, ask),
        desk.client.send('getReasonCodes', {}, ask),
      ]);
      return [...reasons(notReady, 'NOT_READY'), ...reasons(logout, 'LOGOUT')];
    },
    ask,
  );
}

function reasons(rows: readonly { id?: string | null; name?: string | null }[], kind: ReasonCodeRecord['kind']) {
  return rows.flatMap(({ id, name }) => (id && name ? [{ nativeId: id, name, kind }] : []));
}

/** The presence at every desk in one line; throws when none answers. */
async function checkDesks(desks: Desks, ask: SendOptions): Promise<string> {
  const { items } = await desks.readAll(desks.all, async (desk) => {
    const status = await desk.status(ask);
    return [`${desk.agent} ${deskPresenceOf(status, []).toLowerCase().replace('_', ' ')}`];
  });
  return `${items.length} of ${desks.all.length} desks answer: ${items.join(', ')}`;
}
