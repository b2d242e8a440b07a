import { Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { CallConnection, RecordingConnection } from './connections.ts';
import { ContactList } from './contact.ts';
import { Disposition } from './disposition.ts';
import { Node } from './node.ts';
import { Skill } from './skill.ts';
import { CampaignState, Channel, DialingMode, Direction } from './vocabulary.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A campaign: inbound or outbound contacts for one purpose.',
})
export class Campaign extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, { description: 'Name of the campaign.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Free text of the administrator; null when empty.' })
  description?: string | null;

  @Field(() => Direction, {
    nullable: true,
    description: 'Direction of the campaign’s contacts; null when the vendor does not report it.',
  })
  direction?: Direction | null;

  @Field(() => Channel, {
    nullable: true,
    description: 'Medium of the campaign; null when the vendor does not report it.',
  })
  channel?: Channel | null;

  @Field(() => DialingMode, {
    nullable: true,
    description:
      'Dialing mode of an outbound campaign; null for an inbound campaign, and when the vendor does not report it or it could not be read.',
  })
  dialingMode?: DialingMode | null;

  @Field(() => CampaignState, {
    nullable: true,
    description: 'Current state; null when the vendor does not report it.',
  })
  state?: CampaignState | null;

  @Field(() => [Disposition], {
    nullable: true,
    description:
      'Dispositions available to the campaign’s agents; empty when no account can list them, null when they could not be read.',
  })
  dispositions?: readonly Disposition[] | null;

  @Field(() => [Skill], {
    nullable: true,
    description:
      'Skills to which the campaign’s calls are routed; empty when no account can list them, null when they could not be read.',
  })
  skills?: readonly Skill[] | null;

  @Field(() => [ContactList], {
    nullable: true,
    description:
      'Contact lists that the campaign dials from; empty when no account can list them, null when they could not be read.',
  })
  lists?: readonly ContactList[] | null;

  @Field(() => CallConnection, {
    nullable: true,
    description: 'Calls of the campaign, newest first; null when they could not be read.',
  })
  calls?: CallConnection | null;

  @Field(() => RecordingConnection, {
    nullable: true,
    description: 'Recordings of the campaign’s calls, newest first; null when they could not be read.',
  })
  recordings?: RecordingConnection | null;
}
