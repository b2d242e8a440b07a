import type { QueueFilter } from '../../../schema/filters.ts';
import type { Queue } from '../../../schema/queue.ts';
import type { Context } from '../context.ts';
import { idFilter, nameFilter } from '../lists.ts';
import { type Order, type PageArguments, pageOf } from '../paging.ts';
import { groupingOf } from './grouping.ts';
import { realtimeMetrics } from './realtime.ts';
import { scopeOf } from './scope.ts';
import { thresholdsOf } from './thresholds.ts';

/** A queue as GraphQL sees it. */
export type QueueView = Queue;

const BY_NAME: Order<Queue> = {
  name: 'queue+',
  length: 2,
  key: ({ name, id }) => [name.toLowerCase(), id],
};

/** The queues that calls were seen in. */
export function queueList(context: Context, filter: QueueFilter, page: PageArguments): object {
  const { figures, views, gateway } = context;
  const accounts = scopeOf(context, filter).filter(({ adapter }) => adapter.reportsQueue);
  const keep = [idFilter('Queue', filter.ids), nameFilter(filter.nameContains)];
  const found = accounts.map(({ key: account }) => {
    const rows = figures.queues.of(account).map((queue) => ({
      account,
      queue,
      row: { nativeId: queue.nativeId ?? queue.name ?? '', name: queue.name ?? queue.nativeId ?? '' },
    }));
    return { account, rows: rows.filter((placed) => keep.every((fits) => fits(placed))) };
  });
  const queues = found.flatMap(({ rows }) => rows.map(({ account, queue }) => views.queue(account, queue)));
  const fetchedAt = gateway.now().toISOString();
  const whole = { rows: [], truncated: false, fetchedAt, stale: false, error: null };
  return {
    ...pageOf(queues, BY_NAME, page),
    totalCount: queues.length,
    sources: found.map(({ account, rows }) => views.report({ ...whole, account }, rows.length)),
  };
}

/** The threshold of a queue's service level as its vendor reports it. */
export async function queueThreshold(context: Context, { source }: QueueView): Promise<number | null> {
  const { account, nativeId } = source;
  const queue = context.figures.queues.get(account.key, nativeId);
  const grouping = await groupingOf(context, [], {});
  const thresholds = await thresholdsOf(context, grouping, null);
  const perCampaign = context.gateway.account(account.key)?.adapter.queuePerCampaign;
  return thresholds.of({ account: account.key, queue: queue ?? null, campaign: perCampaign ? (queue ?? null) : null });
}

/** The current figures of a queue. */
export async function queueMetrics(context: Context, { id, source }: QueueView, seconds: number | null) {
  const { gateway, figures, views } = context;
  const { key } = source.account;
  if (!gateway.account(key)?.adapter.reportsQueue) return null;
  const question = { groupBy: [], filter: { accounts: [key], queueIds: [id] }, serviceLevelSeconds: seconds };
  const { rows } = await realtimeMetrics(context, question);
  const queue = figures.queues.get(key, source.nativeId);
  return { ...rows[0], queue: queue ? views.queue(key, queue) : null };
}
