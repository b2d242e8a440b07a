/** Examples of the messages of webhooks, one for each kind of event. */
import type { EventRecord } from '../adapters/adapter.ts';
import { messageOf } from './message.ts';

const occurredAt = '2026-01-31T09:34:10Z';

const agent = { nativeId: '17', name: 'Jane Doe', userName: 'jdoe', extension: '4711' };
const campaign = { nativeId: '3', name: 'Spring' };
const queue = { nativeId: '9', name: 'Billing' };

const on = (account: string) => ({ fingerprint: '', subject: '', account, occurredAt, receivedAt: occurredAt });

const EVENTS: readonly EventRecord[] = [
  {
    ...{ ...on('floor'), kind: 'CALL', type: 'ENDED' },
    call: {
      ...{ nativeId: '1', state: 'ENDED', channel: 'VOICE', direction: 'INBOUND', customerName: 'Ada Byron' },
      ...{ from: '+13125550142', to: '8005550100', device: '4711', disposition: 'Sold', agent, campaign },
      ...{ startedAt: '2026-01-31T09:30:00Z', connectedAt: '2026-01-31T09:30:10Z', endedAt: occurredAt },
    },
  },
  {
    ...{ ...on('wfo'), kind: 'RECORDING', type: 'STOPPED', state: 'NOT_RECORDING', callId: '4000021' },
    recording: {
      ...{ nativeId: '7', startedAt: '2026-01-31T09:30:10Z', durationSeconds: 240, direction: 'INBOUND' },
      ...{ from: '+13125550142', to: '8005550100', device: '4711', agent },
    },
  },
  { ...on('floor'), kind: 'AGENT', type: 'PRESENCE_CHANGED', agent, presence: 'NOT_READY', reasonCode: 'Lunch' },
  {
    ...{ ...on('dialler'), kind: 'CAMPAIGN', type: 'STATE_CHANGED' },
    ...{ campaign, state: 'RUNNING', previousState: 'NOT_RUNNING' },
  },
  {
    ...{ ...on('floor'), kind: 'CALLBACK', type: 'ADDED' },
    callback: {
      ...{ nativeId: 'jdoe/7', number: '+13125550142', dueAt: '2026-02-02T15:00:00Z', comments: 'Asks for an offer' },
      ...{ agent, campaign },
    },
  },
  {
    ...{ ...on('floor'), kind: 'ALERT', type: 'RAISED' },
    alert: {
      ...{ id: '1', rule: 'waiting', figure: 'CALLS_WAITING', comparison: 'ABOVE', threshold: 5, value: 6, queue },
      ...{ raisedAt: occurredAt, clearedAt: null },
    },
  },
  { ...on('acme-five9'), kind: 'IMPORT', importId: '1', running: false, done: 250, failed: 2 },
  { ...on('acme-five9'), kind: 'REPORT', reportId: '1', running: false },
  { ...on('dialler'), kind: 'ACCOUNT', status: 'DOWN' },
  { ...on('wfo'), kind: 'VENDOR', name: 'PREVIEW', payload: {} },
  { ...on('wfo'), kind: 'GAP', from: '2026-01-31T09:33:50Z', to: occurredAt, reason: 'The connection was lost' },
] as EventRecord[];

/** The messages of these events as the gateway sends them, and that of `webhookTest`. */
export function messageExamples(): readonly object[] {
  const messages = EVENTS.map((event, index): object => {
    const cursor = Buffer.from(`${Date.parse(occurredAt)}-${index}`).toString('base64url');
    return JSON.parse(messageOf({ gap: false, position: '', event }, cursor).body);
  });
  const data = { kind: 'TEST', type: null, occurredAt, account: null };
  return [...messages, { type: 'webhook.test', timestamp: occurredAt, data }];
}
