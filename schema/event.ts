import { Field, ID, InputType, Int, InterfaceType, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { Agent } from './agent.ts';
import { Call } from './call.ts';
import { Campaign } from './campaign.ts';
import { RefusedContact } from './contact.ts';
import { PageInfo } from './node.ts';
import { Recording } from './recording.ts';
import { Cursor, DateTime } from './scalars.ts';
import {
  AccountStatus,
  AgentEventType,
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
  IMPORT: 'ImportProgress',
  REPORT: 'ReportProgress',
  ACCOUNT: 'AccountEvent',
  GAP: 'Gap',
  VENDOR: 'VendorEvent',
};

/** Something that happened. */
@InterfaceType({
  description: 'Something that happened in the contact centre, in the order it became known.',
  resolveType: (event: Event) => TYPE_NAMES[event.kind],
})
export abstract class Event {
  @Field(() => Cursor, { description: 'Its place in the log; continue after it by handing it back.' })
  cursor: string;

  @Field(() => EventKind, { description: 'What it is about.' })
  kind: EventKind;

  @Field(() => DateTime, { description: 'When it happened, by the vendor’s clock where it tells.' })
  occurredAt: string;

  @Field(() => DateTime, { description: 'When the gateway learned of it.' })
  receivedAt: string;

  @Field(() => Account, { description: 'The account that told of it.' })
  account: Account;
}

/** Events may be missing here. */
@ObjectType({ implements: Event, simpleResolvers: true, description: 'Events of an account may be missing here.' })
export class Gap extends Event {
  @Field(() => DateTime, { description: 'Nothing is known to be missing before.' })
  from: string;

  @Field(() => DateTime, { description: 'Nothing is missing from here on.' })
  to: string;

  @Field(() => String, { description: 'Why.' })
  reason: string;
}

/** What the events of one thing have besides. */
@InterfaceType({
  implements: Event,
  description: 'An event of a subscription to one kind of thing.',
  resolveType: (event: Event) => TYPE_NAMES[event.kind],
})
export abstract class ChangeEvent extends Event {
  @Field(() => Gap, {
    nullable: true,
    description:
      'Set on the first event after some that are missing, of whatever account it is; read the current state of the gap’s account again. Where several accounts miss some, the events after it tell the others.',
  })
  missed?: Gap | null;

  @Field(() => Boolean, { description: 'It tells the state at the time of subscribing, not a change.' })
  snapshot: boolean;
}

/** Something happened to a call. */
@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'Something happened to a call.' })
export class CallEvent extends ChangeEvent {
  @Field(() => CallEventType, { description: 'What happened.' })
  type: CallEventType;

  @Field(() => Call, { description: 'The call as it was right after.' })
  call: Call;
}

/** Something happened to a recording. */
@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'Something happened to a recording.' })
export class RecordingEvent extends ChangeEvent {
  @Field(() => RecordingEventType, { description: 'What happened.' })
  type: RecordingEventType;

  @Field(() => RecordingState, { description: 'Whether it is being recorded right after.' })
  state: RecordingState;

  @Field(() => Recording, { nullable: true, description: 'The recording, once the recorder names it.' })
  recording?: Recording | null;

  @Field(() => Call, { nullable: true, description: 'The call being recorded, where it is known.' })
  call?: Call | null;

  @Field(() => String, { nullable: true, description: 'The phone being recorded.' })
  device?: string | null;
}

/** Something happened to an agent. */
@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'Something happened to an agent.' })
export class AgentEvent extends ChangeEvent {
  @Field(() => AgentEventType, { description: 'What happened.' })
  type: AgentEventType;

  @Field(() => Agent, { nullable: true, description: 'The person; null when the account names somebody unknown.' })
  agent?: Agent | null;

  @Field(() => Presence, { nullable: true, description: 'What the person does right after.' })
  presence?: Presence | null;

  @Field(() => String, { nullable: true, description: 'The reason given for not being ready or logging out.' })
  reasonCode?: string | null;
}

