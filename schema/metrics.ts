import { Field, Float, Int, ObjectType } from 'type-graphql';
import { MetricGroup } from './metric-group.ts';
import { DateTime } from './scalars.ts';
import { CallState, Presence, ServiceLevelBasis } from './vocabulary.ts';

@ObjectType({ simpleResolvers: true, description: 'The number of calls in one state.' })
export class CallStateCount {
  @Field(() => CallState, { description: 'State of the calls.' })
  state: CallState;

  @Field(() => Int, { description: 'Number of calls in this state.' })
  count: number;
}

@ObjectType({ simpleResolvers: true, description: 'The number of agents with one presence.' })
export class PresenceCount {
  @Field(() => Presence, { description: 'Presence of the agents.' })
  presence: Presence;

  @Field(() => Int, { description: 'Number of agents with this presence.' })
  count: number;
}

@ObjectType({ simpleResolvers: true, description: 'The number of agents who are not ready for one reason.' })
export class ReasonCount {
  @Field(() => String, {
    nullable: true,
    description: 'Name or number of the reason code, exactly as the vendor sent it; null when it sent none.',
  })
  reasonCode?: string | null;

  @Field(() => Int, { description: 'Number of agents who are not ready for this reason.' })
  count: number;
}

const BY_AGENT = 'By agent or agent group, calls that rang at the agent’s phone are counted instead.';

@ObjectType({
  simpleResolvers: true,
  description:
    'Current state of one group of calls and agents, and its totals since the midnight of the account’s time zone. A value that no vendor reports, or whose denominator is 0, is null.',
})
export class RealtimeMetricRow extends MetricGroup {
  @Field(() => Int, {
    nullable: true,
    description: 'Calls waiting in queues; null by agent, and when no account of the row reports waiting calls.',
  })
  callsWaiting?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Seconds that the longest-waiting call has waited; null when no call waits, or when a start is unknown.',
  })
  longestWaitSeconds?: number | null;

  @Field(() => [CallStateCount], { description: 'Live calls by state; states without a call are absent.' })
  callsByState: CallStateCount[];

  @Field(() => Float, {
    nullable: true,
    description:
      'Seconds since the start of the longest call at an agent’s phone; null when there is none, or when a start is unknown.',
  })
  longestCallSeconds?: number | null;

  @Field(() => [PresenceCount], {
    description:
      'Agents by presence; a presence without an agent is absent. Empty by campaign, queue, direction or channel.',
  })
  agentsByPresence: PresenceCount[];

  @Field(() => [ReasonCount], { description: 'Agents who are not ready, by reason code.' })
  agentsByReason: ReasonCount[];

  @Field(() => Int, {
    nullable: true,
    description: `Inbound calls offered since midnight, again in a queue that an agent transfers them into. ${BY_AGENT} Null when no account of the row was received.`,
  })
  offered?: number | null;

  @Field(() => Int, { nullable: true, description: 'Offered calls that an agent answered; null where `offered` is.' })
  answered?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Offered calls that ended before an agent answered; null by agent.',
  })
  abandoned?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Calls answered within the threshold ÷ calls offered, from 0 to 1; null by agent, without a threshold, without offered calls, or when a waiting time is unknown.',
  })
  serviceLevel?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Threshold of the service level in seconds; null when there is none, or when queues differ in it.',
  })
  serviceLevelSeconds?: number | null;

  @Field(() => ServiceLevelBasis, {
    nullable: true,
    description: 'Source of the threshold; null when there is none.',
  })
  serviceLevelBasis?: ServiceLevelBasis | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean seconds from the offer to the answer, of answered calls; null by agent.',
  })
  averageSpeedOfAnswerSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean handle time of handled calls in seconds: talk, hold and after-call work; null without a handled call.',
  })
  averageHandleSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Time of agents on calls and in after-call work ÷ (that time + ready time), from 0 to 1; null by campaign, queue, direction or channel.',
  })
  occupancy?: number | null;

  @Field(() => DateTime, {
    description: 'Start of the totals: midnight in the account’s time zone, the earliest of several accounts.',
  })
  since: string;

  @Field(() => Float, {
    description:
      'Part of the time since midnight in which the gateway received events of the row’s accounts, from 0 to 1.',
  })
  coverage: number;
}

@ObjectType({ simpleResolvers: true, description: 'Current figures of calls and agents.' })
export class RealtimeMetrics {
  @Field(() => [RealtimeMetricRow], {
    description: 'One row for each group with a call or agent; one row in total when not grouped.',
  })
  rows: RealtimeMetricRow[];

  @Field(() => DateTime, { description: 'Time at which the figures were computed.' })
  measuredAt: string;
}
