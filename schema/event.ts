import { Field, InterfaceType, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { Agent } from './agent.ts';
import { Alert } from './alert.ts';
import { Call } from './call.ts';
import { Callback } from './callback.ts';
import { Campaign } from './campaign.ts';
import { Recording } from './recording.ts';
import { Cursor, DateTime } from './scalars.ts';
import {
  AccountStatus,
  AgentEventType,
  AlertEventType,
  CallbackEventType,
  CallEventType,
  CampaignEventType,
  CampaignState,
  EventKind,
  Presence,
  RecordingEventType,
  RecordingState,
} from './vocabulary.ts';

/** The GraphQL type of each kind of event. */
export const TYPE_NAMES: Readonly<Record<EventKind, string>> = {
  CALL: 'CallEvent',
  RECORDING: 'RecordingEvent',
  AGENT: 'AgentEvent',
  CAMPAIGN: 'CampaignEvent',
  CALLBACK: 'CallbackEvent',
  IMPORT: 'ImportProgress',
  REPORT: 'ReportProgress',
  ACCOUNT: 'AccountEvent',
  ALERT: 'AlertEvent',
  GAP: 'Gap',
  VENDOR: 'VendorEvent',
};

@InterfaceType({
  description: 'An event of the contact centre, in the order in which the gateway received it.',
  resolveType: (event: Event) => TYPE_NAMES[event.kind],
})
export abstract class Event {
  @Field(() => Cursor, {
    description: 'Position of the event in the log; pass it as `after` to continue with the next event.',
  })
  cursor: string;

  @Field(() => EventKind, { description: 'Kind of the object that the event is about.' })
  kind: EventKind;

  @Field(() => String, {
    description:
      'Name of the event, as in `EventFilter.types` and, in lower case, in webhooks, for example `CALL.ENDED`; the vendor’s name for a `VendorEvent`.',
  })
  name: string;

  @Field(() => DateTime, {
    description: 'Time of the event by the vendor’s clock; equal to `receivedAt` when the vendor does not report it.',
  })
  occurredAt: string;

  @Field(() => DateTime, { description: 'Time at which the gateway received the event.' })
  receivedAt: string;

  @Field(() => Account, { description: 'The account that reported the event.' })
  account: Account;
}

@ObjectType({
  implements: Event,
  simpleResolvers: true,
  description:
    'A gap: a stretch of an account’s event stream that was not received. Read the current state of the account again.',
})
export class Gap extends Event {
  @Field(() => DateTime, { description: 'Start of the gap; every earlier event was received.' })
  from: string;

  @Field(() => DateTime, { description: 'End of the gap; every later event is received.' })
  to: string;

  @Field(() => String, { description: 'Cause of the gap, in English.' })
  reason: string;
}

@InterfaceType({
  implements: Event,
  description: 'An event of a subscription to one kind of object.',
  resolveType: (event: Event) => TYPE_NAMES[event.kind],
})
export abstract class ChangeEvent extends Event {
  @Field(() => Gap, {
    nullable: true,
    description:
      'Set on the first event after a gap, whichever account the event is of; read the current state of the gap’s account again. When several accounts have gaps, the following events report the others. Null otherwise.',
  })
  missed?: Gap | null;

  @Field(() => Boolean, {
    description:
      'True when the event reports the state at the start of the subscription, false when it reports a change.',
  })
  snapshot: boolean;
}

@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'A change of a call.' })
export class CallEvent extends ChangeEvent {
  @Field(() => CallEventType, { description: 'The change.' })
  type: CallEventType;

  @Field(() => Call, { description: 'The call right after the change.' })
  call: Call;
}

@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'A change of a recording.' })
export class RecordingEvent extends ChangeEvent {
  @Field(() => RecordingEventType, { description: 'The change.' })
  type: RecordingEventType;

  @Field(() => RecordingState, { description: 'Recording state right after the change.' })
  state: RecordingState;

  @Field(() => Recording, {
    nullable: true,
    description: 'The recording; null until the recorder has assigned it a key.',
  })
  recording?: Recording | null;

  @Field(() => Call, { nullable: true, description: 'The recorded call; null when the gateway cannot identify it.' })
  call?: Call | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Extension or device id of the recorded phone, for example `4101`; null when the recorder does not report it.',
  })
  device?: string | null;
}

@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'A change of an agent.' })
export class AgentEvent extends ChangeEvent {
  @Field(() => AgentEventType, { description: 'The change.' })
  type: AgentEventType;

  @Field(() => Agent, {
    nullable: true,
    description: 'The agent; null when the account names a user that is not listed.',
  })
  agent?: Agent | null;

  @Field(() => Presence, {
    nullable: true,
    description: 'Presence right after the change; null when the vendor does not report it.',
  })
  presence?: Presence | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Reason code for not ready or logout, by its name where the account lists one; null when the agent gave none.',
  })
  reasonCode?: string | null;
}

@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'A change of a campaign.' })
export class CampaignEvent extends ChangeEvent {
  @Field(() => CampaignEventType, { description: 'The change.' })
  type: CampaignEventType;

  @Field(() => Campaign, { description: 'The campaign right after the change.' })
  campaign: Campaign;

  @Field(() => CampaignState, {
    nullable: true,
    description: 'State right after the change; null when the vendor does not report it.',
  })
  state?: CampaignState | null;

  @Field(() => CampaignState, {
    nullable: true,
    description: 'State before the change; null when the gateway did not observe it.',
  })
  previousState?: CampaignState | null;
}

@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'A change of a callback.' })
export class CallbackEvent extends ChangeEvent {
  @Field(() => CallbackEventType, { description: 'The change.' })
  type: CallbackEventType;

  @Field(() => Callback, {
    description:
      'The callback right after the change; of a removed one, what was last known of it, which may be its id alone.',
  })
  callback: Callback;
}

@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'An alert was raised or cleared.' })
export class AlertEvent extends ChangeEvent {
  @Field(() => AlertEventType, { description: 'The change.' })
  type: AlertEventType;

  @Field(() => Alert, {
    nullable: true,
    description: 'The alert right after the change; null when it could not be read.',
  })
  alert?: Alert | null;
}

@ObjectType({
  implements: Event,
  simpleResolvers: true,
  description: 'A change of the availability of an account’s event stream.',
})
export class AccountEvent extends Event {
  @Field(() => AccountStatus, { description: 'Status right after the change.' })
  status: AccountStatus;
}

@ObjectType({ simpleResolvers: true, description: 'A named value of a vendor’s event.' })
export class VendorValue {
  @Field(() => String, {
    description: 'The vendor’s name of the value; names of nested values are joined by dots, for example `call.ani`.',
  })
  name: string;

  @Field(() => String, { nullable: true, description: 'The value as text; null when the vendor sent it empty.' })
  value?: string | null;
}

@ObjectType({
  implements: Event,
  simpleResolvers: true,
  description:
    'An event that has no counterpart in the unified plane. Delivered only to callers with the scope `vendor:<api>:read` of its vendor.',
})
export class VendorEvent extends Event {
  @Field(() => [VendorValue], { description: 'All values of the event, except secrets.' })
  payload: readonly VendorValue[];
}