/** Something happened to a campaign. */
@ObjectType({ implements: ChangeEvent, simpleResolvers: true, description: 'Something happened to a campaign.' })
export class CampaignEvent extends ChangeEvent {
  @Field(() => CampaignEventType, { description: 'What happened.' })
  type: CampaignEventType;

  @Field(() => Campaign, { description: 'The campaign as it was right after.' })
  campaign: Campaign;

  @Field(() => CampaignState, { nullable: true, description: 'Its state right after.' })
  state?: CampaignState | null;

  @Field(() => CampaignState, { nullable: true, description: 'Its state before.' })
  previousState?: CampaignState | null;
}

/** How far an import is. */
@ObjectType({ implements: Event, simpleResolvers: true, description: 'How far an import of contacts is.' })
export class ImportProgress extends Event {
  @Field(() => ID, { description: 'The import.' })
  importId: string;

  @Field(() => Boolean, { description: 'It goes on.' })
  running: boolean;

  @Field(() => Int, { description: 'Records imported so far.' })
  done: number;

  @Field(() => Int, { description: 'Records refused so far.' })
  failed: number;

  @Field(() => String, { nullable: true, description: 'Why the whole import failed; null where it did not.' })
  failureMessage?: string | null;

  @Field(() => [RefusedContact], { description: 'What was refused and why, 1,000 at most; `failed` counts all.' })
  refused: readonly RefusedContact[];
}

/** Whether a report is ready. */
@ObjectType({ implements: Event, simpleResolvers: true, description: 'Whether a report is ready.' })
export class ReportProgress extends Event {
  @Field(() => ID, { description: 'The report.' })
  reportId: string;

  @Field(() => Boolean, { description: 'It is still being made.' })
  running: boolean;

  @Field(() => String, { nullable: true, description: 'Why it cannot be followed to its end; null where it can.' })
  failureMessage?: string | null;
}

/** An account came up or went down. */
@ObjectType({ implements: Event, simpleResolvers: true, description: 'An account’s events came up or went down.' })
export class AccountEvent extends Event {
  @Field(() => AccountStatus, { description: 'How it stands right after.' })
  status: AccountStatus;
}

/** One value of a vendor's event. */
@ObjectType({ simpleResolvers: true, description: 'One named value of a vendor’s event.' })
export class VendorValue {
  @Field(() => String, { description: 'The vendor’s name of it; nested names are joined by dots.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The value as text.' })
  value?: string | null;
}

/** What the unified model has no word for. */
@ObjectType({
  implements: Event,
  simpleResolvers: true,
  description: 'A vendor’s event that the unified model has no word for.',
})
export class VendorEvent extends Event {
  @Field(() => String, { description: 'The vendor’s name of the event.' })
  name: string;

  @Field(() => [VendorValue], { description: 'Everything the vendor told with it.' })
  payload: readonly VendorValue[];
}

/** Which events. Everything given must hold; an event without the thing asked for does not match. */
@InputType({ description: 'Which events. Everything given must hold; in a list one is enough.' })
export class EventFilter {
  @Field(() => [EventKind], { nullable: true, description: 'About these kinds of thing. A Gap always comes.' })
  kinds?: EventKind[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of these types, such as `CONNECTED` or, of one kind only, `CALL.ENDED`.',
  })
  types?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of these accounts, by the operator’s id.' })
  accounts?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'About these agents or their calls.' })
  agentIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'About these campaigns or their calls.' })
  campaignIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'On these phones.' })
  devices?: string[] | null;
}

/** An event and its place. */
@ObjectType({ simpleResolvers: true, description: 'An event and its place in the log.' })
export class EventEdge {
  @Field(() => Cursor, { description: 'Its place in the log.' })
  cursor: string;

  @Field(() => Event, { description: 'The event.' })
  node: Event;
}

/** A page of the log. */
@ObjectType({ simpleResolvers: true, description: 'A page of the log, the oldest first.' })
export class EventConnection {
  @Field(() => [EventEdge], { description: 'The events with their places.' })
  edges: readonly EventEdge[];

  @Field(() => PageInfo, { description: 'Where this page stands in the log.' })
  pageInfo: PageInfo;
}
