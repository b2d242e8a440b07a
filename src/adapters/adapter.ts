/**
 * The interface of a vendor to the unified plane. Nearly every method is optional: an adapter omits what its vendor cannot
 * do, and the methods that are present are the account's capability list.
 */
import type { DialingMode, EventKind, MediaFormat, RecordingState, VendorApi } from '../../schema/vocabulary.ts';
import type { AgentActs } from './acts/agent.ts';
import type { CallActs } from './acts/call.ts';
import type { CallbackActs } from './acts/callback.ts';
import type { CampaignActs } from './acts/campaign.ts';
import type { ContactActs } from './acts/contact.ts';
import type { RecordingActs } from './acts/recording.ts';
import type { ReportActs } from './acts/report.ts';
import type { CallbackRecord } from './callback-record.ts';
import type { ConcurrentUse } from './calls/concurrent-use.ts';
import type { Drift } from './calls/drift.ts';
import type { Guard } from './calls/guard.ts';
import type {
  CampaignListRecord,
  ContactListRecord,
  ContactRecord,
  ImportRecord,
  ReportRecord,
  ReportTable,
} from './contact-records.ts';
import type { SendOptions } from './contract.ts';
import type { EventRecord } from './event.ts';
import type { MediaStream } from './media-stream.ts';
import type { QuotaRecord } from './quota-record.ts';
import type { ReadingInUse } from './readings.ts';
import type {
  AgentRecord,
  AgentReference,
  CallRecord,
  CampaignRecord,
  CampaignReference,
  DispositionRecord,
  NamedCampaign,
  ReasonCodeRecord,
  RecordingRecord,
  Rows,
  ServiceLevelTargets,
  SkillRecord,
} from './records.ts';
import type { SystemHealthRecord } from './system-health.ts';

export type { Act } from './acts/act.ts';
export type { RecordingAct, RecordingOutcome, RecordingTarget } from './acts/recording.ts';
export type { CallbackRecord } from './callback-record.ts';
export * from './contact-records.ts';
export type { EventRecord } from './event.ts';
export type { MediaStream } from './media-stream.ts';
export * from './quota-record.ts';
export * from './records.ts';

import type { WatchRequests } from './watch-requests.ts';

/** Conditions of a list: an adapter may pass any to its vendor, the gateway applies all. One that is absent or null matches all. */
export interface ListQuery {
  /** Text that the name contains, without case. */
  readonly nameContains?: string | null;
  /** The vendor's keys of the rows. */
  readonly nativeIds?: readonly string[] | null;
  /** States in the words of the unified plane, any one of them. */
  readonly states?: readonly string[] | null;
  /** Extension or device id of a phone. */
  readonly device?: string | null;
  /** Number of the calling party. */
  readonly from?: string | null;
  /** Called number. */
  readonly to?: string | null;
  /** Lower bound of the start, RFC 3339, exclusive. */
  readonly startedAfter?: string | null;
  /** Upper bound of the start, RFC 3339, exclusive. */
  readonly startedBefore?: string | null;
  /** The vendor's key of the campaign. */
  readonly campaign?: string | null;
  /** The vendor's key of the import whose contacts were called; for adapters that list imports. */
  readonly contactImport?: string | null;
  /** The agent of the call or recording. */
  readonly agent?: AgentReference | null;
  /** Everything that a vendor may call the agent of a recording by; any one of them fits. */
  readonly agents?: readonly AgentReference[] | null;
  /** A phone number of the contact, or of either party of a call. */
  readonly number?: string | null;
  /** `number` in every usual spelling, for vendors that compare numbers literally; the adapter may know further ones. */
  readonly spellings?: readonly string[] | null;
  /** Values of a contact, by the vendor's field names, compared exactly. */
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
  /** Custom fields of a recording, by field name or label of the account, compared exactly. */
  readonly annotations?: readonly { readonly field: string; readonly value: string }[] | null;
  /** Maximum number of rows, the newest where the vendor has an order; default all that the vendor returns. */
  readonly limit?: number | null;
}

/** The kinds of object that can be watched by polling. */
export type Watchable = Extract<EventKind, 'CALL' | 'AGENT' | 'CAMPAIGN'>;

/** The kinds of object that a watch must report; they change while it runs. */
export interface WantedKinds extends ReadonlySet<Watchable> {
  /** Registers a callback for changes of the set and returns the function that removes it. */
  onChange(callback: () => void): () => void;
  /** Takes that these kinds were read, or could not be: each later change of them is reported, or a gap. */
  looked(kinds: Iterable<Watchable>): void;
}

