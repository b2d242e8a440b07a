import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from './account.ts';
import { Agent } from './agent.ts';
import { Campaign } from './campaign.ts';
import './enums.ts';
import { AccountFilter } from './filters.ts';
import { Queue } from './queue.ts';
import { Channel, Direction, MetricDimension, ServiceLevelBasis } from './vocabulary.ts';

registerEnumType(MetricDimension, {
  name: 'MetricDimension',
  description: 'A property that metrics are grouped by.',
  valuesConfig: {
    ACCOUNT: { description: 'The account that reports the call or agent.' },
    CAMPAIGN: { description: 'The campaign of the call.' },
    QUEUE: { description: 'The queue in which the call was offered.' },
    AGENT: { description: 'The agent handling the call; user records of one person are joined.' },
    AGENT_GROUP: { description: 'The agent’s groups; an agent of several groups counts in each of them.' },
    DIRECTION: { description: 'The direction of the call.' },
    CHANNEL: { description: 'The medium of the call.' },
  },
});

registerEnumType(ServiceLevelBasis, {
  name: 'ServiceLevelBasis',
  description: 'Source of the service-level threshold.',
  valuesConfig: {
    ARGUMENT: { description: 'The argument `serviceLevelSeconds`.' },
    VENDOR: { description: 'Reported by the vendor.' },
  },
});

@InputType({ description: 'Conditions for metrics. A call or agent counts when it meets every given condition.' })
export class MetricFilter extends AccountFilter {
  @Field(() => [ID], { nullable: true, description: 'Ids of campaigns, any one of them.' })
  campaignIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Ids of queues, any one of them.' })
  queueIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Ids of agents, any one of them.' })
  agentIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Names of agent groups, as in `Agent.groups`, any one of them.',
  })
  agentGroups?: string[] | null;

  @Field(() => [Direction], { nullable: true, description: 'Directions of the call, any one of them.' })
  directions?: Direction[] | null;

  @Field(() => [Channel], { nullable: true, description: 'Media of the call, any one of them.' })
  channels?: Channel[] | null;
}

/** The dimensions of a row; those that are not grouped by are null. */
@ObjectType()
export abstract class MetricGroup {
  @Field(() => Account, { nullable: true, description: 'The account; null when not grouped by `ACCOUNT`.' })
  account?: Account | null;

  @Field(() => Campaign, {
    nullable: true,
    description: 'The campaign; null when not grouped by `CAMPAIGN`, and for calls without a campaign.',
  })
  campaign?: Campaign | null;

  @Field(() => Queue, {
    nullable: true,
    description: 'The queue; null when not grouped by `QUEUE`, and for calls that were offered in no queue.',
  })
  queue?: Queue | null;

  @Field(() => Agent, {
    nullable: true,
    description: 'The agent; null when not grouped by `AGENT`, and for agents that no account lists.',
  })
  agent?: Agent | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the agent group; null when not grouped by `AGENT_GROUP`, and for agents without a group.',
  })
  agentGroup?: string | null;

  @Field(() => Direction, {
    nullable: true,
    description: 'The direction; null when not grouped by `DIRECTION`, and for calls of unknown direction.',
  })
  direction?: Direction | null;

  @Field(() => Channel, {
    nullable: true,
    description: 'The medium; null when not grouped by `CHANNEL`, and for calls of unknown medium.',
  })
  channel?: Channel | null;
}
