import type { Account } from '../../schema/account.ts';
import type { Agent } from '../../schema/agent.ts';
import type { Call } from '../../schema/call.ts';
import type { Campaign } from '../../schema/campaign.ts';
import type { Event, Gap, VendorValue } from '../../schema/event.ts';
import type { Recording } from '../../schema/recording.ts';
import type { AgentReference, CallRecord, CampaignRecord, EventRecord, RecordingRecord } from '../adapters/adapter.ts';
import type { Viewer } from './visibility.ts';

/** Makes the parents that the unified plane's fields are resolved on. */
export interface RecordViews {
  account(key: string): Account;
  call(account: string, record: CallRecord): Call;
  recording(account: string, record: RecordingRecord): Recording;
  campaign(account: string, record: CampaignRecord): Campaign;
  /** The person an event is about, as far as the viewer may know them. */
  agent(account: string, reference: AgentReference, viewer: Viewer): Agent | null | Promise<Agent | null>;
  /** The call of a recording event, by call id or device; null where the viewer may not know of it. */
  recordedCall?(account: string, facts: { callId?: string | null; device?: string | null }, viewer: Viewer): MaybeCall;
  /** The global id of an import or report. */
  progressId?(kind: 'IMPORT' | 'REPORT', account: string, nativeId: string): string;
}

type MaybeCall = Call | null | Promise<Call | null>;

/** What is said beside the record. */
export interface Placing {
  /** Who is told. */
  readonly viewer: Viewer;
  readonly cursor: string;
  readonly missed?: Gap | null;
  readonly snapshot?: boolean;
}

/** The GraphQL object of an event. What it points at is only made when it is asked for. */
export function eventView(event: EventRecord, placing: Placing, views: RecordViews): Event {
  const common = {
    ...event,
    cursor: placing.cursor,
    missed: placing.missed ?? null,
    snapshot: placing.snapshot ?? false,
    get account() {
      return views.account(event.account);
    },
  };
  return Object.defineProperties(
    common,
    Object.getOwnPropertyDescriptors(pointers(event, placing.viewer, views)),
  ) as unknown as Event;
}

/** The GraphQL object of events that are no longer kept. */
export function gapView(account: string, span: { cursor: string; from: Date; to: Date }, views: RecordViews): Gap {
  const from = span.from.toISOString();
  const to = span.to.toISOString();
  const times = { from, to, occurredAt: to, receivedAt: to, reason: 'The events in between are no longer kept' };
  return { kind: 'GAP', cursor: span.cursor, account: views.account(account), ...times };
}

function pointers(event: EventRecord, viewer: Viewer, views: RecordViews): object {
  const { account } = event;
  switch (event.kind) {
    case 'CALL':
      return {
        get call() {
          return views.call(account, event.call);
        },
      };
    case 'AGENT':
      return {
        get agent() {
          return views.agent(account, event.agent, viewer);
        },
      };
    case 'CAMPAIGN':
      return {
        get campaign() {
          return views.campaign(account, event.campaign);
        },
      };
    case 'RECORDING':
      return {
        get recording() {
          return event.recording ? views.recording(account, event.recording) : null;
        },
        get call() {
          return views.recordedCall?.(account, event, viewer) ?? null;
        },
      };
    case 'IMPORT':
      return {
        failureMessage: event.failureMessage ?? null,
        refused: event.refused ?? [],
        importId: views.progressId?.(event.kind, account, event.importId) ?? event.importId,
      };
    case 'REPORT':
      return {
        failureMessage: event.failureMessage ?? null,
        reportId: views.progressId?.(event.kind, account, event.reportId) ?? event.reportId,
      };
    case 'VENDOR':
      return { payload: flatten(event.payload) };
    default:
      return {};
  }
}

function flatten(value: unknown, name = ''): VendorValue[] {
  if (typeof value !== 'object' || value === null) return [{ name, value: value == null ? null : String(value) }];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, name ? `${name}.${key}` : key));
}
