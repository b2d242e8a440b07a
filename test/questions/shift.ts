/** A shift of outbound calls, transferred calls and not-ready reasons as it is known to itself, and its events. */
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';

const ACCOUNT = 'floor';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The agents of the shift. */
export const TEAM = ['eve', 'fay', 'gus'] as const;
/** Why agents are not ready. */
export const REASONS = ['Break', 'Coaching', 'Lunch'] as const;
const LINES = ['Renewals', 'Winback'];

/** An outbound call; `answered` is null where it was not answered. */
export interface OutboundCall {
  readonly agent: string;
  readonly campaign: string;
  readonly placed: number;
  readonly answered: number | null;
  readonly ended: number;
}

/** An inbound call that one agent answers and may hand over to another. */
export interface HandedCall {
  readonly agent: string;
  readonly to: string | null;
  readonly offered: number;
  readonly answered: number;
  readonly handed: number;
  readonly ended: number;
}

/** A stretch in which an agent is not ready. */
export interface Absence {
  readonly agent: string;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

/** The shift that begins at a time. */
export function shiftOf(start: number) {
  const person = (at: number) => TEAM[at % TEAM.length] as string;
  const outbound: OutboundCall[] = Array.from({ length: 60 }, (_, at) => {
    const placed = start + at * 4 * MINUTE + (at % 7) * SECOND;
    const answered = at % 3 === 0 ? null : placed + (5 + (at % 11)) * SECOND;
    const ended = (answered ?? placed) + (20 + (at % 13) * 9) * SECOND;
    return { agent: person(at), campaign: LINES[at % 2] as string, placed, answered, ended };
  });
  const handed: HandedCall[] = Array.from({ length: 20 }, (_, at) => {
    const offered = start + at * 12 * MINUTE + 130 * SECOND;
    const answered = offered + (3 + (at % 4)) * SECOND;
    const over = answered + (40 + (at % 9) * 5) * SECOND;
    const to = at % 4 === 0 ? person(at + 2) : null;
    return { agent: person(at + 1), to, offered, answered, handed: over, ended: to ? over + (30 + at) * SECOND : over };
  });
  const absences: Absence[] = Array.from({ length: 12 }, (_, at) => {
    const from = start + at * 20 * MINUTE + 5 * MINUTE;
    return {
      agent: person(at),
      reason: REASONS[at % 2 === 0 ? 0 : 1 + (at % 3 === 0 ? 0 : 1)] as string,
      from,
      to: from + (3 + at) * MINUTE,
    };
  });
  return { outbound, handed, absences, start };
}

/** A shift. */
export type Shift = ReturnType<typeof shiftOf>;

const time = (at: number) => new Date(at).toISOString();

function callEvent(at: number, type: string, call: CallRecord): EventRecord {
  const { nativeId: subject } = call;
  const base = {
    account: ACCOUNT,
    subject,
    fingerprint: `${subject}/${type}`,
    occurredAt: time(at),
    receivedAt: time(at),
  };
  return { ...base, kind: 'CALL', type, call } as EventRecord;
}

function outboundEvents({ agent, campaign, placed, answered, ended }: OutboundCall, id: string): EventRecord[] {
  const call = {
    ...{ nativeId: `${agent}/${id}`, callId: id, agent: { nativeId: agent }, channel: 'VOICE' as const },
    ...{ campaign: { nativeId: campaign, name: campaign }, direction: 'OUTBOUND' as const, startedAt: time(placed) },
  };
  const talking = answered === null ? call : { ...call, connectedAt: time(answered) };
  return [
    callEvent(placed, 'STARTED', { ...call, state: 'RINGING' }),
    ...(answered === null ? [] : [callEvent(answered, 'CONNECTED', { ...talking, state: 'CONNECTED' })]),
    callEvent(ended, 'ENDED', { ...talking, state: 'ENDED', endedAt: time(ended) }),
  ];
}

function handedEvents({ agent, to, offered, answered, handed, ended }: HandedCall, id: string): EventRecord[] {
  const about = { callId: id, channel: 'VOICE' as const, direction: 'INBOUND' as const };
  const first = { ...about, nativeId: `${agent}/${id}`, agent: { nativeId: agent }, startedAt: time(offered) };
  const talking = { ...first, connectedAt: time(answered) };
  const events = [
    callEvent(offered, 'STARTED', { ...first, state: 'RINGING' }),
    callEvent(answered, 'CONNECTED', { ...talking, state: 'CONNECTED' }),
    callEvent(handed, 'ENDED', { ...talking, state: 'ENDED', endedAt: time(handed), ...(to && { transferred: true }) }),
  ];
  if (!to) return events;
  const next = {
    ...{ ...about, nativeId: `${to}/${id}`, agent: { nativeId: to }, byTransfer: true as const },
    ...{ startedAt: time(handed), connectedAt: time(handed + SECOND) },
  };
  return [
    ...events,
    callEvent(handed, 'STARTED', { ...next, connectedAt: null, state: 'RINGING' }),
    callEvent(handed + SECOND, 'CONNECTED', { ...next, state: 'CONNECTED' }),
    callEvent(ended, 'ENDED', { ...next, state: 'ENDED', endedAt: time(ended) }),
  ];
}

function agentEvent(agent: string, at: number, presence: string, reasonCode: string | null): EventRecord {
  const base = {
    account: ACCOUNT,
    subject: agent,
    fingerprint: `${agent}/${at}`,
    occurredAt: time(at),
    receivedAt: time(at),
  };
  const event = { ...base, kind: 'AGENT', type: 'PRESENCE_CHANGED', agent: { nativeId: agent }, presence, reasonCode };
  return event as EventRecord;
}

/** The events of a shift in the order of the log. */
export function eventsOfShift({ outbound, handed, absences, start }: Shift): EventRecord[] {
  const events = [
    ...TEAM.map((agent) => agentEvent(agent, start, 'READY', null)),
    ...absences.flatMap(({ agent, reason, from, to }) => [
      agentEvent(agent, from, 'NOT_READY', reason),
      agentEvent(agent, to, 'READY', null),
    ]),
    ...outbound.flatMap((call, at) => outboundEvents(call, `o${at}`)),
    ...handed.flatMap((call, at) => handedEvents(call, `i${at}`)),
  ];
  return events.sort((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt));
}
