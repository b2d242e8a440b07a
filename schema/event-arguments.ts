import { ArgsType, Field, Int } from 'type-graphql';
import { CallbackFilter } from './callback.ts';
import { EventFilter } from './event-log.ts';
import { AgentFilter, AlertFilter, CallFilter, CampaignFilter, RecordingFilter } from './filters.ts';
import { Cursor } from './scalars.ts';

const SNAPSHOT = {
  nullable: true,
  description: 'Emits the current state first, then every change, with no gap. Ignored when `after` is set.',
} as const;

/** Where a subscription continues. */
@ArgsType()
abstract class Continuing {
  @Field(() => Cursor, {
    nullable: true,
    description:
      'Cursor of the last event received. The subscription continues with the next event, without a gap; absent, it begins with the events from now on.',
  })
  after?: string | null;
}

/** Which page of the log. */
@ArgsType()
export class EventsPage {
  @Field(() => Int, {
    nullable: true,
    description:
      'Page size from 1 to 100, counted from the oldest stored event or from `after`; 25 when no size is given.',
  })
  first?: number | null;

  @Field(() => Cursor, {
    nullable: true,
    description:
      'Returns the events after this cursor; absent, the page begins with the oldest stored event. Not together with `last`.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Page size from 1 to 100, counted backwards from the newest event or from `before`; the page itself is oldest first. Not together with `first`.',
  })
  last?: number | null;

  @Field(() => Cursor, {
    nullable: true,
    description:
      'Returns the events before this cursor; absent, the page ends with the newest event. Only together with `last`.',
  })
  before?: string | null;

  @Field(() => EventFilter, {
    nullable: true,
    description: 'Conditions for events; absent, all events that the caller may read.',
  })
  filter?: EventFilter | null;
}

/** Which events to follow. */
@ArgsType()
export class EventsFollowed extends Continuing {
  @Field(() => EventFilter, {
    nullable: true,
    description: 'Conditions for events; absent, all events that the caller may read.',
  })
  filter?: EventFilter | null;
}

/** Which calls to follow. */
@ArgsType()
export class CallsFollowed extends Continuing {
  @Field(() => CallFilter, { nullable: true, description: 'Conditions for calls; absent, all calls.' })
  filter?: CallFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which recordings to follow. */
@ArgsType()
export class RecordingsFollowed extends Continuing {
  @Field(() => RecordingFilter, { nullable: true, description: 'Conditions for recordings; absent, all recordings.' })
  filter?: RecordingFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which agents to follow. */
@ArgsType()
export class AgentsFollowed extends Continuing {
  @Field(() => AgentFilter, { nullable: true, description: 'Conditions for agents; absent, all agents.' })
  filter?: AgentFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which alerts to follow. */
@ArgsType()
export class AlertsFollowed extends Continuing {
  @Field(() => AlertFilter, { nullable: true, description: 'Conditions for alerts; absent, all alerts.' })
  filter?: AlertFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which campaigns to follow. */
@ArgsType()
export class CampaignsFollowed extends Continuing {
  @Field(() => CampaignFilter, { nullable: true, description: 'Conditions for campaigns; absent, all campaigns.' })
  filter?: CampaignFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}

/** Which callbacks to follow. */
@ArgsType()
export class CallbacksFollowed extends Continuing {
  @Field(() => CallbackFilter, { nullable: true, description: 'Conditions for callbacks; absent, all callbacks.' })
  filter?: CallbackFilter | null;

  @Field(() => Boolean, SNAPSHOT)
  snapshot?: boolean | null;
}
