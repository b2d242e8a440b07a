/** What happens, as the event log keeps it. */
import type {
  AgentEventType,
  CallEventType,
  CampaignEventType,
  CampaignState,
  Presence,
  RecordingEventType,
  RecordingState,
} from '../../schema/vocabulary.ts';
import type { AgentReference, CallRecord, CampaignRecord, RecordingRecord, RefusedRow } from './records.ts';

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
  /** What it reports happened at an unknown time before `occurredAt`, as a look after a gap shows it. */
  readonly late?: true;
}

/** Something that happened, in the words of the unified plane, complete enough to be shown without asking a vendor. */
export type EventRecord = EventBase &
  (
    | {
        readonly kind: 'CALL';
        readonly type: CallEventType;
        readonly call: CallRecord;
        /** The vendor lists the call again after its ENDED was emitted, so that it goes on. */
        readonly returned?: true;
        /** The account that carries a call which this account only observes; who sees both accounts sees one call. */
        readonly carriedBy?: string;
        /** This ENDED only ends the observed call beside the one of `carriedBy`, which goes on. */
        readonly merged?: true;
      }
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
        /** Since when, RFC 3339; `occurredAt` where it is absent. */
        readonly since?: string | null;
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
