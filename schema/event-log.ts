import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Event } from './event.ts';
import { PageInfo } from './node.ts';
import { Cursor } from './scalars.ts';
import { EventKind } from './vocabulary.ts';

@InputType({
  description:
    'Conditions for events. An event matches when it meets every given condition; in a list one value is enough.',
})
export class EventFilter {
  @Field(() => [EventKind], { nullable: true, description: 'Kinds of object. A `Gap` always matches.' })
  kinds?: EventKind[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Types of event, for example `CONNECTED`, or a name, as in `Event.name`, for one kind only, for example `CALL.ENDED`.',
  })
  types?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Keys of accounts, as in `Account.key`.' })
  accounts?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of agents; matches events of these agents and of their calls.',
  })
  agentIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of campaigns; matches events of these campaigns and of their calls.',
  })
  campaignIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Extensions or device ids of agents’ phones.' })
  devices?: string[] | null;
}

@ObjectType({ simpleResolvers: true, description: 'An event with its position in the log.' })
export class EventEdge {
  @Field(() => Cursor, { description: 'Position of the event in the log.' })
  cursor: string;

  @Field(() => Event, { description: 'The event.' })
  node: Event;
}

@ObjectType({ simpleResolvers: true, description: 'A page of the event log, oldest first.' })
export class EventConnection {
  @Field(() => [EventEdge], { description: 'The events of this page with their positions.' })
  edges: readonly EventEdge[];

  @Field(() => PageInfo, { description: 'Position of this page in the log.' })
  pageInfo: PageInfo;
}