/**
 * Reads that an adapter may offer. Each rejects with a CrosspointError: TIMEOUT, UNAVAILABLE, BAD_RESPONSE,
 * RATE_LIMITED, UNAUTHENTICATED, PERMISSION_DENIED, or what its sentence adds.
 */
export interface Reads {
  /** Lists campaigns. */
  campaigns(query: ListQuery, ask: SendOptions): Promise<Rows<CampaignRecord>>;
  /**
   * A campaign that calls of this account name although no account lists it; for accounts without `campaigns`, whose
   * agents work for campaigns of others. Null where the account knows no such campaign.
   */
  servedCampaign(campaign: CampaignReference, ask: SendOptions): Promise<CampaignRecord | null>;
  /** Lists users that are agents. */
  agents(query: ListQuery, ask: SendOptions): Promise<Rows<AgentRecord>>;
  /** Lists live calls and, where the vendor remembers them, ended ones. */
  calls(query: ListQuery, ask: SendOptions): Promise<Rows<CallRecord>>;
  /**
   * Lists ended calls of a period with a start, newest first, and says in `period` down to which time.
   * FAILED_PRECONDITION, retryable, while the vendor prepares the answer, which a later read gets.
   */
  pastCalls(query: ListQuery, ask: SendOptions): Promise<Rows<CallRecord>>;
  /** Lists the callbacks of the agents. */
  callbacks(query: ListQuery, ask: SendOptions): Promise<Rows<CallbackRecord>>;
  /** Lists finished recordings, newest first. */
  recordings(query: ListQuery, ask: SendOptions): Promise<Rows<RecordingRecord>>;
  /** Reports the recording state of the current calls on these devices; a device without an entry is not known. */
  recordingStates(devices: readonly string[], ask: SendOptions): Promise<ReadonlyMap<string, RecordingState>>;
  /**
   * Streams the audio of a finished recording. FAILED_PRECONDITION while it is not saved; NOT_FOUND where it does not
   * exist, with `purged` in the details where it is known to have existed.
   */
  recordingMedia(recording: string, format: MediaFormat, ask: SendOptions): Promise<MediaStream>;
  /** Lists dispositions. */
  dispositions(query: ListQuery, ask: SendOptions): Promise<Rows<DispositionRecord>>;
  /** Lists skills. */
  skills(query: ListQuery, ask: SendOptions): Promise<Rows<SkillRecord>>;
  /** Lists contact lists. */
  contactLists(query: ListQuery, ask: SendOptions): Promise<Rows<ContactListRecord>>;
  /** Lists contacts. */
  contacts(query: ListQuery, ask: SendOptions): Promise<Rows<ContactRecord>>;
  /** Lists imports; a query without a period means the last 24 hours. */
  contactImports(query: ListQuery, ask: SendOptions): Promise<Rows<ImportRecord>>;
  /** Reads the progress of an import. NOT_FOUND for an unknown one. */
  contactImport(nativeId: string, ask: SendOptions): Promise<ImportRecord>;
  /** Reads the progress of a report. NOT_FOUND for an unknown one. */
  reportState(nativeId: string, ask: SendOptions): Promise<ReportRecord>;
  /** Reads a report as a table. FAILED_PRECONDITION while it is generated, NOT_FOUND for an unknown one. */
  reportTable(nativeId: string, ask: SendOptions): Promise<ReportTable>;
  /** Streams a report as comma-separated text whose cells no spreadsheet takes for formulas; refused as a table is. */
  reportCsv(nativeId: string, ask: SendOptions): Promise<MediaStream>;
  /** Returns those of the numbers, as they were given, that are on the do-not-call list. */
  doNotCall(numbers: readonly string[], ask: SendOptions): Promise<readonly string[]>;
  /** Lists reason codes. */
  reasonCodes(query: ListQuery, ask: SendOptions): Promise<Rows<ReasonCodeRecord>>;
  /** Lists the dispositions of a campaign; an account without campaigns looks it up by name. */
  campaignDispositions(campaign: NamedCampaign, ask: SendOptions): Promise<readonly DispositionRecord[]>;
  /** Lists the skills of a campaign. */
  campaignSkills(campaign: NamedCampaign, ask: SendOptions): Promise<readonly SkillRecord[]>;
  /** Reads what the vendor's machine reports of itself. */
  systemHealth(ask: SendOptions): Promise<SystemHealthRecord>;
  /** Reads the seconds within which a call must be answered to count into the service level. */
  serviceLevels(ask: SendOptions): Promise<ServiceLevelTargets>;
  /** Reads the dialing mode of a campaign whose row lacks it; null where it has none. */
  campaignDialingMode(campaign: NamedCampaign, ask: SendOptions): Promise<DialingMode | null>;
  /** Lists the contact lists of a campaign. */
  campaignLists(campaign: NamedCampaign, ask: SendOptions): Promise<readonly CampaignListRecord[]>;
  /** Lists the called numbers of a campaign; none for one that takes no calls. */
  campaignNumbers(campaign: NamedCampaign, ask: SendOptions): Promise<readonly string[]>;
}

