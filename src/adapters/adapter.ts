import { ACT_NAMES } from '../../schema/acts/acts.ts';
/**
 * What the unified model may ask of a vendor. Every method beyond the first few is optional: an adapter leaves out what
 * its vendor cannot do, and that absence is the capability list, so it cannot drift.
 */
import type { DialingMode, EventKind, MediaFormat, RecordingState, VendorApi } from '../../schema/vocabulary.ts';
import type { AgentActs } from './acts/agent.ts';
import type { CallActs } from './acts/call.ts';
import type { CampaignActs } from './acts/campaign.ts';
import type { ContactActs } from './acts/contact.ts';
import type { RecordingActs } from './acts/recording.ts';
import type { Drift } from './calls/drift.ts';
import type { Guard } from './calls/guard.ts';
import type { SendOptions } from './contract.ts';
import type { EventRecord } from './event.ts';
import type {
  AgentRecord,
  AgentReference,
  CallRecord,
  CampaignRecord,
  CampaignReference,
  ContactListRecord,
  ContactRecord,
  DispositionRecord,
  ImportRecord,
  NamedCampaign,
  ReasonCodeRecord,
  RecordingRecord,
  ReportRecord,
  Rows,
  SkillRecord,
} from './records.ts';

export type { Act } from './acts/act.ts';
export type { RecordingAct, RecordingOutcome, RecordingTarget } from './acts/recording.ts';
export type { EventRecord } from './event.ts';
export * from './records.ts';

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
  /**
   * A campaign that the account's calls name while no account lists it, from an account that offers no `campaigns`
   * because its agents work for campaigns of others; null where it knows no such campaign.
   */
  servedCampaign(campaign: CampaignReference, ask: SendOptions): Promise<CampaignRecord | null>;
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
  /** The dialing mode of a campaign whose row is without it; null where it has none. */
  campaignDialingMode(campaign: NamedCampaign, ask: SendOptions): Promise<DialingMode | null>;
  campaignLists(campaign: NamedCampaign, ask: SendOptions): Promise<readonly ContactListRecord[]>;
}

/** The acts an adapter may offer, named as the mutations of the unified plane. */
export interface Acts extends CampaignActs, AgentActs, CallActs, RecordingActs, ContactActs {}

/** The live side an adapter may offer. */
export interface EventSource {
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
export interface Adapter extends Partial<Reads>, Partial<Acts>, Partial<EventSource> {
  /** The operator's key, e.g. `acme-five9`. */
  readonly account: string;
  readonly vendor: VendorApi;
  /** Calls any operation of the vendor's contract as it stands: the vendor plane. */
  call(operation: string, input: Readonly<Record<string, unknown>>, ask: SendOptions): Promise<unknown>;
  /** Several gateways may listen to `events` at a time, each being told everything; so a standby can listen along. */
  readonly listensAlong?: boolean;
  /** Its events tell which calls wait in queues. */
  readonly reportsQueue?: boolean;
  /** What `watch` can be asked for; nothing where there is no `watch`. */
  readonly watches?: readonly Watchable[];
  /** Its calls are those of other accounts, which it observes but does not carry. */
  readonly observesCalls?: true;
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
const ROLES = [
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
  ...ACT_NAMES,
  'importProgress',
  'reportProgress',
  'events',
  'watch',
] as const satisfies readonly (keyof Adapter)[];

/** A method that makes a capability. */
export type AdapterRole = (typeof ROLES)[number];

/** The roles an adapter honours. */
export function rolesOf(adapter: Adapter): readonly AdapterRole[] {
  return ROLES.filter((role) => typeof adapter[role] === 'function');
}
