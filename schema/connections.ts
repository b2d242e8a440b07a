import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { SourceReport } from './account.ts';
import { Agent } from './agent.ts';
import { Call } from './call.ts';
import { Campaign } from './campaign.ts';
import { Contact, ContactList } from './contact.ts';
import { Disposition } from './disposition.ts';
import { PageInfo } from './node.ts';
import { Queue } from './queue.ts';
import { Recording } from './recording.ts';
import { Cursor } from './scalars.ts';
import { Skill } from './skill.ts';

/** An object with its position in the list. */
export interface EdgeOf<Item> {
  cursor: string;
  node: Item;
}

/** A page of objects, with the contribution of each account. */
export interface ConnectionOf<Item> {
  edges: readonly EdgeOf<Item>[];
  pageInfo: PageInfo;
  totalCount?: number | null;
  sources: readonly SourceReport[];
}

/**
 * Creates the base class of an edge type. The item is passed as a function because the classes refer to each other in
 * circles.
 */
export function edgeOf<Item extends object>(item: () => ClassType<Item>): ClassType<EdgeOf<Item>> {
  @ObjectType({ simpleResolvers: true })
  class Edge {
    @Field(() => Cursor, { description: 'Position of the node in the list; pass it as `after` or `before`.' })
    cursor: string;

    @Field(item, { description: 'The object at this position.' })
    node: Item;
  }
  return Edge as ClassType<EdgeOf<Item>>;
}

/** Creates the base class of a connection type. */
export function connectionClass<Item extends object>(
  edge: () => ClassType<EdgeOf<Item>>,
): ClassType<ConnectionOf<Item>> {
  @ObjectType({ simpleResolvers: true })
  class Connection {
    @Field(() => [edge()], { description: 'The objects of this page with their positions.' })
    edges: readonly EdgeOf<Item>[];

    @Field(() => PageInfo, { description: 'Position of this page in the list.' })
    pageInfo: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description:
        'Number of matching objects over all pages; null when a source failed or its list was not read to the end.',
    })
    totalCount?: number | null;

    @Field(() => [SourceReport], {
      description:
        'One entry for each account that the caller may use: its contribution, its error when it failed, or why it was not asked.',
    })
    sources: readonly SourceReport[];
  }
  return Connection as ClassType<ConnectionOf<Item>>;
}

@ObjectType({ simpleResolvers: true, description: 'A campaign with its position in the list.' })
export class CampaignEdge extends edgeOf(() => Campaign) {}
@ObjectType({ simpleResolvers: true, description: 'A page of campaigns.' })
export class CampaignConnection extends connectionClass(() => CampaignEdge) {}

@ObjectType({ simpleResolvers: true, description: 'An agent with its position in the list.' })
export class AgentEdge extends edgeOf(() => Agent) {}
@ObjectType({ simpleResolvers: true, description: 'A page of agents.' })
export class AgentConnection extends connectionClass(() => AgentEdge) {}

@ObjectType({ simpleResolvers: true, description: 'A call with its position in the list.' })
export class CallEdge extends edgeOf(() => Call) {}
@ObjectType({ simpleResolvers: true, description: 'A page of calls.' })
export class CallConnection extends connectionClass(() => CallEdge) {}

@ObjectType({ simpleResolvers: true, description: 'A recording with its position in the list.' })
export class RecordingEdge extends edgeOf(() => Recording) {}
@ObjectType({ simpleResolvers: true, description: 'A page of recordings.' })
export class RecordingConnection extends connectionClass(() => RecordingEdge) {}

@ObjectType({ simpleResolvers: true, description: 'A disposition with its position in the list.' })
export class DispositionEdge extends edgeOf(() => Disposition) {}
@ObjectType({ simpleResolvers: true, description: 'A page of dispositions.' })
export class DispositionConnection extends connectionClass(() => DispositionEdge) {}

@ObjectType({ simpleResolvers: true, description: 'A skill with its position in the list.' })
export class SkillEdge extends edgeOf(() => Skill) {}
@ObjectType({ simpleResolvers: true, description: 'A page of skills.' })
export class SkillConnection extends connectionClass(() => SkillEdge) {}

@ObjectType({ simpleResolvers: true, description: 'A contact list with its position in the list.' })
export class ContactListEdge extends edgeOf(() => ContactList) {}
@ObjectType({ simpleResolvers: true, description: 'A page of contact lists.' })
export class ContactListConnection extends connectionClass(() => ContactListEdge) {}

@ObjectType({ simpleResolvers: true, description: 'A contact with its position in the list.' })
export class ContactEdge extends edgeOf(() => Contact) {}
@ObjectType({ simpleResolvers: true, description: 'A page of contacts.' })
export class ContactConnection extends connectionClass(() => ContactEdge) {}

@ObjectType({ simpleResolvers: true, description: 'A queue with its position in the list.' })
export class QueueEdge extends edgeOf(() => Queue) {}
@ObjectType({ simpleResolvers: true, description: 'A page of queues.' })
export class QueueConnection extends connectionClass(() => QueueEdge) {}
