/** Two looks at the same phones compared: the events between them. */
import type { CallEventType, Presence } from '../../../../schema/vocabulary.ts';
import type { CallRecord, CampaignRecord, EventRecord } from '../../adapter.ts';

/** The common fields of the events of one look. */
export interface PollContext {
  readonly account: string;
  /** RFC 3339. */
  readonly at: string;
  /** The changes happened at an unknown time before. */
  readonly late?: true;
}

/** A call as it was last seen. */
interface SeenCall {
  readonly call: CallRecord;
  /** Time at which the call returned after its ENDED was emitted; its later events are distinct from those before. */
  readonly returnedAt?: string | undefined;
}

const ENTERED: Readonly<Partial<Record<CallRecord['state'], CallEventType>>> = {
  RINGING: 'RINGING',
  CONNECTED: 'CONNECTED',
  HELD: 'HELD',
  WRAP_UP: 'WRAP_UP',
};

/** Happen once in a call's life, so every watcher gives them the same fingerprint. */
const ONCE: ReadonlySet<CallEventType> = new Set(['STARTED', 'RINGING', 'CONNECTED', 'WRAP_UP', 'ENDED']);

function base({ account, at, late }: PollContext, fingerprint: string, subject: string) {
  return { fingerprint, subject, account, occurredAt: at, receivedAt: at, ...(late && { late }) };
}

function callEvent(look: PollContext, type: CallEventType, { call, returnedAt }: SeenCall): EventRecord {
  const subject = call.nativeId;
  const life = returnedAt === undefined ? '' : `/${returnedAt}`;
  const fingerprint = ONCE.has(type) ? `${subject}/${type}${life}` : `${subject}/${type}/${look.at}`;
  const occurredAt = type === 'STARTED' ? (call.startedAt ?? look.at) : look.at;
  return { ...base(look, fingerprint, subject), occurredAt, kind: 'CALL', type, call };
}

/** A call that appears on a phone already polled has started since. */
function appeared(look: PollContext, seen: SeenCall): EventRecord[] {
  const type = ENTERED[seen.call.state];
  return [callEvent(look, 'STARTED', seen), ...(type ? [callEvent(look, type, seen)] : [])];
}

function stateType(before: CallRecord, after: CallRecord): CallEventType {
  if (before.state === 'HELD' && after.state === 'CONNECTED') return 'RETRIEVED';
  return ENTERED[after.state] ?? 'UPDATED';
}

const SHOWN = ['recordingState', 'customerName', 'from', 'to', 'direction'] as const;

function changed(look: PollContext, before: CallRecord, after: SeenCall): EventRecord[] {
  if (before.state !== after.call.state) return [callEvent(look, stateType(before, after.call), after)];
  return SHOWN.every((name) => before[name] === after.call[name]) ? [] : [callEvent(look, 'UPDATED', after)];
}

/** When the call was connected, as far as the looks show it. */
function withConnectedAt(look: PollContext, before: CallRecord | undefined, call: CallRecord): CallRecord {
  const wasPending = before === undefined || before.state === 'RINGING';
  const connectedAt = before?.connectedAt ?? (call.state === 'CONNECTED' && wasPending && !look.late ? look.at : null);
  return connectedAt === null ? call : { ...call, connectedAt };
}

/** The calls of one phone over a series of looks. */
export class PhoneHistory {
  #seen: ReadonlyMap<string, SeenCall> | undefined;
  /** Calls whose ENDED was emitted; the vendor may list one again. */
  readonly #ended = new Set<string>();

  readonly #logged: readonly CallRecord[];

  /** `logged` are the calls that the event log has of before the first look. */
  constructor(logged: readonly CallRecord[] = []) {
    this.#logged = logged;
  }

