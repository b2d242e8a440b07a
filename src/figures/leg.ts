/** The reducer of one call at one place: its events in, its durations out. */
import type { CallState, Channel, Direction, DurationBasis } from '../../schema/vocabulary.ts';
import type { EventRecord } from '../adapters/event.ts';
import type { AgentReference, CallRecord, CampaignReference } from '../adapters/records.ts';

/** An event of a call. */
export type CallChange = Extract<EventRecord, { readonly kind: 'CALL' }>;

/** The phases of a call. */
type Phase = 'queue' | 'ring' | 'talk' | 'hold' | 'wrapUp';

/** A duration and where it is from; without seconds it is UNKNOWN. */
export interface DurationValue {
  readonly seconds: number | null;
  readonly basis: DurationBasis;
}

/** Every duration of a call. */
export type Durations = Readonly<Record<Phase | 'handle', DurationValue>>;

/** A call at one place: in a queue or at an agent's desk. Times are milliseconds since 1970. */
export interface Leg {
  readonly account: string;
  readonly nativeId: string;
  campaign: CampaignReference | null;
  queue: CampaignReference | null;
  agent: AgentReference | null;
  direction: Direction | null;
  channel: Channel | null;
  state: CallState;
  /** When the state began; null when that is unknown. */
  since: number | null;
  /** When it began here; null when it began before its account was listened to. */
  begun: number | null;
  /** When it was first answered here; null when it was not, or at an unknown time. */
  answered: number | null;
  /** Whether it was answered, also at an unknown time. */
  wasAnswered: boolean;
  ended: number | null;
  /** Milliseconds of each phase so far, the running one aside; null when some of it is unknown. */
  spent: Record<Phase, number | null>;
  reported: CallRecord['vendorDurations'];
  transferred: boolean;
  /** The call was transferred to this agent. */
  byTransfer: boolean;
  /** It waits, or waited, in a queue and is at no desk. */
  isQueued: boolean;
  /** How it left its queue, where it is in one; null when the vendor does not say. */
  left: CallRecord['leftQueue'];
  /** A gap lies between its last event and the next. */
  gapped: boolean;
}

const PHASES: Readonly<Record<CallState, Phase | null>> = {
  QUEUED: 'queue',
  RINGING: 'ring',
  CONNECTED: 'talk',
  CONFERENCED: 'talk',
  TRANSFERRING: 'talk',
  HELD: 'hold',
  PARKED: 'hold',
  WRAP_UP: 'wrapUp',
  ENDED: null,
  UNKNOWN: null,
};
/** Phases in their order; talk and hold alternate. */
const ORDER: readonly Phase[] = ['queue', 'ring', 'talk', 'hold', 'wrapUp'];
const LINE: ReadonlySet<CallState> = new Set(['CONNECTED', 'CONFERENCED', 'TRANSFERRING', 'HELD', 'PARKED', 'UNKNOWN']);

/** Begins a leg with the first event that is known of it. */
export function beginLeg(event: CallChange): Leg {
  const { call, account } = event;
  const at = Date.parse(event.occurredAt);
  const isBeginning = event.type === 'STARTED' && !event.late && call.startedAt != null;
  const begun = isBeginning && call.startedAt ? Date.parse(call.startedAt) : null;
  const { state } = call;
  // One literal, so that all legs have one shape: what events change in them is most of what figures cost.
  const leg: Leg = {
    account,
    nativeId: call.nativeId,
    campaign: null,
    queue: null,
    agent: null,
    direction: null,
    channel: null,
    state,
    since: begun ?? firstSince(event, at),
    begun,
    answered: null,
    wasAnswered: false,
    ended: null,
    spent: { queue: 0, ring: 0, talk: 0, hold: 0, wrapUp: 0 },
    reported: null,
    transferred: false,
    byTransfer: false,
    isQueued: false,
    left: null,
    gapped: false,
  };
  if (!isBeginning) forgetEarlier(leg, event);
  takeFacts(leg, event, at);
  return leg;
}

/** When the state of a first event began; only the event of entering the state determines it. */
function firstSince({ type, late, call }: CallChange, at: number): number | null {
  if (late || type === 'UPDATED' || type === 'STARTED') return null;
  return type === 'CONNECTED' && !call.connectedAt ? null : at;
}

/** Marks the phases before the first event of a leg as unknown. */
function forgetEarlier(leg: Leg, event: CallChange): void {
  for (const phase of ORDER.slice(0, firstWhole(event))) leg.spent[phase] = null;
}

/** Phases that events report to begin. */
const ENTRIES: Readonly<Partial<Record<CallChange['type'], Phase>>> = {
  RINGING: 'ring',
  CONNECTED: 'talk',
  WRAP_UP: 'wrapUp',
};

/** The place of the first phase that lies wholly after a first event. */
function firstWhole({ type, late, call }: CallChange): number {
  const entry = late || (type === 'CONNECTED' && !call.connectedAt) ? undefined : ENTRIES[type];
  if (entry) return ORDER.indexOf(entry);
  if (LINE.has(call.state)) return ORDER.indexOf('wrapUp');
  const phase = PHASES[call.state];
  return phase === null ? ORDER.length : ORDER.indexOf(phase) + 1;
}

/** Takes the next event of a leg. */
export function stepLeg(leg: Leg, event: CallChange): void {
  const at = Date.parse(event.occurredAt);
  const before = leg.state;
  const { state } = event.call;
  const isBlind = leg.gapped || event.late === true;
  if (state !== before || isBlind) {
    spend(leg, at, isBlind);
    if (isBlind) blur(leg, before, state);
    leg.state = state;
    // A phase that is first read after a gap may have begun within the gap.
    leg.since = isBlind ? null : at;
    leg.gapped = false;
  }
  if (event.returned) Object.assign(leg, { ended: null, left: null });
  takeFacts(leg, event, at);
}

