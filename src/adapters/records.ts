/** Rows of vendors in the terms of the unified plane. */
import type {
  CallState,
  CampaignState,
  Channel,
  DialingMode,
  Direction,
  LocalTimeAmbiguity,
  Presence,
  ReasonCodeKind,
  RecordingState,
} from '../../schema/vocabulary.ts';
import type { ReadPeriod } from './read-period.ts';
import type { VendorDurations } from './vendor-durations.ts';

/** Rows that one account returned for a list, and how complete they are. */
export interface Rows<Row> {
  /** The rows, newest first where the vendor has an order. */
  readonly items: readonly Row[];
  /** True when the vendor cut its list, so that further rows may exist; default false. */
  readonly truncated?: boolean;
  /** Time at which the vendor sent the rows, RFC 3339. */
  readonly fetchedAt: string;
  /** True when the rows come from a cache because the vendor could not be reached; default false. */
  readonly stale?: boolean;
  /** The time that was read, of lists that are read in stretches; absent for others. */
  readonly period?: ReadPeriod;
}

/** A campaign in the terms of the unified plane; an absent or null field is not reported by the vendor. */
export interface CampaignRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Name of the campaign. */
  readonly name: string;
  /** Free text of the administrator. */
  readonly description?: string | null;
  /** Direction of its contacts. */
  readonly direction?: Direction | null;
  /** Medium. */
  readonly channel?: Channel | null;
  /** Dialing mode; null for an inbound campaign, absent where only `campaignDialingMode` reads it. */
  readonly dialingMode?: DialingMode | null;
  /** Current state. */
  readonly state?: CampaignState | null;
  /** Name of the campaign profile. */
  readonly profile?: string | null;
}

/** The user record of a person at one account; an absent or null field is not reported by the vendor. */
export interface AgentRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Full name. */
  readonly name: string;
  /** Login name; compared without case. */
  readonly userName?: string | null;
  /** E-mail address; compared without case. */
  readonly email?: string | null;
  /** Employee number. */
  readonly employeeId?: string | null;
  /** Extensions or device ids of the person's phones, the usual one first; default none. */
  readonly extensions?: readonly string[];
  /** Whether the user is enabled. */
  readonly active?: boolean | null;
  /** Current presence, from telephony vendors only. */
  readonly presence?: Presence | null;
  /** Start of the presence, RFC 3339. */
  readonly presenceSince?: string | null;
  /** Names of the person's groups; default none. */
  readonly groups?: readonly string[];
  /** Names of the person's skills; default none. */
  readonly skills?: readonly string[];
  /** Routing levels of these skills, 1 (highest priority) to 10; default none. */
  readonly skillLevels?: readonly { readonly name: string; readonly level: number }[];
}

/** A reference to an agent from another object, by whichever keys the vendor reports. */
export interface AgentReference {
  /** The vendor's key of the user. */
  readonly nativeId?: string | null;
  /** First and last name as the account lists the agent. */
  readonly name?: string | null;
  /** Login name; compared without case. */
  readonly userName?: string | null;
  /** The extension with which the agent signed on to a shared phone; one of the agent's extensions. */
  readonly alias?: string | null;
  /** Extension or device id of the phone, which may be the desk of another agent. */
  readonly extension?: string | null;
}

/** A reference to a campaign from another object; by the key, else by the name without case. */
export interface CampaignReference {
  /** The vendor's key of the campaign. */
  readonly nativeId?: string | null;
  /** Name of the campaign. */
  readonly name?: string | null;
}

/** A reference to a queue from another object. */
export type QueueReference = CampaignReference;

/** A campaign by its key, where the account lists it, and by its name. */
export type NamedCampaign = Pick<CampaignRecord, 'nativeId' | 'name'>;

/**
 * A call in the terms of the unified plane. Times are RFC 3339 with an offset; an absent or null field is not
 * reported by the vendor.
 */