  /** Takes the next look; the first one is state, and has events of the calls that the event log has. */
  take(look: PollContext, calls: readonly CallRecord[]): EventRecord[] {
    const before = this.#seen;
    if (!before) return this.#first(look, calls);
    const after = new Map(calls.map((call) => [call.nativeId, this.#next(look, before.get(call.nativeId), call)]));
    this.#seen = after;
    const gone = [...before.values()].filter(({ call }) => !after.has(call.nativeId));
    const endings = gone.map((seen) => this.#vanished(look, seen));
    return [...endings, ...[...after.values()].flatMap((seen) => this.#events(look, before, seen))];
  }

  #first(look: PollContext, calls: readonly CallRecord[]): EventRecord[] {
    const known = new Set(this.#logged.map(({ nativeId }) => nativeId));
    const isEnded = ({ state }: CallRecord) => state === 'ENDED';
    for (const { nativeId } of this.#logged.filter(isEnded).slice(-MOST_ENDED)) this.#ended.add(nativeId);
    const live = this.#logged.filter((call) => !isEnded(call));
    const begun = [...live, ...calls.filter(({ nativeId }) => !known.has(nativeId))];
    this.#seen = new Map(begun.map((call) => [call.nativeId, { call }]));
    return this.take({ ...look, late: true }, calls);
  }

  #next(look: PollContext, before: SeenCall | undefined, call: CallRecord): SeenCall {
    const returned = !before && this.#ended.delete(call.nativeId);
    const returnedAt = returned ? look.at : before?.returnedAt;
    return { call: returned ? call : withConnectedAt(look, before?.call, call), returnedAt };
  }

  #events(look: PollContext, before: ReadonlyMap<string, SeenCall>, seen: SeenCall): EventRecord[] {
    const earlier = before.get(seen.call.nativeId);
    if (earlier) return changed(look, earlier.call, seen);
    if (seen.returnedAt !== look.at) return appeared(look, seen);
    return [{ ...callEvent(look, 'UPDATED', seen), returned: true } as EventRecord];
  }

  #vanished(look: PollContext, seen: SeenCall): EventRecord {
    this.#ended.add(seen.call.nativeId);
    if (this.#ended.size > MOST_ENDED) this.#ended.delete(this.#ended.values().next().value ?? '');
    return callEvent(look, 'ENDED', { ...seen, call: { ...seen.call, state: 'ENDED', endedAt: look.at } });
  }
}

/** Ended calls remembered per phone. */
const MOST_ENDED = 20;

/**
 * Presence as a user's calls show it; null without a call, as the vendor answers nothing else of a user. A call of
 * unknown state is an active one (guide line 19).
 */
function presenceOf(calls: readonly CallRecord[]): Presence | null {
  const any = (...states: CallRecord['state'][]) => calls.some(({ state }) => states.includes(state));
  if (any('CONNECTED', 'HELD', 'UNKNOWN')) return 'ON_CALL';
  if (any('RINGING')) return 'RINGING';
  return any('WRAP_UP') ? 'WRAP_UP' : null;
}

/** The event of a user's presence, where two looks differ. */
export function presenceChanges(
  look: PollContext,
  user: number,
  before: readonly CallRecord[],
  after: readonly CallRecord[],
): EventRecord[] {
  const presence = presenceOf(after);
  if (presence === presenceOf(before)) return [];
  const subject = `agent/${user}`;
  const agent = { nativeId: String(user) };
  const event = { kind: 'AGENT', type: 'PRESENCE_CHANGED', agent, presence } as const;
  return [{ ...base(look, `${subject}/${presence ?? 'none'}/${look.at}`, subject), ...event }];
}

/** Events between two looks at the campaigns. */
export function campaignChanges(
  look: PollContext,
  before: readonly CampaignRecord[],
  after: readonly CampaignRecord[],
): EventRecord[] {
  const known = new Map(before.map((campaign) => [campaign.nativeId, campaign]));
  return after.flatMap((campaign): EventRecord[] => {
    const earlier = known.get(campaign.nativeId);
    const subject = `campaign/${campaign.nativeId}`;
    const facts = { ...base(look, `${subject}/${look.at}`, subject), kind: 'CAMPAIGN', campaign } as const;
    if (!earlier || JSON.stringify(earlier) === JSON.stringify(campaign)) return [];
    if (earlier.state === campaign.state) return [{ ...facts, type: 'UPDATED' }];
    const states = { state: campaign.state ?? null, previousState: earlier.state ?? null };
    return [{ ...facts, type: 'STATE_CHANGED', ...states }];
  });
}