function spend(leg: Leg, at: number, isBlind: boolean): void {
  const phase = PHASES[leg.state];
  if (phase === null) {
    if (leg.state === 'UNKNOWN') leg.spent.talk = leg.spent.hold = null;
    return;
  }
  const spent = leg.spent[phase];
  const isKnown = spent !== null && leg.since !== null && !isBlind;
  leg.spent[phase] = isKnown ? spent + Math.max(0, at - (leg.since ?? at)) : null;
}

/** Between two states on either side of a gap any phase may have been gone through. */
function blur(leg: Leg, before: CallState, after: CallState): void {
  const place = (state: CallState) => ORDER.indexOf(PHASES[state] ?? 'wrapUp');
  const reaches = LINE.has(after) ? ORDER.indexOf('hold') : place(after);
  const from = LINE.has(before) ? ORDER.indexOf('talk') : place(before);
  for (const phase of ORDER.slice(from, reaches + 1)) leg.spent[phase] = null;
}

function takeFacts(leg: Leg, { call, type, late }: CallChange, at: number): void {
  leg.campaign = call.campaign ?? leg.campaign;
  leg.queue = call.queue ?? leg.queue;
  leg.agent = call.agent ?? leg.agent;
  leg.direction = call.direction ?? leg.direction;
  leg.channel = call.channel ?? leg.channel;
  leg.reported = call.vendorDurations ?? leg.reported;
  leg.transferred ||= call.transferred === true || call.state === 'TRANSFERRING';
  leg.byTransfer ||= call.byTransfer === true;
  leg.isQueued ||= call.state === 'QUEUED';
  leg.left = call.leftQueue ?? leg.left;
  if (LINE.has(call.state) && !leg.wasAnswered) {
    leg.wasAnswered = true;
    leg.answered = call.connectedAt ? Date.parse(call.connectedAt) : type === 'CONNECTED' && !late ? at : null;
  }
  if (call.connectedAt) leg.wasAnswered = true;
  if (call.state === 'ENDED') leg.ended = call.endedAt ? Date.parse(call.endedAt) : at;
}

/** The durations of a leg at a time: what its vendor says, else what its events show. */
export function durationsOf(leg: Leg, now: number): Durations {
  const [queue, ring] = [durationOf(leg, 'queue', now), durationOf(leg, 'ring', now)];
  const [talk, hold, wrapUp] = [
    durationOf(leg, 'talk', now),
    durationOf(leg, 'hold', now),
    durationOf(leg, 'wrapUp', now),
  ];
  return { queue, ring, talk, hold, wrapUp, handle: handleOf(leg, { talk, hold, wrapUp }) };
}

const VENDOR_NAMES: Readonly<Partial<Record<Phase, 'talkSeconds' | 'wrapUpSeconds'>>> = {
  talk: 'talkSeconds',
  wrapUp: 'wrapUpSeconds',
};

/** The durations of a call without an event: those of its record. */
export function recordedDurations({ vendorDurations }: Pick<CallRecord, 'vendorDurations'>): Durations {
  const stated = (seconds: number | null | undefined): DurationValue =>
    seconds == null ? UNKNOWN : { seconds, basis: 'VENDOR' };
  const { queueSeconds, ringSeconds, holdSeconds, ...after } = vendorDurations ?? {};
  const before = { queue: stated(queueSeconds), ring: stated(ringSeconds), hold: stated(holdSeconds) };
  const { talkSeconds, wrapUpSeconds, handleSeconds } = after;
  return { ...before, talk: stated(talkSeconds), wrapUp: stated(wrapUpSeconds), handle: stated(handleSeconds) };
}

function durationOf(leg: Leg, phase: Phase, now: number): DurationValue {
  const name = VENDOR_NAMES[phase];
  const reported = name && leg.reported?.[name];
  if (reported != null) return { seconds: phase === 'talk' ? withoutHold(leg, reported) : reported, basis: 'VENDOR' };
  return measured(millisecondsOf(leg, phase, now));
}

/** A vendor may count time on hold as talk; where both were measured they show which. */
function withoutHold({ spent: { talk, hold } }: Leg, length: number): number {
  if (!talk || !hold) return length;
  const [alone, together] = [talk / 1_000, (talk + hold) / 1_000];
  return Math.abs(length - together) < Math.abs(length - alone) ? round(Math.max(0, length - hold / 1_000)) : length;
}

/** Milliseconds of a phase, the running stretch included; null when some of it is unknown. */
function millisecondsOf(leg: Leg, phase: Phase, now: number): number | null {
  const spent = leg.spent[phase];
  if (PHASES[leg.state] !== phase) return spent;
  return spent === null || leg.since === null || leg.gapped ? null : spent + Math.max(0, now - leg.since);
}

function measured(milliseconds: number | null): DurationValue {
  return milliseconds === null ? UNKNOWN : { seconds: milliseconds / 1_000, basis: 'MEASURED' };
}

/** A duration of which nothing is known. */
export const UNKNOWN: DurationValue = Object.freeze({ seconds: null, basis: 'UNKNOWN' });

function handleOf(leg: Leg, { talk, hold, wrapUp }: Pick<Durations, 'talk' | 'hold' | 'wrapUp'>): DurationValue {
  if (leg.reported?.handleSeconds != null) return { seconds: leg.reported.handleSeconds, basis: 'VENDOR' };
  if (talk.seconds === null || hold.seconds === null || wrapUp.seconds === null) return UNKNOWN;
  return { seconds: round(talk.seconds + hold.seconds + wrapUp.seconds), basis: 'MEASURED' };
}

function round(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
