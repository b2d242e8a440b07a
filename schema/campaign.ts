import { Field, Int, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { CallConnection, RecordingConnection } from './connections.ts';
import { ContactList } from './contact.ts';
import { Disposition } from './disposition.ts';
import { Node } from './node.ts';
import { Skill } from './skill.ts';
import { CampaignState, Channel, DialingMode, Direction } from './vocabulary.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A contact list of a campaign and its place in the order of dialing.',
})
export class CampaignListSettings {
  @Field(() => ContactList, { nullable: true, description: 'The contact list; null when it could not be read.' })
  list?: ContactList | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Place of the list: the list with the lower number is dialed first; null when the vendor does not report it.',
  })
  priority?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Share of the list among the campaign’s lists, which counts where the campaign dials them in a ratio; null when the vendor does not report it.',
  })
  ratio?: number | null;
}

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

  @Field(() => [CampaignListSettings], {
    nullable: true,
    description:
      'The contact lists of the campaign with their places; empty when no account can list them, null when they could not be read.',
  })
  listSettings?: readonly CampaignListSettings[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Called numbers (DNIS) whose calls the campaign takes, exactly as the vendor writes them; empty for a campaign without any, null when they could not be read.',
  })
  numbers?: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the campaign profile; null when it has none or the vendor has no profiles.',
  })
  profile?: string | null;

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
