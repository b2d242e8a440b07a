/**
 * What the unified model may ask of a vendor. Every method beyond the first few is optional: an adapter leaves out what
 * its vendor cannot do, and that absence is the capability list, so it cannot drift.
 */
import type {
  AgentEventType,
  CallEventType,
  CallState,
  CampaignEventType,
  CampaignState,
  Channel,
  DialingMode,
  Direction,
  EventKind,
  MediaFormat,
  Presence,
  ReasonCodeKind,
  RecordingEventType,
  RecordingState,
  TimeDoubt,
  VendorApi,
} from '../../schema/vocabulary.ts';
import { AGENT_ACTS, type AgentActs } from './acts/agent.ts';
import { CALL_ACTS, type CallActs } from './acts/call.ts';
import { CAMPAIGN_ACTS, type CampaignActs } from './acts/campaign.ts';
import { CONTACT_ACTS, type ContactActs } from './acts/contact.ts';
import { RECORDING_ACTS, type RecordingActs } from './acts/recording.ts';
import type { SendOptions } from './contract.ts';
import type { Drift } from './drift.ts';
import type { Guard } from './guard.ts';

export type { Act } from './acts/act.ts';
export type { RecordingAct, RecordingOutcome, RecordingTarget } from './acts/recording.ts';

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
}

/** How a vendor points at an agent from another thing: whichever of these it knows. */
export interface AgentReference {
  readonly nativeId?: string | null;
  readonly userName?: string | null;
  readonly extension?: string | null;
}

/** How a vendor points at a campaign from another thing. */
export interface CampaignReference {
  readonly nativeId?: string | null;
  readonly name?: string | null;
}

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
  /** Why `startedAt` may be another time, where it was read off a wall clock. */
  readonly startedAtDoubt?: TimeDoubt | null;
  readonly connectedAt?: string | null;
  readonly endedAt?: string | null;
  readonly agent?: AgentReference | null;
  readonly campaign?: CampaignReference | null;
  readonly disposition?: string | null;
  readonly recordingState?: RecordingState | null;
  /** The vendor does not carry the call and only hears it; where another one carries it, both are one conversation. */
  readonly overheard?: boolean;
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

/** What a caller looks for; an adapter may use it to ask less of its vendor, and the front filters again. */
export interface ListQuery {
  readonly nameContains?: string | null;
  readonly nativeIds?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly device?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  /** RFC 3339 bounds of the start time. */
  readonly startedAfter?: string | null;
  readonly startedBefore?: string | null;
  readonly campaign?: string | null;
  readonly agent?: AgentReference | null;
  /** A number of the contact that is looked for, or whose calls are. */
  readonly number?: string | null;
  /** Values a contact has, in the vendor's own fields. */
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
  /** Upper bound on the rows wanted, newest first where the vendor can. */
  readonly limit?: number | null;
}

/** One counted limit of the vendor. */
export interface QuotaRecord {
  readonly kind: string;
  readonly limit: number;
  readonly used: number;
  readonly windowSeconds: number;
  readonly resetsAt?: string | null;
}

/** Audio of a recording, as the vendor sends it. */
export interface MediaStream {
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
}

interface EventBase {
  /** Chosen by the source, equal for the same happening seen twice; the log drops the second. */
  readonly fingerprint: string;
  /**
   * Where a vendor says the same of two happenings: what it said, equal at every gateway that was told. The fingerprint
   * is then of this gateway's own making and tells the two apart.
   */
  readonly words?: string;
  /** Events of one subject keep their order. Usually the native id of the call, agent or campaign. */
  readonly subject: string;
  /** The operator's key of the account. */
  readonly account: string;
  /** RFC 3339, by the vendor's clock where it tells, else by ours. */
  readonly occurredAt: string;
  readonly receivedAt: string;
}

