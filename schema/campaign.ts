import { Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { CallConnection, RecordingConnection } from './connections.ts';
import { ContactList } from './contact.ts';
import { Disposition } from './disposition.ts';
import { Node } from './node.ts';
import { Skill } from './skill.ts';
import { CampaignState, Channel, DialingMode, Direction } from './vocabulary.ts';

/** A campaign: calls placed or taken for one purpose. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A campaign: calls or messages placed or taken for one purpose.',
})
export class Campaign extends Node {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => Direction, { nullable: true, description: 'Who begins its conversations.' })
  direction?: Direction | null;

  @Field(() => Channel, { nullable: true, description: 'Its medium.' })
  channel?: Channel | null;

  @Field(() => DialingMode, {
    nullable: true,
    description:
      'How it places its calls; null for an inbound campaign, and where the vendor does not say or reading it failed.',
  })
  dialingMode?: DialingMode | null;

  @Field(() => CampaignState, { nullable: true, description: 'Where it stands.' })
  state?: CampaignState | null;

  @Field(() => [Disposition], {
    nullable: true,
    description:
      'The dispositions agents may choose for its calls; empty where no account lists them, null when reading them failed.',
  })
  dispositions?: readonly Disposition[] | null;

  @Field(() => [Skill], {
    nullable: true,
    description:
      'The skills its calls are routed to; empty where no account lists them, null when reading them failed.',
  })
  skills?: readonly Skill[] | null;

  @Field(() => [ContactList], {
    nullable: true,
    description: 'The contact lists it dials from; empty where no account lists them, null when reading them failed.',
  })
  lists?: readonly ContactList[] | null;

  @Field(() => CallConnection, {
    nullable: true,
    description: 'Its calls, newest first; null when reading them failed.',
  })
  calls?: CallConnection | null;

  @Field(() => RecordingConnection, {
    nullable: true,
    description: 'Recordings of its calls, newest first; null when reading them failed.',
  })
  recordings?: RecordingConnection | null;
}
