/** The message of an event, complete enough for a partner to act on without a query. */
import { type NodeType, writeId } from '../access/global-id.ts';
import type { AgentReference, CallbackRecord, CallRecord, EventRecord, RecordingRecord } from '../adapters/adapter.ts';

interface Named {
  readonly nativeId?: string | null | undefined;
  readonly name?: string | null | undefined;
}

function idOf(type: NodeType, account: string, nativeId: string | null | undefined): string | null {
  return nativeId ? writeId(type, account, nativeId) : null;
}

function agentOf(account: string, agent: AgentReference | null | undefined) {
  if (!agent) return null;
  const { nativeId, name = null, userName = null, extension = null } = agent;
  return { id: idOf('Agent', account, nativeId), name, userName, extension };
}

function namedOf(type: 'Campaign' | 'Queue', account: string, named: Named | null | undefined) {
  return named ? { id: idOf(type, account, named.nativeId), name: named.name ?? null } : null;
}

/** Seconds between two times; null where one is unknown or they are in the wrong order. */
function secondsBetween(from: string | null | undefined, to: string | null | undefined): number | null {
  const seconds = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1_000;
  return seconds >= 0 ? seconds : null;
}

function durationsOf({ startedAt, connectedAt, endedAt, vendorDurations }: CallRecord) {
  return {
    untilAnswer: secondsBetween(startedAt, connectedAt),
    connected: secondsBetween(connectedAt, endedAt),
    talk: vendorDurations?.talkSeconds ?? null,
    wrapUp: vendorDurations?.wrapUpSeconds ?? null,
    handle: vendorDurations?.handleSeconds ?? null,
  };
}

function callOf(account: string, call: CallRecord) {
  return {
    id: writeId('Call', account, call.nativeId),
    state: call.state,
    channel: call.channel ?? null,
    direction: call.direction ?? null,
    from: call.from ?? null,
    to: call.to ?? null,
    customerName: call.customerName ?? null,
    device: call.device ?? null,
    startedAt: call.startedAt ?? null,
    connectedAt: call.connectedAt ?? null,
    endedAt: call.endedAt ?? null,
    disposition: call.disposition ?? null,
    agent: agentOf(account, call.agent),
    campaign: namedOf('Campaign', account, call.campaign),
    queue: namedOf('Queue', account, call.queue),
    durations: durationsOf(call),
  };
}

function recordingOf(account: string, recording: RecordingRecord | null | undefined) {
  if (!recording) return null;
  return {
    id: writeId('Recording', account, recording.nativeId),
    startedAt: recording.startedAt ?? null,
    durationSeconds: recording.durationSeconds ?? null,
    direction: recording.direction ?? null,
    from: recording.from ?? null,
    to: recording.to ?? null,
    device: recording.device ?? null,
    agent: agentOf(account, recording.agent),
  };
}

function callbackOf(account: string, callback: CallbackRecord) {
  return {
    id: writeId('Callback', account, callback.nativeId),
    number: callback.number ?? null,
    dueAt: callback.dueAt ?? null,
    comments: callback.comments ?? null,
    agent: agentOf(account, callback.agent),
    campaign: namedOf('Campaign', account, callback.campaign),
  };
}

/** The objects of an event with their ids, as they were right after the change. */
export function payloadOf(event: EventRecord): Readonly<Record<string, unknown>> {
  const { account } = event;
  switch (event.kind) {
    case 'CALL': {
      const call = callOf(account, event.call);
      return { callId: call.id, call };
    }
    case 'AGENT': {
      const agent = agentOf(account, event.agent);
      const { presence = null, since, occurredAt, reasonCode = null } = event;
      return { agentId: agent?.id ?? null, agent, presence, presenceSince: since ?? occurredAt, reasonCode };
    }
    case 'RECORDING': {
      const recording = recordingOf(account, event.recording);
      const platformCallId = event.callId ?? event.recording?.callId ?? null;
      return { recordingId: recording?.id ?? null, state: event.state, recording, platformCallId };
    }
    case 'CAMPAIGN': {
      const { nativeId, name = null, state } = event.campaign;
      const campaign = { id: idOf('Campaign', account, nativeId), name, state: event.state ?? state ?? null };
      return { campaignId: campaign.id, campaign, previousState: event.previousState ?? null };
    }
    case 'CALLBACK': {
      const callback = callbackOf(account, event.callback);
      return { callbackId: callback.id, callback };
    }
    case 'ALERT': {
      const { queue, campaign, agentGroup = null, ...alert } = event.alert;
      const places = {
        queue: namedOf('Queue', account, queue),
        campaign: namedOf('Campaign', account, campaign),
        agentGroup,
      };
      return { alertId: alert.id, alert: { ...alert, ...places } };
    }
    case 'IMPORT': {
      const { running, done, failed, failureMessage = null } = event;
      return { importId: writeId('ContactImport', account, event.importId), running, done, failed, failureMessage };
    }
    case 'REPORT': {
      const { running, failureMessage = null } = event;
      return { reportId: writeId('Report', account, event.reportId), running, failureMessage };
    }
    case 'GAP':
      return { from: event.from, to: event.to, reason: event.reason };
    default:
      return {};
  }
}
