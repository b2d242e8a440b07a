import { mayUseAccount } from '../../access/caller.ts';
import type { TimeSpan } from '../../figures/calendar.ts';
import type { Context } from '../context.ts';
import { servedCampaign } from '../relations.ts';
import type { GroupValues } from './grouping.ts';
import type { FloorCounts } from './live.ts';
import type { Totals } from './totals.ts';

/** One row while it is counted. */
export interface MetricRowBuilder {
  readonly values: GroupValues;
  readonly accounts: Set<string>;
  readonly totals: Totals;
  readonly live: FloorCounts;
}

/** The mean coverage of accounts, each over its stretch of time; from 0 to 1, in millionths, in which a second of a day is not 0. */
export function coverageOfAccounts(
  { figures }: Pick<Context, 'figures'>,
  accounts: readonly string[],
  stretchOf: (account: string) => TimeSpan,
): number {
  if (accounts.length === 0) return 0;
  const sum = accounts.reduce((total, account) => total + figures.listening.coverage(account, stretchOf(account)), 0);
  return Math.round((sum / accounts.length) * 1_000_000) / 1_000_000;
}

/** The dimensions of a row as GraphQL shows them. */
export async function groupView(context: Context, values: GroupValues) {
  const { views, caller } = context;
  const { account, campaign, queue, person, agentGroup, direction, channel } = values;
  const index = person ? await context.requestCache.peopleIndex() : null;
  return {
    account: account === undefined ? null : views.account(account),
    campaign: campaign ? await campaignView(context, campaign) : null,
    queue: queue ? views.queue(queue.account, queue.queue) : null,
    agent: person && index ? views.agent(index, person, (key) => mayUseAccount(caller, key)) : null,
    agentGroup,
    direction,
    channel,
  };
}

async function campaignView(context: Context, { account, reference, listed }: NonNullable<GroupValues['campaign']>) {
  if (listed) return context.views.campaign(listed.account, listed.row);
  const served = await servedCampaign(context.gateway, account, reference);
  return served && context.views.campaign(account, served);
}
