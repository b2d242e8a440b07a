/** What can be read at the desks, in the words of the unified plane. */
import type {
  AgentRecord,
  CallRecord,
  DispositionRecord,
  ListQuery,
  ReasonCodeRecord,
  Rows,
  SkillRecord,
} from '../adapter.ts';
import type { SendOptions } from '../contract.ts';
import type { Desk } from './desk.ts';
import type { Desks } from './desks.ts';
import { callStateOf, currentCalls, presenceOf } from './status.ts';

/** The agents of the account, one a desk. */
export function readAgents(desks: Desks, query: ListQuery, ask: SendOptions): Promise<Rows<AgentRecord>> {
  return desks.gather(desks.wanted(query, false), async (desk) => [await readAgent(desk, ask)]);
}

async function readAgent(desk: Desk, ask: SendOptions): Promise<AgentRecord> {
  const [status, details, skills] = await Promise.all([
    desk.status(ask),
    desk.identify(ask),
    desk.client.send('getAvailableSkills', {}, ask),
  ]);
  const [call] = currentCalls(status);
  const known = call && desk.track.get(call.callSessionId);
  const presence = presenceOf(status, known?.state ?? null);
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

/** The calls in hand and, where events tell of them, the parked ones; ended ones are shown to who names them. */
export function readCalls(desks: Desks, query: ListQuery, ask: SendOptions): Promise<Rows<CallRecord>> {
  const named = new Set(query.nativeIds ?? []);
  return desks.gather(desks.wanted(query, true), async (desk) => {
    const calls = await callsOf(desk, ask);
    const here = new Set(calls.map(({ nativeId }) => nativeId));
    const over = [...named]
      .filter((id) => !here.has(id))
      .map((id) => desk.track.get(id.slice(id.lastIndexOf('/') + 1)));
    return [...calls, ...over.filter((call) => call !== undefined && named.has(call.nativeId))] as CallRecord[];
  });
}

async function callsOf(desk: Desk, ask: SendOptions): Promise<CallRecord[]> {
  const status = await desk.status(ask);
  const current = currentCalls(status);
  for (const id of desk.standings.keys()) if (!desk.current(status, id)) desk.standings.delete(id);
  for (const id of desk.parked.keys()) if (desk.current(status, id)) desk.parked.delete(id);
  await desk.learn(ask, current[0]?.campaignId);
  const told = desk.track.live().flatMap(([, call]) => (desk.listening && call.state === 'PARKED' ? [call] : []));
  const asked = [...desk.parked.values()].filter(({ nativeId }) => !told.some((call) => call.nativeId === nativeId));
  const parked = [...told, ...asked];
  const inHand = current.map((info) => desk.record(info, status, callStateOf));
  return [...inHand, ...parked.filter(({ nativeId }) => !inHand.some((call) => call.nativeId === nativeId))];
}

function distinct<Row extends { nativeId: string }>({ items, ...rest }: Rows<Row>): Rows<Row> {
  return { ...rest, items: [...new Map(items.map((row) => [row.nativeId, row])).values()] };
}

/** The outcomes of all campaigns the desks work for; a campaign several share is asked about once. */
export async function readDispositions(desks: Desks, ask: SendOptions): Promise<Rows<DispositionRecord>> {
  const asked = new Set<string>();
  const rows = await desks.gather(desks.all, async (desk) => {
    const campaigns = [...(await desk.readCampaigns(ask)).keys()].filter((id) => !asked.has(id));
    for (const id of campaigns) asked.add(id);
    const found = await Promise.all(campaigns.map((id) => desk.readDispositions(id, ask)));
    return found.flatMap(outcomes);
  });
  return distinct(rows);
}

type Told = Awaited<ReturnType<Desk['readDispositions']>>;

function outcomes(told: Told): DispositionRecord[] {
  return told.flatMap(({ id, name, description }) => (id && name ? [{ nativeId: id, name, description }] : []));
}

/** What calls of a campaign may end in; nothing where no desk works for one of that name. */
export async function readCampaignDispositions(
  desks: Desks,
  campaign: string,
  ask: SendOptions,
): Promise<readonly DispositionRecord[]> {
  const known = await desks.workingFor(campaign);
  return known ? outcomes(await known.desk.readDispositions(known.id, ask)) : [];
}

/** The skills the agents serve. */
export async function readSkills(desks: Desks, ask: SendOptions): Promise<Rows<SkillRecord>> {
  const rows = await desks.gather(desks.all, async (desk) => {
    const skills = await desk.client.send('getAvailableSkills', {}, ask);
    return skills.flatMap(({ skillId, name }) => (skillId && name ? [{ nativeId: skillId, name }] : []));
  });
  return distinct(rows);
}

/** Why agents are not ready or log out; every desk would tell the same. */
export async function readReasonCodes(desks: Desks, ask: SendOptions): Promise<readonly ReasonCodeRecord[]> {
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

/** Asks every desk where it stands and says it in one line; throws when none answers. */
export async function checkDesks(desks: Desks, ask: SendOptions): Promise<string> {
  const { items } = await desks.gather(desks.all, async (desk) => {
    const status = await desk.status(ask);
    return [`${desk.agent} ${presenceOf(status, null).toLowerCase().replace('_', ' ')}`];
  });
  return `${items.length} of ${desks.all.length} desks answer: ${items.join(', ')}`;
}