/** Something that happened, in the words of the unified plane, complete enough to be shown without asking a vendor. */
export type EventRecord = EventBase &
  (
    | { readonly kind: 'CALL'; readonly type: CallEventType; readonly call: CallRecord }
    | {
        readonly kind: 'RECORDING';
        readonly type: RecordingEventType;
        readonly recording?: RecordingRecord | null;
        readonly device?: string | null;
        readonly callId?: string | null;
        readonly state: RecordingState;
      }
    | {
        readonly kind: 'AGENT';
        readonly type: AgentEventType;
        readonly agent: AgentReference;
        readonly presence?: Presence | null;
        readonly reasonCode?: string | null;
      }
    | {
        readonly kind: 'CAMPAIGN';
        readonly type: CampaignEventType;
        readonly campaign: CampaignRecord;
        readonly state?: CampaignState | null;
        readonly previousState?: CampaignState | null;
      }
    | {
        readonly kind: 'IMPORT';
        /** The vendor's own key, as `contactsImport` answered it. */
        readonly importId: string;
        readonly running: boolean;
        readonly done: number;
        readonly failed: number;
        readonly failureMessage?: string | null;
        readonly refused?: readonly RefusedRow[];
      }
    | {
        readonly kind: 'REPORT';
        readonly reportId: string;
        readonly running: boolean;
        readonly failureMessage?: string | null;
      }
    | { readonly kind: 'ACCOUNT'; readonly status: 'UP' | 'DEGRADED' | 'DOWN' }
    | { readonly kind: 'GAP'; readonly from: string; readonly to: string; readonly reason: string }
    | { readonly kind: 'VENDOR'; readonly name: string; readonly payload: Readonly<Record<string, unknown>> }
  );

/** What can be watched by asking repeatedly, where the vendor has no stream. */
export type Watchable = Extract<EventKind, 'CALL' | 'AGENT' | 'CAMPAIGN'>;

/** The kinds a watch is wanted for, which may change while it runs. */
export interface WantedKinds extends ReadonlySet<Watchable> {
  /** Calls back whenever other kinds are wanted; answers how to stop. */
  onChange(callback: () => void): () => void;
}

/** The reads an adapter may offer. */
export interface Reads {
  campaigns(query: ListQuery, ask: SendOptions): Promise<Rows<CampaignRecord>>;
  agents(query: ListQuery, ask: SendOptions): Promise<Rows<AgentRecord>>;
  /** Calls that are live or, where the vendor remembers them, ended. */
  calls(query: ListQuery, ask: SendOptions): Promise<Rows<CallRecord>>;
  recordings(query: ListQuery, ask: SendOptions): Promise<Rows<RecordingRecord>>;
  /** Recording state of what is on these devices now. */
  recordingStates(devices: readonly string[], ask: SendOptions): Promise<ReadonlyMap<string, RecordingState>>;
  /**
   * The audio of a finished recording. One that is not saved yet is FAILED_PRECONDITION; NOT_FOUND has `purged` in its
   * details where it is known to have been there.
   */
  recordingMedia(recording: string, format: MediaFormat, ask: SendOptions): Promise<MediaStream>;
  dispositions(query: ListQuery, ask: SendOptions): Promise<Rows<DispositionRecord>>;
  skills(query: ListQuery, ask: SendOptions): Promise<Rows<SkillRecord>>;
  contactLists(query: ListQuery, ask: SendOptions): Promise<Rows<ContactListRecord>>;
  contacts(query: ListQuery, ask: SendOptions): Promise<Rows<ContactRecord>>;
  /** How far an import is now; throws NOT_FOUND for one the vendor does not know. */
  contactImport(nativeId: string, ask: SendOptions): Promise<ImportRecord>;
  /** Whether a report is ready now; throws NOT_FOUND for one the vendor does not know. */
  reportState(nativeId: string, ask: SendOptions): Promise<ReportRecord>;
  /** Those of the numbers, as they were given, that are not to be called. */
  doNotCall(numbers: readonly string[], ask: SendOptions): Promise<readonly string[]>;
  reasonCodes(query: ListQuery, ask: SendOptions): Promise<Rows<ReasonCodeRecord>>;
  /** What hangs on a campaign, by its key; an account without campaigns of its own is asked by the name. */
  campaignDispositions(campaign: NamedCampaign, ask: SendOptions): Promise<readonly DispositionRecord[]>;
  campaignSkills(campaign: NamedCampaign, ask: SendOptions): Promise<readonly SkillRecord[]>;
  campaignLists(campaign: NamedCampaign, ask: SendOptions): Promise<readonly ContactListRecord[]>;
}

