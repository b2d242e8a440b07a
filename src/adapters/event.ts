/** Events, as the log stores them. */
import type {
  AgentEventType,
  AlertEventType,
  CallbackEventType,
  CallEventType,
  CampaignEventType,
  CampaignState,
  Presence,
  RecordingEventType,
  RecordingState,
} from '../../schema/vocabulary.ts';
import type { AlertRecord } from './alert-record.ts';
import type { CallbackRecord } from './callback-record.ts';
import type { RefusedRow } from './contact-records.ts';
import type { AgentReference, CallRecord, CampaignRecord, RecordingRecord } from './records.ts';

interface EventBase {
  /**
   * Identity of the event, chosen by its source and equal whenever the same event is received again; the log drops
   * the second.
   */
  readonly fingerprint: string;
  /**
   * The vendor's own text of the event where two different events read the same: equal at every gateway that received
   * it, while the fingerprint is made by this gateway and distinguishes them.
   */
  readonly words?: string;
  /** Events of one subject keep their order; usually the vendor's key of the call, agent or campaign. */
  readonly subject: string;
  /** Key of the account. */
  readonly account: string;
  /** RFC 3339, by the clock of the vendor where it reports a time, else of the gateway. */
  readonly occurredAt: string;
  /** RFC 3339, by the clock of the gateway. */
  readonly receivedAt: string;
  /** True when the change happened at an unknown time before `occurredAt`, such as one that is found after a gap. */
  readonly late?: true;
}

/** An event in the terms of the unified plane, complete enough to be shown without a vendor call. */
export type EventRecord = EventBase &
  (
    | {
        readonly kind: 'CALL';
        readonly type: CallEventType;
        /** The call right after the change. */
        readonly call: CallRecord;
        /** Set when the vendor lists the call again after its ENDED was emitted: the call continues. */
        readonly returned?: true;
        /**
         * The account that carries a call which this account only observes; a caller who sees both accounts sees one
         * call.
         */
        readonly carriedBy?: string;
        /** Set when this ENDED ends only the observed call beside the one of `carriedBy`, which continues. */
        readonly merged?: true;
      }
    | {
        readonly kind: 'RECORDING';
        readonly type: RecordingEventType;
        /** The recording; absent until the recorder has assigned it a key. */
        readonly recording?: RecordingRecord | null;
        /** Extension or device id of the recorded phone. */
        readonly device?: string | null;
        /** Call id of the telephony platform. */
        readonly callId?: string | null;
        /** Recording state right after the change. */
        readonly state: RecordingState;
      }
    | {
        readonly kind: 'AGENT';
        readonly type: AgentEventType;
        readonly agent: AgentReference;
        /** Presence right after the change. */
        readonly presence?: Presence | null;
        /** Start of the presence, RFC 3339; default `occurredAt`. */
        readonly since?: string | null;
        /** Name or number of the reason code for not ready or logout. */
        readonly reasonCode?: string | null;
      }
    | {
        readonly kind: 'CAMPAIGN';
        readonly type: CampaignEventType;
        /** The campaign right after the change. */
        readonly campaign: CampaignRecord;
        /** State right after the change; default that of `campaign`. */
        readonly state?: CampaignState | null;
        /** State before the change, where it was observed. */
        readonly previousState?: CampaignState | null;
      }
    | {
        readonly kind: 'CALLBACK';
        readonly type: CallbackEventType;
        /** The callback right after the change; of a removed one what was last known of it. */
        readonly callback: CallbackRecord;
      }
    | {
        readonly kind: 'IMPORT';
        /** The vendor's key, as `contactsImport` returned it. */
        readonly importId: string;
        readonly running: boolean;
        /** Contacts imported so far. */
        readonly done: number;
        /** Contacts rejected so far. */
        readonly failed: number;
        /** Reason why the import failed as a whole. */
        readonly failureMessage?: string | null;
        /** The first rejected contacts. */
        readonly refused?: readonly RefusedRow[];
      }
    | {
        readonly kind: 'REPORT';
        /** The vendor's key of the report. */
        readonly reportId: string;
        readonly running: boolean;
        /** Reason why the report can no longer be followed. */
        readonly failureMessage?: string | null;
      }
    | {
        readonly kind: 'ACCOUNT';
        /** Status of the event stream right after the change. */
        readonly status: 'UP' | 'DEGRADED' | 'DOWN';
      }
    | {
        /** A change of an alert, found by the gateway itself. */
        readonly kind: 'ALERT';
        readonly type: AlertEventType;
        /** The alert right after the change. */
        readonly alert: AlertRecord;
      }
    | {
        /** A stretch of the stream that was not received. */
        readonly kind: 'GAP';
        /** Bounds of the stretch, RFC 3339. */
        readonly from: string;
        readonly to: string;
        /** Cause in one sentence, for callers. */
        readonly reason: string;
      }
    | {
        /** An event without a counterpart in the unified plane. */
        readonly kind: 'VENDOR';
        /** The vendor's name of the event. */
        readonly name: string;
        /** All values of the event except secrets. */
        readonly payload: Readonly<Record<string, unknown>>;
      }
  );