/** The acts that an adapter may offer, named like the mutations of the unified plane. */
export interface Acts extends CampaignActs, AgentActs, CallActs, CallbackActs, RecordingActs, ContactActs, ReportActs {}

/** How a stream is opened. */
export interface StreamOptions {
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Called once all events arrive from then on, see `reportsListening`. */
  onListening?(): void;
  /** Reads the calls of the account that the event log holds from before, ended ones included, each as last reported. */
  logged?(): Promise<readonly CallRecord[]>;
}

/** Live events that an adapter may offer. Iteration ends when the signal aborts, or rejects with a CrosspointError. */
export interface EventSource {
  /** The vendor's event stream from now on, those that came together as a list; the caller restarts it with back-off. */
  events(options: StreamOptions): AsyncIterable<EventRecord | readonly EventRecord[]>;
  /**
   * Polls the requested kinds of `watches`, which the vendor's stream does not report, only while something subscribes. A
   * change of the kinds continues from the state already seen, so that earlier subscribers miss nothing. Calls
   * `kinds.looked` after the first poll of each kind.
   */
  watch(kinds: WantedKinds, options: StreamOptions): AsyncIterable<EventRecord>;
  /** Reports the progress of an import at each change; ends after the record that is no longer running. */
  importProgress(nativeId: string, ask: { signal: AbortSignal }): AsyncIterable<ImportRecord>;
  /** Reports the progress of a report; ends after the record that is no longer running. */
  reportProgress(nativeId: string, ask: { signal: AbortSignal }): AsyncIterable<ReportRecord>;
}

/** One configured connection to one vendor API. The methods that are present are the account's capabilities. */
export interface Adapter extends Partial<Reads>, Partial<Acts>, Partial<EventSource> {
  /** Key of the account in the configuration, for example `acme-five9`. */
  readonly account: string;
  /** The vendor API. */
  readonly vendor: VendorApi;
  /**
   * Calls an operation of the contract as it is, for the vendor plane. Rejects with a CrosspointError;
   * OUTCOME_UNKNOWN where a mutation was sent without a result.
   */
  call(operation: string, input: Readonly<Record<string, unknown>>, ask: SendOptions): Promise<unknown>;
  /** True when several gateways may read `events` at once, each all of them, so that a standby can follow; default false. */
  readonly listensAlong?: boolean;
  /** True when `events` calls `onListening`, and reports UP for all its sources alone; default false: an event or answer of the vendor opens the stream. */
  readonly reportsListening?: boolean;
  /** True when the events report the calls that wait in queues; default false. */
  readonly reportsQueue?: boolean;
  /** True when each campaign has one queue, in which every inbound call of the campaign is offered; default false. */
  readonly queuePerCampaign?: boolean;
  /** The kinds that `watch` supports; default none. */
  readonly watches?: readonly Watchable[];
  /** How often `watch` asks the vendor; absent without one. */
  readonly watchRequests?: WatchRequests;
  /** True when the account observes calls of other accounts without carrying them; default false. */
  readonly observesCalls?: true;
  /** True when calls can only be searched by number or key; any other query returns none of them. Default false. */
  readonly callsNeedNumber?: boolean;
  /** Calling code of the country of the account's numbers without one, such as 44; absent where it is not configured. */
  readonly callingCode?: string;
  /** Makes a harmless vendor call and resolves with a one-line result; rejects with a CrosspointError. */
  check(ask: SendOptions): Promise<string>;
  /** The vendor's call limits and their use, without a vendor call; absent where the vendor counts none. */
  quotas?(): Promise<readonly QuotaRecord[]>;
  /** Circuit breakers of the account, one for each service that fails independently; default none. */
  readonly guards?: readonly Guard[];
  /** Finds other programs that use the account's credentials; absent where the vendor allows several sessions. */
  readonly concurrentUse?: ConcurrentUse;
  /** Counts of answers that differ from the contract; absent where none are counted. */
  readonly drift?: Drift;
  /** The readings in use where the vendor's guide leaves a question open; default none. */
  readonly readings?: readonly ReadingInUse[];
  /** Ends all connections and watches; resolves when they are closed. */
  close(): Promise<void>;
}