/** The acts an adapter may offer, named as the mutations of the unified plane. */
export interface Acts extends CampaignActs, AgentActs, CallActs, RecordingActs, ContactActs {}

/** The live side an adapter may offer. */
export interface Live {
  /** The vendor's own stream, from now on; ends only by the signal or by throwing. */
  events(ask: { signal: AbortSignal }): AsyncIterable<EventRecord>;
  /**
   * Watches a vendor without a stream by asking, only while somebody listens, for those of `watches` that are wanted. When
   * other kinds are wanted it goes on from what it saw, since whoever listened before must not miss anything.
   */
  watch(kinds: WantedKinds, ask: { signal: AbortSignal }): AsyncIterable<EventRecord>;
  /** How far an import is, whenever that changes; ends after the record that does not run any more, or by the signal. */
  importProgress(nativeId: string, ask: { signal: AbortSignal }): AsyncIterable<ImportRecord>;
  /** Whether a report is ready; ends after the record that says so, or by the signal. */
  reportProgress(nativeId: string, ask: { signal: AbortSignal }): AsyncIterable<ReportRecord>;
}

/** One configured connection to one vendor API. */
export interface Adapter extends Partial<Reads>, Partial<Acts>, Partial<Live> {
  /** The operator's key, e.g. `acme-five9`. */
  readonly account: string;
  readonly vendor: VendorApi;
  /** Calls any operation of the vendor's contract as it stands: the vendor plane. */
  call(operation: string, input: Readonly<Record<string, unknown>>, ask: SendOptions): Promise<unknown>;
  /** Several gateways may listen to `events` at a time, each being told everything; so a standby can listen along. */
  readonly listensAlong?: boolean;
  /** What `watch` can be asked for; nothing where there is no `watch`. */
  readonly watches?: readonly Watchable[];
  /** Its calls can only be looked for by a number or their keys; any other question is answered with none of them. */
  readonly callsNeedNumber?: boolean;
  /** Asks the vendor something harmless and says in one line what it found. */
  check(ask: SendOptions): Promise<string>;
  /** Limits the vendor counts and how much of them is spent, as far as known without asking. */
  quotas?(): Promise<readonly QuotaRecord[]>;
  /** What its calls pass on their way: one guard for each of its services that fail apart. */
  readonly guards?: readonly Guard[];
  /** What its vendor said that is not in the contract. */
  readonly drift?: Drift;
  close(): Promise<void>;
}

/** Everything that may be left out, which is what an account's capability list is computed from. */
export const ROLES = [
  'campaigns',
  'agents',
  'calls',
  'recordings',
  'recordingMedia',
  'dispositions',
  'skills',
  'contactLists',
  'contacts',
  'doNotCall',
  'reasonCodes',
  'campaignDispositions',
  'campaignSkills',
  'campaignLists',
  ...CAMPAIGN_ACTS,
  ...AGENT_ACTS,
  ...CALL_ACTS,
  ...RECORDING_ACTS,
  ...CONTACT_ACTS,
  'importProgress',
  'reportProgress',
  'events',
  'watch',
] as const satisfies readonly (keyof Adapter)[];

/** A method that makes a capability. */
export type Role = (typeof ROLES)[number];

/** The roles an adapter honours. */
export function rolesOf(adapter: Adapter): readonly Role[] {
  return ROLES.filter((role) => typeof adapter[role] === 'function');
}
