import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MetricGroup } from './metric-group.ts';
import { DateTime } from './scalars.ts';
import { MetricInterval, ServiceLevelBasis } from './vocabulary.ts';

registerEnumType(MetricInterval, {
  name: 'MetricInterval',
  description: 'Length of the intervals of metrics. Intervals begin by the clock of the account’s time zone.',
  valuesConfig: {
    FIFTEEN_MINUTES: { description: 'A quarter of an hour.' },
    THIRTY_MINUTES: { description: 'Half an hour.' },
    HOUR: { description: 'An hour.' },
    DAY: { description: 'From midnight to midnight; 23 or 25 hours when the clock changes.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Time for which agents were not ready for one reason.' })
export class ReasonTime {
  @Field(() => String, { description: 'Name or number of the reason code, exactly as the vendor sent it.' })
  reasonCode: string;

  @Field(() => Float, { description: 'Seconds of all agents together.' })
  seconds: number;
}

const MEAN = 'of handled calls in seconds; null when it is known of no call.';
const LONGEST = 'of a handled call in seconds; null when it is known of no call.';
const TIME = 'in seconds, of all agents together; null by campaign, queue, direction or channel.';

@ObjectType({
  simpleResolvers: true,
  description:
    'Totals of one group of calls and agents in one interval. A call counts as offered in the interval in which it was offered, and as handled in the interval in which it ended. A value that no vendor reports, whose denominator is 0, or of an interval without coverage is null.',
})
export class MetricRow extends MetricGroup {
  @Field(() => DateTime, { description: 'Start of the interval.' })
  start: string;

  @Field(() => DateTime, { description: 'End of the interval, exclusive.' })
  end: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Inbound calls offered. A call that an agent transfers into a queue is offered there again while it waits; one that an agent transfers to another agent is not. By agent or agent group, calls that rang at the agent’s phone.',
  })
  offered?: number | null;

  @Field(() => Int, { nullable: true, description: 'Offered calls that an agent answered.' })
  answered?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Offered calls that ended before an agent answered; null by agent.',
  })
  abandoned?: number | null;

  @Field(() => Float, { nullable: true, description: 'Abandoned calls ÷ offered calls, from 0 to 1; null by agent.' })
  abandonRate?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Calls answered within the threshold ÷ calls offered, from 0 to 1; null by agent, without a threshold, or when a waiting time is unknown.',
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

  @Field(() => Int, { nullable: true, description: 'Calls that agents finished, inbound and outbound.' })
  handled?: number | null;

  @Field(() => Int, { nullable: true, description: 'Handled calls that an agent transferred.' })
  transferred?: number | null;

  @Field(() => Int, { nullable: true, description: 'Outbound calls placed.' })
  attempted?: number | null;

  @Field(() => Int, { nullable: true, description: 'Outbound calls that were answered.' })
  contacted?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean time in queues in seconds, of offered calls; null by agent.',
  })
  averageQueueSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Mean ring time ${MEAN}` })
  averageRingSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Mean talk time ${MEAN}` })
  averageTalkSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Mean hold time ${MEAN}` })
  averageHoldSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Mean after-call work ${MEAN}` })
  averageWrapUpSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Mean handle time ${MEAN}` })
  averageHandleSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Longest time in queues in seconds, of an offered call that left them; null by agent.',
  })
  longestQueueSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Longest talk time ${LONGEST}` })
  longestTalkSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Longest time on hold ${LONGEST}` })
  longestHoldSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Longest handle time ${LONGEST}` })
  longestHandleSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean seconds from the offer to the answer, of answered calls; null by agent.',
  })
  averageSpeedOfAnswerSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Logged-in time ${TIME}` })
  loggedInSeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Ready time ${TIME}` })
  readySeconds?: number | null;

  @Field(() => Float, { nullable: true, description: `Not-ready time ${TIME}` })
  notReadySeconds?: number | null;

  @Field(() => [ReasonTime], { description: 'Not-ready time by reason code, the longest first.' })
  notReadyByReason: ReasonTime[];

  @Field(() => Float, { nullable: true, description: `Time on calls and in after-call work ${TIME}` })
  handlingSeconds?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Handling time ÷ (handling time + ready time), from 0 to 1; null by campaign, queue, direction or channel.',
  })
  occupancy?: number | null;

  @Field(() => Float, {
    description:
      'Part of the interval until now in which the gateway received events of the row’s accounts, from 0 to 1.',
  })
  coverage: number;
}

@ObjectType({ simpleResolvers: true, description: 'Figures of a period.' })
export class Metrics {
  @Field(() => [MetricRow], {
    description:
      'One row for each interval and group, by start; without dimensions, and by account alone, intervals without calls have a row too.',
  })
  rows: MetricRow[];
}
