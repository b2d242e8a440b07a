import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Alert } from '../../schema/alert.ts';
import { Campaign } from '../../schema/campaign.ts';
import { AlertFilter } from '../../schema/filters.ts';
import { mayUseAccount } from '../access/caller.ts';
import type { AlertRecord } from '../adapters/alert-record.ts';
import { accountOf } from '../gateway/account.ts';
import type { Context } from './context.ts';
import { campaignOf } from './relations.ts';
import type { Views } from './views.ts';

/** An alert as GraphQL sees it. */
type AlertView = Alert & { readonly accountKey: string; readonly record: AlertRecord };

/** An alert as GraphQL sees it. */
export function alertView(views: Views, account: string, record: AlertRecord): AlertView {
  const { queue, campaign: _, agentGroup = null, ...facts } = record;
  const places = { queue: queue ? views.queue(account, queue) : null, agentGroup };
  return { ...facts, ...places, account: views.account(account), accountKey: account, record };
}

/** The alerts that are raised, and the campaign of one. */
@Resolver(() => Alert)
export class AlertFields {
  @Query(() => [Alert], { description: 'Alerts that are raised now, the oldest first; at most 1,000.' })
  async alerts(
    @Ctx() context: Context,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Conditions; absent, every alert matches.' })
    filter: AlertFilter | null,
  ): Promise<object[]> {
    const { accounts, rules } = filter ?? {};
    for (const key of accounts ?? []) accountOf(context, key, ['filter', 'accounts']);
    const raised = (await context.alerts?.raised()) ?? [];
    return raised
      .filter(({ account, alert }) => {
        const isVisible = mayUseAccount(context.caller, account) && context.gateway.account(account) !== undefined;
        return isVisible && (accounts?.includes(account) ?? true) && (rules?.includes(alert.rule) ?? true);
      })
      .map(({ account, alert }) => alertView(context.views, account, alert));
  }

  @FieldResolver(() => Campaign, { nullable: true })
  campaign(@Root() { accountKey, record }: AlertView, @Ctx() context: Context): Promise<object | null> {
    return campaignOf(context, accountKey, record.campaign);
  }
}
