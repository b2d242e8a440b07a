/** Two looks at the same phones compared: what must have happened in between. */
import type { CallEventType, Presence } from '../../../schema/vocabulary.ts';
import type { CallRecord, CampaignRecord, EventRecord } from '../adapter.ts';

/** What every event of one look has in common. */
export interface Look {
  readonly account: string;
  /** RFC 3339. */
  readonly at: string;
}

const ENTERED: Readonly<Partial<Record<CallRecord['state'], CallEventType>>> = {
  RINGING: 'RINGING',
  CONNECTED: 'CONNECTED',
  HELD: 'HELD',
  WRAP_UP: 'WRAP_UP',
};

/** These happen once in a call's life, so whoever sees them, whenever, means the same happening. */
const ONCE: ReadonlySet<CallEventType> = new Set(['STARTED', 'RINGING', 'CONNECTED', 'WRAP_UP', 'ENDED']);

function callEvent(look: Look, type: CallEventType, call: CallRecord): EventRecord {
  const subject = call.nativeId;
  const fingerprint = ONCE.has(type) ? `${subject}/${type}` : `${subject}/${type}/${look.at}`;
  const occurredAt = type === 'STARTED' ? (call.startedAt ?? look.at) : look.at;
  return { ...base(look, fingerprint, subject), occurredAt, kind: 'CALL', type, call };
}

function base({ account, at }: Look, fingerprint: string, subject: string) {
  return { fingerprint, subject, account, occurredAt: at, receivedAt: at };
}

function stateType(before: CallRecord, after: CallRecord): CallEventType | undefined {
  if (before.state === 'HELD' && after.state === 'CONNECTED') return 'RETRIEVED';
  return ENTERED[after.state];
}

/** What a call seen for the first time tells: that it began, and where it stands. */
function appeared(look: Look, call: CallRecord): EventRecord[] {
  const type = ENTERED[call.state];
  return [callEvent(look, 'STARTED', call), ...(type ? [callEvent(look, type, call)] : [])];
}

function changed(look: Look, before: CallRecord, after: CallRecord): EventRecord[] {
  const type = before.state === after.state ? undefined : stateType(before, after);
  if (type) return [callEvent(look, type, after)];
  const same = before.recordingState === after.recordingState && before.customerName === after.customerName;
  return same && before.to === after.to && before.from === after.from ? [] : [callEvent(look, 'UPDATED', after)];
}

function vanished(look: Look, call: CallRecord): EventRecord {
  return callEvent(look, 'ENDED', { ...call, state: 'ENDED', endedAt: look.at });
}

/** Events between two looks at one user's calls, each call's own in their order. */
export function callChanges(look: Look, before: readonly CallRecord[], after: readonly CallRecord[]): EventRecord[] {
  const known = new Map(before.map((call) => [call.nativeId, call]));
  const present = new Set(after.map(({ nativeId }) => nativeId));
  const gone = before.filter(({ nativeId }) => !present.has(nativeId)).map((call) => vanished(look, call));
  const rest = after.flatMap((call) => {
    const earlier = known.get(call.nativeId);
    return earlier ? changed(look, earlier, call) : appeared(look, call);
  });
  return [...gone, ...rest];
}

/** What a user's calls say of the user; without a call the vendor tells nothing. */
export function presenceOf(calls: readonly CallRecord[]): Presence | null {
  if (calls.some(({ state }) => state === 'CONNECTED' || state === 'HELD')) return 'ON_CALL';
  if (calls.some(({ state }) => state === 'RINGING')) return 'RINGING';
  return calls.some(({ state }) => state === 'WRAP_UP') ? 'WRAP_UP' : null;
}

/** The event of a user's presence, where two looks differ. */
export function presenceChanges(
  look: Look,
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
  look: Look,
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
