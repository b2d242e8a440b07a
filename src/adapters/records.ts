/** What vendors tell of things, in the words of the unified plane. */
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

/** Rows one account gave, and how much to trust them. */
export interface Rows<Row> {
  readonly items: readonly Row[];
  /** The vendor's list was full, so there may be more. */
  readonly truncated?: boolean;
  /** When the vendor gave these rows, RFC 3339. */
  readonly fetchedAt: string;
  /** Served from a cache although fresher rows were wanted. */
  readonly stale?: boolean;
}

/** A campaign as its vendor tells it. */
export interface CampaignRecord {
  readonly nativeId: string;
  readonly name: string;
  readonly description?: string | null;
  readonly direction?: Direction | null;
  readonly channel?: Channel | null;
  readonly dialingMode?: DialingMode | null;
  readonly state?: CampaignState | null;
}

/** One account's view of a person. */
export interface AgentRecord {
  readonly nativeId: string;
  readonly name: string;
  readonly userName?: string | null;
  readonly email?: string | null;
  readonly employeeId?: string | null;
  /** The phone extensions or device ids the person answers on. */
  readonly extensions?: readonly string[];
  readonly active?: boolean | null;
  readonly presence?: Presence | null;
  readonly presenceSince?: string | null;
  readonly groups?: readonly string[];
  /** Names of the person's skills. */
  readonly skills?: readonly string[];
  /** Levels of those skills at which the vendor routes calls; 1 is the highest priority. */
  readonly skillLevels?: readonly { readonly name: string; readonly level: number }[];
}

/** How a vendor points at an agent from another thing: whichever of these it knows. */
export interface AgentReference {
  readonly nativeId?: string | null;
  /** First and last name as the account lists the agent. */
  readonly name?: string | null;
  readonly userName?: string | null;
  /** The number with which the agent signed on to a shared phone; one of the agent's own extensions. */
  readonly alias?: string | null;
  /** The phone, which may be another agent's desk. */
  readonly extension?: string | null;
}

/** How a vendor points at a campaign from another thing. */
export interface CampaignReference {
  readonly nativeId?: string | null;
  readonly name?: string | null;
}

/** How a vendor points at a queue from another thing. */
export type QueueReference = CampaignReference;

/** A campaign by its key, where the account that is asked lists it, and by its name. */
export type NamedCampaign = Pick<CampaignRecord, 'nativeId' | 'name'>;

/** A call as its vendor tells it. Times are RFC 3339 with an offset. */
export interface CallRecord {
  readonly nativeId: string;
  /** The id the telephone exchange gave it, which a recorder may carry too. */
  readonly callId?: string | null;
  readonly channel?: Channel | null;
  readonly direction?: Direction | null;
  readonly state: CallState;
  /** ANI of the calling side. */
  readonly from?: string | null;
  /** DNIS or dialled number. */
  readonly to?: string | null;
  readonly customerName?: string | null;
  /** The agent's phone: extension or device id. */
  readonly device?: string | null;
  readonly startedAt?: string | null;
  /** RFC 3339 bounds of a start that the vendor does not give, where it selected the call by them. */
  readonly startedWithin?: { readonly from: string; readonly to: string } | null;
  /** Why `startedAt` may be another time, where it was read off a wall clock. */
  readonly startedAtAmbiguity?: LocalTimeAmbiguity | null;
  readonly connectedAt?: string | null;
  readonly endedAt?: string | null;
  readonly agent?: AgentReference | null;
  readonly campaign?: CampaignReference | null;
  readonly disposition?: string | null;
  readonly recordingState?: RecordingState | null;
  /** The vendor does not carry the call and only hears it; where another one carries it, both are one conversation. */
  readonly observedOnly?: boolean;
  /** The queue it waits in or waited in, where the vendor tells. */
  readonly queue?: QueueReference | null;
  /** How it left its queue; null where the vendor does not say. */
  readonly leftQueue?: 'ROUTED' | 'ABANDONED' | null;
  /** Durations that the vendor itself states, in seconds. */
  readonly vendorDurations?: {
    readonly talkSeconds?: number | null;
    readonly wrapUpSeconds?: number | null;
    readonly handleSeconds?: number | null;
  } | null;
  /** It was handed over to somebody else. */
  readonly transferred?: boolean;
  /** Somebody handed it over to this agent, so that it began as another call. */
  readonly byTransfer?: boolean;
}

/** One custom field of a recording under the account's own terminology. */
export interface AnnotationRecord {
  /** The vendor's field, e.g. USER3. */
  readonly field: string;
  readonly label: string;
  readonly value: string;
}

/** A recording as its vendor tells it. */
export interface RecordingRecord {
  readonly nativeId: string;
  readonly startedAt?: string | null;
  readonly durationSeconds?: number | null;
  readonly direction?: Direction | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly device?: string | null;
  readonly agent?: AgentReference | null;
  /** The call id both recorder and telephony vendor carry, where the account is configured to find it. */
  readonly callId?: string | null;
  readonly annotations: readonly AnnotationRecord[];
}

/** A call outcome an agent may choose. */
export interface DispositionRecord {
  readonly nativeId: string;
  readonly name: string;
  readonly description?: string | null;
}

/** A skill or ACD queue. */
export interface SkillRecord {
  readonly nativeId: string;
  readonly name: string;
  readonly description?: string | null;
}

/** A list of contacts to call. */
export interface ContactListRecord {
  readonly nativeId: string;
  readonly name: string;
  readonly size?: number | null;
}

/** A person to be called. */
export interface ContactRecord {
  readonly nativeId: string;
  readonly name?: string | null;
  readonly numbers: readonly string[];
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** A contact that an import did not take. */
export interface RefusedRow {
  /** Counted from 1. */
  readonly row: number;
  /** In the vendor's words, free of the contact's other values. */
  readonly message: string;
  readonly vendorCode?: string | null;
}

/** How far an import is. */
export interface ImportRecord {
  readonly nativeId: string;
  readonly running: boolean;
  readonly done: number;
  readonly failed: number;
  /** Why all of it failed. */
  readonly failureMessage?: string | null;
  /** `MOST_REFUSED` at most. */
  readonly refused: readonly RefusedRow[];
}

/** Refused contacts that are told one by one. */
export const MOST_REFUSED = 1_000;

/** Whether a report is ready. */
export interface ReportRecord {
  readonly nativeId: string;
  readonly running: boolean;
}

/** Why an agent is not ready or logs out. */
export interface ReasonCodeRecord {
  readonly nativeId: string;
  readonly name: string;
  readonly kind: ReasonCodeKind;
}
