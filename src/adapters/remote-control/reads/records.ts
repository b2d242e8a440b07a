/** The vendor's entities as records of the unified plane. */
import type { AgentRecord, CallRecord, CampaignRecord, DispositionRecord, SkillRecord } from '../../adapter.ts';
import type { ValueOf } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import { readingOf } from '../../readings.ts';
import { ambiguityOf } from '../../zone.ts';
import type { acdQueue, agentNameIdPair, call, campaign, resultCode } from '../contract/types.ts';
import { callStateOf, campaignStateOf, directionOf, recordingStateOf } from '../quirks.ts';
import { readings } from '../readings.ts';
import type { Settings } from '../settings.ts';

/** A call as the vendor answers it. */
export type PhoneCall = ValueOf<typeof call>;

/** The identity of a call: ids start at 1,000 again at each start of the vendor, so the start time is part of it. */
interface CallKey {
  readonly user: number;
  readonly call: number;
  readonly startedAt: string;
}

/** The key as one text. */
function callNativeId({ user, call: id, startedAt }: CallKey): string {
  return `${user}/${id}@${startedAt}`;
}

/** Reads a key from its text. Throws INVALID_ARGUMENT where the text is none. */
export function parseCallNativeId(text: string): CallKey {
  const [, user, id, startedAt = ''] = /^(\d{1,10})\/(-?\d{1,10})@(.*)$/.exec(text) ?? [];
  if (user === undefined) throw invalidArgument('The id is not one of a call of this account');
  return { user: Number(user), call: Number(id), startedAt };
}

/** The user id in an agent's native id. Throws INVALID_ARGUMENT where the text is none. */
export function parseUserId(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw invalidArgument('The id is not one of an agent of this account');
  return Number(text);
}

/** A call of a user; null without the id by which it could be named. Number and name are the customer's. */
export function callRecord(user: number, answer: PhoneCall, settings: Settings): CallRecord | null {
  const { CallId, CallStartTime, PhoneNumber } = answer;
  if (CallId === null || CallId === undefined) return null;
  const direction = directionOf(answer.CallStatus, settings.numbers);
  const number = PhoneNumber || null;
  return {
    nativeId: callNativeId({ user, call: CallId, startedAt: CallStartTime ?? '' }),
    channel: 'VOICE',
    direction,
    state: callStateOf(answer.CallState, settings.numbers),
    from: direction === 'INBOUND' ? number : null,
    to: direction === 'INBOUND' ? null : number,
    customerName: customerNameOf(answer, settings),
    startedAt: CallStartTime ?? null,
    startedAtAmbiguity: ambiguityOf(CallStartTime, settings.timeZone),
    agent: { nativeId: String(user) },
    recordingState: recordingStateOf(answer.RecordingState, settings.numbers),
  };
}

function customerNameOf({ CustomerName, CustomerName2 }: PhoneCall, { readings: chosen }: Settings): string | null {
  const isApart = readingOf(readings, chosen, 'customer-names') === 'apart';
  return [CustomerName, isApart ? null : CustomerName2].filter(Boolean).join(' ') || null;
}

/** A campaign; null without the id by which it could be named. */
export function campaignRecord(answer: ValueOf<typeof campaign>, { numbers }: Settings): CampaignRecord | null {
  const { CampaignID, CampaignName, Description, Status, Active } = answer;
  if (CampaignID === null || CampaignID === undefined) return null;
  const state = campaignStateOf(Status, Active, numbers);
  return { nativeId: String(CampaignID), name: CampaignName ?? '', description: Description || null, state };
}

/** A user; null without the id by which it could be named. */
export function agentRecord({ ID, FullName }: ValueOf<typeof agentNameIdPair>): AgentRecord | null {
  return ID === null || ID === undefined ? null : { nativeId: String(ID), name: FullName ?? '' };
}

/** An ACD queue, which the guide also calls a skill queue; null without its id. */
export function skillRecord({ ID, AcdName }: ValueOf<typeof acdQueue>): SkillRecord | null {
  return ID === null || ID === undefined ? null : { nativeId: String(ID), name: AcdName ?? '' };
}

/**
 * A result code; its name is the value that `dispose` accepts, so one without `Code` is omitted, and one that agents are
 * not shown (`IsAgentViewable` false, guide l. 137) is none that they can set.
 */
export function dispositionRecord(code: ValueOf<typeof resultCode>): DispositionRecord | null {
  const { Code, Description, IsAgentViewable } = code;
  if (!Code || IsAgentViewable === false) return null;
  return { nativeId: Code, name: Code, description: Description || null };
}
