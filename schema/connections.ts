import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { SourceReport } from './account.ts';
import { Agent } from './agent.ts';
import { Call } from './call.ts';
import { Campaign } from './campaign.ts';
import { Contact, ContactList } from './contact.ts';
import { Disposition } from './disposition.ts';
import { PageInfo } from './node.ts';
import { Recording } from './recording.ts';
import { Cursor } from './scalars.ts';
import { Skill } from './skill.ts';

/** A thing and its place in the list. */
export interface EdgeOf<Item> {
  cursor: string;
  node: Item;
}

/** A page of things and what each account contributed. */
export interface ConnectionOf<Item> {
  edges: readonly EdgeOf<Item>[];
  pageInfo: PageInfo;
  totalCount?: number | null;
  sources: readonly SourceReport[];
}

/** Makes the base class of a kind's edge. The item is named by a function, as the classes know each other in circles. */
export function edgeOf<Item extends object>(item: () => ClassType<Item>): ClassType<EdgeOf<Item>> {
  @ObjectType({ simpleResolvers: true })
  class Edge {
    @Field(() => Cursor, { description: 'Its place in the list.' })
    cursor: string;

    @Field(item, { description: 'The thing itself.' })
    node: Item;
  }
  return Edge as ClassType<EdgeOf<Item>>;
}

/** Makes the base class of a kind's connection. */
export function connectionClass<Item extends object>(
  edge: () => ClassType<EdgeOf<Item>>,
): ClassType<ConnectionOf<Item>> {
  @ObjectType({ simpleResolvers: true })
  class Connection {
    @Field(() => [edge()], { description: 'This page’s things with their places.' })
    edges: readonly EdgeOf<Item>[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description: 'How many there are over all pages; null where that is not known.',
    })
    totalCount?: number | null;

    @Field(() => [SourceReport], { description: 'What each account contributed, or why it did not.' })
    sources: readonly SourceReport[];
  }
  return Connection as ClassType<ConnectionOf<Item>>;
}

/** A campaign and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A campaign and its place in the list.' })
export class CampaignEdge extends edgeOf(() => Campaign) {}
/** A page of campaigns. */
@ObjectType({ simpleResolvers: true, description: 'A page of campaigns.' })
export class CampaignConnection extends connectionClass(() => CampaignEdge) {}

/** An agent and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'An agent and its place in the list.' })
export class AgentEdge extends edgeOf(() => Agent) {}
/** A page of agents. */
@ObjectType({ simpleResolvers: true, description: 'A page of agents.' })
export class AgentConnection extends connectionClass(() => AgentEdge) {}

/** A call and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A call and its place in the list.' })
export class CallEdge extends edgeOf(() => Call) {}
/** A page of calls. */
@ObjectType({ simpleResolvers: true, description: 'A page of calls.' })
export class CallConnection extends connectionClass(() => CallEdge) {}

/** A recording and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A recording and its place in the list.' })
export class RecordingEdge extends edgeOf(() => Recording) {}
/** A page of recordings. */
@ObjectType({ simpleResolvers: true, description: 'A page of recordings.' })
export class RecordingConnection extends connectionClass(() => RecordingEdge) {}

/** A disposition and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A disposition and its place in the list.' })
export class DispositionEdge extends edgeOf(() => Disposition) {}
/** A page of dispositions. */
@ObjectType({ simpleResolvers: true, description: 'A page of dispositions.' })
export class DispositionConnection extends connectionClass(() => DispositionEdge) {}

/** A skill and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A skill and its place in the list.' })
export class SkillEdge extends edgeOf(() => Skill) {}
/** A page of skills. */
@ObjectType({ simpleResolvers: true, description: 'A page of skills.' })
export class SkillConnection extends connectionClass(() => SkillEdge) {}

/** A contact list and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A contact list and its place in the list.' })
export class ContactListEdge extends edgeOf(() => ContactList) {}
/** A page of contact lists. */
@ObjectType({ simpleResolvers: true, description: 'A page of contact lists.' })
export class ContactListConnection extends connectionClass(() => ContactListEdge) {}

/** A contact and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A contact and its place in the list.' })
export class ContactEdge extends edgeOf(() => Contact) {}
/** A page of contacts. */
@ObjectType({ simpleResolvers: true, description: 'A page of contacts.' })
export class ContactConnection extends connectionClass(() => ContactEdge) {}
