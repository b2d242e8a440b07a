import type { AgentReference, CampaignReference } from './records.ts';

/** A callback in the terms of the unified plane; an absent or null field is not reported by the vendor. */
export interface CallbackRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Number to call, as the vendor writes it. */
  readonly number?: string | null;
  /** Time at which the call is due, RFC 3339. */
  readonly dueAt?: string | null;
  /** Notes for the call. */
  readonly comments?: string | null;
  /** The agent whose desk lists the callback. */
  readonly agent?: AgentReference | null;
  /** The campaign of the call. */
  readonly campaign?: CampaignReference | null;
}