export interface CallRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Call id of the telephony platform, which a recorder may store too. */
  readonly callId?: string | null;
  /** Medium. */
  readonly channel?: Channel | null;
  /** Direction from the point of view of the contact centre. */
  readonly direction?: Direction | null;
  /** Current state; UNKNOWN where the vendor reports none or an undefined one. */
  readonly state: CallState;
  /** Number of the calling party (ANI), as the vendor writes it. */
  readonly from?: string | null;
  /** Called number (DNIS for inbound calls), as the vendor writes it. */
  readonly to?: string | null;
  /** Name of the customer. */
  readonly customerName?: string | null;
  /** Extension or device id of the agent's phone. */
  readonly device?: string | null;
  /** Start of the call. */
  readonly startedAt?: string | null;
  /** Bounds of a start that the vendor does not report, where the vendor selected the call by them. */
  readonly startedWithin?: { readonly from: string; readonly to: string } | null;
  /** Set when `startedAt` was a local time that the clock showed twice or not at all. */
  readonly startedAtAmbiguity?: LocalTimeAmbiguity | null;
  /** Time of the answer. */
  readonly connectedAt?: string | null;
  /** End of the call. */
  readonly endedAt?: string | null;
  /** The agent handling the call. */
  readonly agent?: AgentReference | null;
  /** The campaign of the call. */
  readonly campaign?: CampaignReference | null;
  /** Name or number of the disposition. */
  readonly disposition?: string | null;
  /** Recording state, where the telephony vendor reports it. */
  readonly recordingState?: RecordingState | null;
  /**
   * True when the account observes the call without carrying it, such as a recorder; the carrying account's call is
   * then the same conversation. Default false.
   */
  readonly observedOnly?: boolean;
  /** The further parties of the conference in progress; default none. */
  readonly parties?: readonly PartyRecord[];
  /** The queue in which the call waits or waited. */
  readonly queue?: QueueReference | null;
  /** How the call left its queue. */
  readonly leftQueue?: 'ROUTED' | 'ABANDONED' | null;
  /** Durations that the vendor itself states, in seconds. */
  readonly vendorDurations?: VendorDurations | null;
  /** True when the call was transferred to another agent; default false. */
  readonly transferred?: boolean;
  /** True when the call was transferred to this agent and started as another call; default false. */
  readonly byTransfer?: boolean;
}

/** A further party of a conference. */
export interface PartyRecord {
  /** The vendor's key of the party within the call. */
  readonly key: string;
  /** Name or number as the vendor shows it. */
  readonly title?: string | null;
}

/** A custom field of a recording, under the label of the account. */
export interface AnnotationRecord {
  /** The recorder's field name, for example `USER3`. */
  readonly field: string;
  /** Label that the account configured; the field name where it configured none. */
  readonly label: string;
  /** Value as the recorder sent it. */
  readonly value: string;
}

/** A recording in the terms of the unified plane; an absent or null field is not reported by the recorder. */
export interface RecordingRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Start of the recording, RFC 3339. */
  readonly startedAt?: string | null;
  /** Length in seconds. */
  readonly durationSeconds?: number | null;
  /** Direction of the recorded call. */
  readonly direction?: Direction | null;
  /** Number of the calling party, as the recorder writes it. */
  readonly from?: string | null;
  /** Called number, as the recorder writes it. */
  readonly to?: string | null;
  /** Extension or device id of the recorded phone. */
  readonly device?: string | null;
  /** The recorded agent. */
  readonly agent?: AgentReference | null;
  /** Call id of the telephony platform, where `callIdField` of the account names its custom field. */
  readonly callId?: string | null;
  /** Custom fields that have a value. */
  readonly annotations: readonly AnnotationRecord[];
}

/** A disposition that an agent can set for a call. */
export interface DispositionRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Name that agents see. */
  readonly name: string;
  /** Free text of the administrator; null or absent when empty. */
  readonly description?: string | null;
}

/** A skill (ACD queue). */
export interface SkillRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Name of the skill. */
  readonly name: string;
  /** Free text of the administrator; null or absent when empty. */
  readonly description?: string | null;
}

/** A reason code for not ready or logout. */
export interface ReasonCodeRecord {
  /** The vendor's key, exactly as the vendor writes it; unique within the account and the kind of object. */
  readonly nativeId: string;
  /** Name that agents see. */
  readonly name: string;
  /** The change of presence that the code is for. */
  readonly kind: ReasonCodeKind;
}

/** The thresholds of the service level that a vendor reports, in seconds. */
export interface ServiceLevelTargets {
  /** The threshold of every queue of the account; null where the vendor reports none. */
  readonly seconds: number | null;
}
