/** The vendor's entities in the words of the unified plane. */
import type { AgentRecord, CallRecord, CampaignRecord, DispositionRecord, SkillRecord } from '../adapter.ts';
import type { ValueOf } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import { ambiguityOf } from '../zone.ts';
import { callStateOf, directionOf, recordingStateOf } from './quirks.ts';
import type { acdQueue, agentNameIdPair, call, campaign, resultCode } from './types.ts';

/** A call as the vendor tells it. */
export type VendorCall = ValueOf<typeof call>;

/** What names one call for good: ids are counted anew at each start of the vendor, so the start time belongs to it. */
export interface CallKey {
  readonly user: number;
  readonly call: number;
  readonly startedAt: string;
}

/** The key as one text. */
export function callNativeId({ user, call: id, startedAt }: CallKey): string {
  return `${user}/${id}@${startedAt}`;
}

/** Reads a key back from its text. */
export function parseCallNativeId(text: string): CallKey {
  const [, user, id, startedAt = ''] = /^(\d{1,10})\/(-?\d{1,10})@(.*)$/.exec(text) ?? [];
  if (user === undefined) throw invalidArgument('This is no call of this account');
  return { user: Number(user), call: Number(id), startedAt };
}

/** The user id in an agent's native id. */
export function parseUserId(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw invalidArgument('This is no agent of this account');
  return Number(text);
}

/** The vendor tells numbers and names of the customer only, so which side the number is on follows the direction. */
export function callRecord(user: number, told: VendorCall, timeZone: string): CallRecord {
  const direction = directionOf(told.CallStatus);
  const number = told.PhoneNumber || null;
  const names = [told.CustomerName, told.CustomerName2].filter((name) => name);
  return {
    nativeId: callNativeId({ user, call: told.CallId ?? 0, startedAt: told.CallStartTime ?? '' }),
    channel: 'VOICE',
    direction,
    state: callStateOf(told.CallState),
    from: direction === 'INBOUND' ? number : null,
    to: direction === 'INBOUND' ? null : number,
    customerName: names.join(' ') || null,
    startedAt: told.CallStartTime ?? null,
    startedAtAmbiguity: ambiguityOf(told.CallStartTime, timeZone),
    agent: { nativeId: String(user) },
    recordingState: recordingStateOf(told.RecordingState),
  };
}

/** Whether it runs the guide leaves untold: Active says it may be called for, Status is a bare number. */
export function campaignRecord(told: ValueOf<typeof campaign>): CampaignRecord {
  const { CampaignID, CampaignName, Description } = told;
  const state = told.Active === false ? 'NOT_RUNNING' : null;
  return { nativeId: String(CampaignID), name: CampaignName ?? '', description: Description || null, state };
}

/** A user. */
export function agentRecord(told: ValueOf<typeof agentNameIdPair>): AgentRecord {
  return { nativeId: String(told.ID), name: told.FullName ?? '' };
}

/** An ACD queue, which the vendor also calls a skill queue. */
export function skillRecord(told: ValueOf<typeof acdQueue>): SkillRecord {
  return { nativeId: String(told.ID), name: told.AcdName ?? '' };
}

/** A result code; the word that disposing a call takes is its name. */
export function dispositionRecord(told: ValueOf<typeof resultCode>): DispositionRecord {
  const code = told.Code ?? String(told.ResultCodeID);
  return { nativeId: code, name: code, description: told.Description || null };
}
