import type { Account } from '../../../schema/account.ts';
import type { Agent } from '../../../schema/agent.ts';
import type { Alert } from '../../../schema/alert.ts';
import type { Call } from '../../../schema/call.ts';
import type { Callback } from '../../../schema/callback.ts';
import type { Campaign } from '../../../schema/campaign.ts';
import type { Event, Gap, VendorValue } from '../../../schema/event.ts';
import type { Recording } from '../../../schema/recording.ts';
import type { Presence } from '../../../schema/vocabulary.ts';
import type { Caller } from '../../access/caller.ts';
import type {
  AgentReference,
  CallbackRecord,
  CallRecord,
  CampaignRecord,
  EventRecord,
  RecordingRecord,
} from '../../adapters/adapter.ts';
import type { AlertRecord } from '../../adapters/alert-record.ts';
import { eventName } from '../../adapters/event-types.ts';

/** Makes the parents that the unified plane's fields are resolved on. */
export interface RecordViews {
  account(key: string): Account;
  call(account: string, record: CallRecord): Call;
  recording(account: string, record: RecordingRecord): Recording;
  campaign(account: string, record: CampaignRecord): Campaign;
  callback(account: string, record: CallbackRecord): Callback;
  alert(account: string, record: AlertRecord): Alert;
  /** The person an event is about, as far as the viewer may know them. */
  agent(
    account: string,
    reference: AgentReference,
    viewer: Caller,
    presence?: { readonly presence: Presence; readonly since: string | null } | null,
  ): Agent | null | Promise<Agent | null>;
  /** The call of a recording event, by call id or device; null where it is hidden from the viewer. */
  recordedCall?(account: string, facts: { callId?: string | null; device?: string | null }, viewer: Caller): MaybeCall;
  /** The global id of an import or report. */
  progressId?(kind: 'IMPORT' | 'REPORT', account: string, nativeId: string): string;
}

type MaybeCall = Call | null | Promise<Call | null>;

/** The facts of a delivery beside the record. */
interface Placing {
  /** The caller that receives the event. */
  readonly viewer: Caller;
  readonly cursor: string;
  readonly missed?: Gap | null;
  readonly snapshot?: boolean;
}

/** The GraphQL object of an event. Linked objects are made when a field selects them. */
export function eventView(event: EventRecord, placing: Placing, views: RecordViews): Event {
  const Made = VIEWS[event.kind] as unknown as Make;
  return new Made(event, placing, views);
}

type Of<Kind> = Extract<EventRecord, { readonly kind: Kind }>;
type Make = new (record: EventRecord, placing: Placing, views: RecordViews) => Event;

/** The fields of every event. */
class EventView<Kind extends EventRecord['kind']> {
  readonly cursor: string;
  readonly missed: Gap | null;
  readonly snapshot: boolean;

  constructor(
    protected readonly record: Of<Kind>,
    protected readonly placing: Placing,
    protected readonly views: RecordViews,
  ) {
    this.cursor = placing.cursor;
    this.missed = placing.missed ?? null;
    this.snapshot = placing.snapshot ?? false;
    const view = this as Record<string, unknown>;
    const said = record as object as Readonly<Record<string, unknown>>;
    // The record without the fields that a view makes when they are selected.
    for (const name of Object.keys(said)) if (!(name in view)) view[name] = said[name];
  }

  get account() {
    return this.views.account(this.record.account);
  }

  get name() {
    return eventName(this.record);
  }
}

class CallEventView extends EventView<'CALL'> {
  get call() {
    return this.views.call(this.record.account, this.record.call);
  }
}

class AgentEventView extends EventView<'AGENT'> {
  get agent() {
    const { account, agent, presence = null, occurredAt, since = occurredAt } = this.record;
    return this.views.agent(account, agent, this.placing.viewer, presence && { presence, since });
  }
}

class CampaignEventView extends EventView<'CAMPAIGN'> {
  get campaign() {
    return this.views.campaign(this.record.account, this.record.campaign);
  }
}

class CallbackEventView extends EventView<'CALLBACK'> {
  get callback() {
    return this.views.callback(this.record.account, this.record.callback);
  }
}

class RecordingEventView extends EventView<'RECORDING'> {
  get recording() {
    const { account, recording } = this.record;
    return recording ? this.views.recording(account, recording) : null;
  }

  get call() {
    return this.views.recordedCall?.(this.record.account, this.record, this.placing.viewer) ?? null;
  }
}

class AlertEventView extends EventView<'ALERT'> {
  get alert() {
    return this.views.alert(this.record.account, this.record.alert);
  }
}

class ImportEventView extends EventView<'IMPORT'> {
  get failureMessage() {
    return this.record.failureMessage ?? null;
  }

  get refused() {
    return this.record.refused ?? [];
  }

  get importId() {
    const { kind, account, importId } = this.record;
    return this.views.progressId?.(kind, account, importId) ?? importId;
  }
}

class ReportEventView extends EventView<'REPORT'> {
  get failureMessage() {
    return this.record.failureMessage ?? null;
  }

  get reportId() {
    const { kind, account, reportId } = this.record;
    return this.views.progressId?.(kind, account, reportId) ?? reportId;
  }
}

class VendorEventView extends EventView<'VENDOR'> {
  get payload() {
    return flatten(this.record.payload);
  }
}

const VIEWS: { readonly [Kind in EventRecord['kind']]: typeof EventView<Kind> } = {
  CALL: CallEventView,
  AGENT: AgentEventView,
  CAMPAIGN: CampaignEventView,
  CALLBACK: CallbackEventView,
  RECORDING: RecordingEventView,
  IMPORT: ImportEventView,
  REPORT: ReportEventView,
  ALERT: AlertEventView,
  VENDOR: VendorEventView,
  ACCOUNT: EventView<'ACCOUNT'>,
  GAP: EventView<'GAP'>,
};

function flatten(value: unknown, name = ''): VendorValue[] {
  if (typeof value !== 'object' || value === null) return [{ name, value: value == null ? null : String(value) }];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, name ? `${name}.${key}` : key));
}
