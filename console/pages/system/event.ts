import { customerNumber } from '../../parts/Party.tsx';
import { moment, words } from '../../parts/words.ts';
import { type AlertFacts, alertText, subjectOf } from './alert.ts';

/** An event as the tail shows it; the fields of its kind are present where the key may read them. */
export interface TailEvent {
  readonly cursor: string;
  readonly kind: string;
  readonly name: string;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly account: { readonly key: string };
  readonly call?: {
    readonly id: string;
    readonly state: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly direction: string | null;
    readonly agent: { readonly name: string } | null;
  };
  readonly agent?: { readonly name: string } | null;
  readonly presence?: string | null;
  readonly reasonCode?: string | null;
  readonly callback?: {
    readonly number: string | null;
    readonly dueAt: string | null;
    readonly agent: { readonly name: string } | null;
  };
  readonly alert?: AlertFacts | null;
  readonly campaign?: { readonly name: string };
  readonly campaignState?: string | null;
  readonly recordingState?: string;
  readonly device?: string | null;
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly status?: string;
  readonly payload?: readonly { readonly name: string; readonly value: string | null }[];
}

const joined = (...parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(' · ');

/** The summary of an event, in one line. */
export function summaryOf(event: TailEvent): string {
  const { alert, call, callback, agent, campaign, payload } = event;
  if (call) return joined(customerNumber(call), words(call.state), call.agent?.name);
  if (event.presence !== undefined)
    return joined(agent?.name, event.presence && words(event.presence), event.reasonCode);
  if (alert) return joined(alertText(alert), subjectOf(alert));
  if (callback) return joined(callback.number, callback.dueAt && moment(callback.dueAt), callback.agent?.name);
  if (campaign) return joined(campaign.name, event.campaignState && words(event.campaignState));
  if (event.recordingState) return joined(event.device && `Device ${event.device}`, words(event.recordingState));
  if (event.reason) return joined(event.reason, event.from, event.to);
  if (event.status) return words(event.status);
  return (payload ?? []).map(({ name, value }) => `${name} ${value ?? ''}`).join(' · ');
}
