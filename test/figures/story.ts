/** A day of a contact centre as it is known to itself, and the events that its telephony sends of it. */
import type { Presence } from '../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';

/** A call and what became of it; times are milliseconds since 1970. */
export interface StoryCall {
  readonly id: string;
  readonly campaign: string;
  readonly agent: string;
  readonly offered: number;
  /** When it left the queue; null for one that did not wait. */
  readonly left: number | null;
  /** When it was answered; null for one that was abandoned while it waited. */
  readonly answered: number | null;
  readonly hold: number;
  readonly ended: number;
  readonly done: number;
}

/** A presence of an agent, which lasts until the next one. */
export interface StoryPresence {
  readonly agent: string;
  readonly at: number;
  readonly presence: Presence;
}

/** A day of one account. */
export interface Story {
  readonly calls: readonly StoryCall[];
  readonly presences: readonly StoryPresence[];
}

/** Numbers from 0 to 1 that a seed determines. */
function chances(seed: number): () => number {
  let state = seed * 2_654_435_761 + 12_345;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296;
  };
}

const CAMPAIGNS = ['Billing', 'Sales', 'Support'];
const AGENTS = ['ann', 'bob', 'cid', 'dee'];
const STATES: readonly Presence[] = ['READY', 'NOT_READY', 'ON_CALL', 'WRAP_UP', 'LOGGED_OUT'];

/** A day of calls and agents from a moment on. */
export function storyOf(seed: number, from: number, hours = 24): Story {
  const chance = chances(seed);
  const upTo = (seconds: number) => Math.floor(chance() * seconds * 1_000);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(chance() * items.length)] as Item;
  const end = from + hours * 3_600_000;
  const calls: StoryCall[] = [];
  for (let at = from + upTo(600); at < end; at += 1 + upTo(600)) {
    const waits = chance() < 0.7;
    const left = waits ? at + 1 + upTo(120) : null;
    const gaveUp = waits && chance() < 0.2;
    const answered = gaveUp ? null : (left ?? at) + 1 + upTo(30);
    const hold = answered === null || chance() < 0.5 ? 0 : 1 + upTo(60);
    const ended = answered === null ? (left ?? at) : answered + hold + 2 + upTo(400);
    const done = answered === null ? ended : ended + 1 + upTo(90);
    calls.push({
      id: `c${seed}-${calls.length}`,
      campaign: pick(CAMPAIGNS),
      agent: pick(AGENTS),
      offered: at,
      left,
      answered,
      hold,
      ended,
      done,
    });
  }
  const presences = AGENTS.flatMap((agent) => {
    const found: StoryPresence[] = [];
    for (let at = from + upTo(900); at < end; at += 1 + upTo(2_400)) found.push({ agent, at, presence: pick(STATES) });
    return found;
  });
  return { calls, presences };
}

const ACCOUNT = 'floor';
const time = (at: number) => new Date(at).toISOString();

function event(at: number, subject: string, fingerprint: string) {
  return { account: ACCOUNT, subject, fingerprint, occurredAt: time(at), receivedAt: time(at) };
}

function callEvent(at: number, type: string, call: CallRecord): EventRecord {
  return { ...event(at, call.nativeId, `${call.nativeId}/${type}/${at}`), kind: 'CALL', type, call } as EventRecord;
}

/** The events of one call: while it waits, then at its agent's desk. */
function eventsOf({ id, campaign, agent, offered, left, answered, hold, ended, done }: StoryCall): EventRecord[] {
  const named = { nativeId: campaign, name: campaign };
  const about = { callId: id, campaign: named, channel: 'VOICE' as const };
  const found: EventRecord[] = [];
  if (left !== null) {
    const waiting = { ...about, nativeId: `queue/${id}`, queue: named, startedAt: time(offered) };
    const leftQueue = answered === null ? ('ABANDONED' as const) : ('ROUTED' as const);
    found.push(callEvent(offered, 'STARTED', { ...waiting, state: 'QUEUED' }));
    found.push(callEvent(left, 'ENDED', { ...waiting, state: 'ENDED', endedAt: time(left), leftQueue }));
  }
  if (answered === null) return found;
  const desk = { ...about, nativeId: `${agent}/${id}`, agent: { nativeId: agent }, direction: 'INBOUND' as const };
  const rung = { ...desk, startedAt: time(left ?? offered) };
  const talking = { ...rung, connectedAt: time(answered) };
  found.push(callEvent(left ?? offered, 'STARTED', { ...rung, state: 'RINGING' }));
  found.push(callEvent(answered, 'CONNECTED', { ...talking, state: 'CONNECTED' }));
  if (hold > 0) {
    found.push(callEvent(answered + 1, 'HELD', { ...talking, state: 'HELD' }));
    found.push(callEvent(answered + 1 + hold, 'RETRIEVED', { ...talking, state: 'CONNECTED' }));
  }
  found.push(callEvent(ended, 'WRAP_UP', { ...talking, state: 'WRAP_UP' }));
  found.push(callEvent(done, 'ENDED', { ...talking, state: 'ENDED', endedAt: time(done) }));
  return found;
}

/** All events of a day in the order of the log. */
export function eventsOfStory({ calls, presences }: Story): EventRecord[] {
  const ofAgents = presences.map(
    ({ agent, at, presence }): EventRecord => ({
      ...event(at, agent, `${agent}/${at}`),
      ...{ kind: 'AGENT', type: 'PRESENCE_CHANGED', agent: { nativeId: agent }, presence },
    }),
  );
  const all = [...calls.flatMap(eventsOf), ...ofAgents];
  return all.sort((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt));
}
