import { ArgsType, Field, Int } from 'type-graphql';
import { EventFilter } from './event.ts';
import { AgentFilter, CallFilter, CampaignFilter, RecordingFilter } from './filters.ts';
import { Cursor } from './scalars.ts';

const SNAPSHOT = {
  nullable: true,
  description: 'Tell the current state first, then changes without a hole. Of no effect beside `after`.',
} as const;

/** Where a subscription continues. */
@ArgsType()
abstract class Continuing {
  @Field(() => Cursor, {
    nullable: true,
    description: 'Continue exactly after this event; from now on when absent.',
  })
  after?: string | null;
}

/** Which page of the log. */
@ArgsType()
export class EventsPage {
  @Field(() => Int, { nullable: true, description: 'How many, from 1 to 100. Required.' })
  first?: number | null;

  @Field(() => Cursor, { nullable: true, description: 'Only what came after.' })
  after?: string | null;

  @Field(() => EventFilter, { nullable: true, description: 'Which events.' })
  filter?: EventFilter | null;
}

/** Which events to follow. */
@ArgsType()
export class EventsFollowed extends Continuing {
  @Field(() => EventFilter, { nullable: true, description: 'Which events.' })
  filter?: EventFilter | null;
}

/** Which calls to follow. */
@ArgsType()
export class CallsFollowed extends Continuing {
  @Field(() => CallFilter, { nullable: true, description: 'Which calls.' })
  filter?: CallFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which recordings to follow. */
@ArgsType()
export class RecordingsFollowed extends Continuing {
  @Field(() => RecordingFilter, { nullable: true, description: 'Which recordings.' })
  filter?: RecordingFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which agents to follow. */
@ArgsType()
export class AgentsFollowed extends Continuing {
  @Field(() => AgentFilter, { nullable: true, description: 'Which agents.' })
  filter?: AgentFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which campaigns to follow. */
@ArgsType()
export class CampaignsFollowed extends Continuing {
  @Field(() => CampaignFilter, { nullable: true, description: 'Which campaigns.' })
  filter?: CampaignFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}
