import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { QueueConnection } from '../../../schema/connections.ts';
import { QueueFilter } from '../../../schema/filters.ts';
import { MetricFilter } from '../../../schema/metric-group.ts';
import { Metrics } from '../../../schema/metric-row.ts';
import { RealtimeMetricRow, RealtimeMetrics } from '../../../schema/metrics.ts';
import { Queue } from '../../../schema/queue.ts';
import { DateTime } from '../../../schema/scalars.ts';
import { MetricDimension, MetricInterval } from '../../../schema/vocabulary.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { StateTicks } from '../../subscriptions/figures/ticks.ts';
import type { Context } from '../context.ts';
import { BothWaysArguments } from '../page-arguments.ts';
import { pastMetrics } from './past.ts';
import { type QueueView, queueList, queueMetrics, queueThreshold } from './queues.ts';
import { realtimeMetrics } from './realtime.ts';
import { checkDimensions, scopeOf } from './scope.ts';
import { checkThreshold } from './thresholds.ts';

/** Seconds between two results of a subscription. */
const LONGEST_PERIOD = 60;

const THRESHOLD = 'Threshold of the service level in seconds, from 1 to 600; absent, the one that the vendor reports.';

/** Arguments of current figures. */
@ArgsType()
class RealtimeArguments {
  @Field(() => [MetricDimension], {
    nullable: true,
    description: 'Dimensions of the rows, at most two; absent, one row of everything.',
  })
  groupBy?: MetricDimension[] | null;

  @Field(() => MetricFilter, { nullable: true, description: 'Conditions; absent, every call and agent counts.' })
  filter?: MetricFilter | null;

  @Field(() => Int, { nullable: true, description: THRESHOLD })
  serviceLevelSeconds?: number | null;
}

@ArgsType()
class RealtimeFollowed extends RealtimeArguments {
  @Field(() => Int, { defaultValue: 1, description: 'Seconds between two results, from 1 to 60.' })
  everySeconds: number;
}

@ArgsType()
class PastArguments extends RealtimeArguments {
  @Field(() => DateTime, { description: 'Start of the period.' })
  from: string;

  @Field(() => DateTime, { nullable: true, description: 'End of the period, exclusive; now when absent.' })
  to?: string | null;

  @Field(() => MetricInterval, {
    nullable: true,
    description: 'Length of the intervals, of which an answer has at most 1,000; absent, one row for the period.',
  })
  interval?: MetricInterval | null;
}

function questionOf({ groupBy, filter, serviceLevelSeconds = null }: RealtimeArguments) {
  return { groupBy: groupBy ?? [], filter: filter ?? {}, serviceLevelSeconds };
}

interface Asked {
  readonly context: Context;
  readonly args: RealtimeFollowed;
}

/** The state first, then at each period in which something changed. */
function follow({ context, args }: Asked): StateTicks {
  const { figures, subscriptions } = context;
  const { everySeconds } = args;
  if (everySeconds < 1 || everySeconds > LONGEST_PERIOD)
    throw invalidArgument(`\`everySeconds\` is ${everySeconds}; it is from 1 to ${LONGEST_PERIOD}`, 'everySeconds');
  const { groupBy, filter, serviceLevelSeconds } = questionOf(args);
  const accounts = scopeOf(context, filter);
  checkDimensions(groupBy, accounts);
  checkThreshold(serviceLevelSeconds);
  const keys = accounts.map(({ key }) => key);
  const unwatch = subscriptions.watchAccounts(['CALL', 'AGENT'], keys);
  return new StateTicks(everySeconds * 1_000, () => (figures.isMoving ? Symbol() : figures.revision), unwatch);
}

/** Current figures. */
@Resolver(() => Queue)
export class MetricResolver {
  @Query(() => RealtimeMetrics, {
    description:
      'Current figures: waiting calls, live calls, agents by presence, and the totals since midnight. Accounts without an event stream report live calls and agents, and totals only of the time in which a subscription polled them.',
  })
  realtimeMetrics(@Ctx() context: Context, @Args(() => RealtimeArguments) asked: RealtimeArguments): Promise<object> {
    return realtimeMetrics(context, questionOf(asked));
  }

  @Query(() => Metrics, {
    description:
      'Figures of a period, in total or by intervals, as far back as the gateway stores them (90 days by default). `from` is rounded down and `to` up to a quarter of an hour.',
  })
  metrics(@Ctx() context: Context, @Args(() => PastArguments) asked: PastArguments): Promise<object> {
    const { from, to = null, interval = null } = asked;
    return pastMetrics(context, { from, to, interval, ...questionOf(asked) });
  }

  @Subscription(() => RealtimeMetrics, {
    subscribe: follow as never,
    description:
      'Emits the current figures first, then every `everySeconds` seconds in which a figure changed, and after ten seconds without a change the same figures again, so that a silent subscription is a broken one. Each result replaces the previous one, so a result that a slow client misses is not repeated.',
  })
  realtimeMetricsChanged(
    @Ctx() context: Context,
    @Args(() => RealtimeFollowed) asked: RealtimeFollowed,
  ): Promise<object> {
    return realtimeMetrics(context, questionOf(asked));
  }

  @Query(() => QueueConnection, {
    description: 'Queues of all accounts in which calls were received since yesterday, by name.',
  })
  queues(
    @Ctx() context: Context,
    @Args(() => BothWaysArguments) page: BothWaysArguments,
    @Arg('filter', () => QueueFilter, { nullable: true, description: 'Conditions; absent, every object matches.' })
    filter: QueueFilter | null,
  ): object {
    return queueList(context, filter ?? {}, page);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Threshold of the service level in seconds, as the vendor reports it; null when it reports none.',
  })
  serviceLevelSeconds(@Root() queue: QueueView, @Ctx() context: Context): Promise<number | null> {
    return queueThreshold(context, queue);
  }

  @FieldResolver(() => RealtimeMetricRow, {
    nullable: true,
    name: 'metrics',
    description: 'Current figures of the queue; null when the account does not report waiting calls.',
  })
  queueMetrics(
    @Root() queue: QueueView,
    @Ctx() context: Context,
    @Arg('serviceLevelSeconds', () => Int, { nullable: true, description: THRESHOLD }) seconds: number | null,
  ): Promise<object | null> {
    return queueMetrics(context, queue, seconds ?? null);
  }
}
