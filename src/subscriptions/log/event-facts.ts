import type {
  AgentReference,
  AnnotationRecord,
  CallRecord,
  CampaignReference,
  EventRecord,
} from '../../adapters/adapter.ts';

/** The facts of an event that filters compare, by the names of their conditions. */
export interface EventFacts {
  readonly nativeId?: string | null;
  readonly name?: string | null;
  readonly state?: string | null;
  readonly direction?: string | null;
  readonly device?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly startedAt?: string | null;
  readonly dueAt?: string | null;
  readonly agent?: AgentReference | null;
  readonly campaign?: CampaignReference | null;
  readonly rule?: string | null;
  readonly annotations?: readonly AnnotationRecord[] | null;
}

let latest: { readonly event: EventRecord; readonly facts: EventFacts } | undefined;

/** The facts of an event under the filters' names; cached for the latest event, which all filters test in turn. */
export function factsOf(event: EventRecord): EventFacts {
  if (latest?.event !== event) latest = { event, facts: readFacts(event) };
  return latest.facts;
}

function readFacts(event: EventRecord): EventFacts {
  switch (event.kind) {
    case 'CALL':
      return callFacts(event.call);
    case 'RECORDING':
      return recordingFacts(event);
    case 'AGENT':
      return { agent: event.agent, nativeId: event.agent.nativeId, state: event.presence };
    case 'CAMPAIGN':
      return { ...event.campaign, campaign: event.campaign, state: event.state ?? event.campaign.state };
    case 'CALLBACK': {
      const { nativeId, number, dueAt, agent, campaign } = event.callback;
      return { nativeId, to: number, dueAt, agent, campaign };
    }
    case 'ALERT':
      return { nativeId: event.alert.id, rule: event.alert.rule, campaign: event.alert.campaign ?? null };
    default:
      return {};
  }
}

function recordingFacts({ recording, device, state }: Extract<EventRecord, { kind: 'RECORDING' }>): EventFacts {
  if (!recording) return { device, state };
  const { nativeId, direction, from, to, startedAt, agent, annotations } = recording;
  return { nativeId, state, direction, device: device ?? recording.device, from, to, startedAt, agent, annotations };
}

function callFacts(call: CallRecord): EventFacts {
  const { nativeId, customerName, state, direction, device, from, to, startedAt, agent, campaign } = call;
  return { nativeId, name: customerName, state, direction, device, from, to, startedAt, agent, campaign };
}
