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
    description: 'How it places its calls; null where the vendor’s list of campaigns does not say.',
  })
  dialingMode?: DialingMode | null;

  @Field(() => CampaignState, { nullable: true, description: 'Where it stands.' })
  state?: CampaignState | null;

  @Field(() => [Disposition], { description: 'The outcomes its agents may choose, as far as an account tells.' })
  dispositions: readonly Disposition[];

  @Field(() => [Skill], { description: 'The skills it is routed to, as far as an account tells.' })
  skills: readonly Skill[];

  @Field(() => [ContactList], { description: 'The lists it dials from, as far as an account tells.' })
  lists: readonly ContactList[];

  @Field(() => CallConnection, { description: 'Its calls, newest first.' })
  calls: CallConnection;

  @Field(() => RecordingConnection, { description: 'Recordings of its calls, newest first.' })
  recordings: RecordingConnection;
}
