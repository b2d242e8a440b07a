import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Agent } from '../../schema/agent.ts';
import { Callback, CallbackConnection, CallbackFilter } from '../../schema/callback.ts';
import { Campaign } from '../../schema/campaign.ts';
import { writeId } from '../access/global-id.ts';
import type { CallbackRecord } from '../adapters/adapter.ts';
import { sameNumber } from '../adapters/numbers.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { Context } from './context.ts';
import { connectionOf, idFilter, type RowFilter } from './lists.ts';
import { BothWaysArguments } from './page-arguments.ts';
import type { Order } from './paging.ts';
import { agentOf, campaignOf } from './relations.ts';
import type { Views } from './views.ts';

/** A callback as GraphQL sees it. */
type CallbackView = Callback & { readonly account: string; readonly record: CallbackRecord };

/** The earliest due first; one without a time comes last. */
const BY_DUE_TIME: Order<AccountRow<CallbackRecord>> = {
  name: 'due+',
  length: 3,
  key: ({ account, row }) => [row.dueAt ?? '\uffff', account, row.nativeId],
};

/** A callback as GraphQL sees it. */
export function callbackView(views: Views, account: string, record: CallbackRecord): CallbackView {
  const { nativeId, number = null, dueAt = null, comments = null } = record;
  const source = { account: views.account(account), nativeId };
  const id = writeId('Callback', account, nativeId);
  return { __typename: 'Callback', id, source, number, dueAt, comments, account, record } as CallbackView;
}

function isDue({ dueAfter, dueBefore }: CallbackFilter): RowFilter<CallbackRecord> {
  const after = dueAfter ? Date.parse(dueAfter) : Number.NEGATIVE_INFINITY;
  const before = dueBefore ? Date.parse(dueBefore) : Number.POSITIVE_INFINITY;
  return ({ row }) => {
    if (!dueAfter && !dueBefore) return true;
    const due = row.dueAt ? Date.parse(row.dueAt) : Number.NaN;
    return due > after && due < before;
  };
}

function isTo({ views }: Context, number: string | null | undefined): RowFilter<CallbackRecord> {
  return ({ account, row }) => !number || sameNumber(number, views.e164(account, row.number) ?? row.number);
}

/** The list of callbacks, and the fields of one that lead elsewhere. */
@Resolver(() => Callback)
export class CallbackFields {
  @Query(() => CallbackConnection, {
    description: 'Callbacks of the agents of all accounts, the earliest due first.',
  })
  callbacks(
    @Ctx() context: Context,
    @Args(() => BothWaysArguments) page: BothWaysArguments,
    @Arg('filter', () => CallbackFilter, { nullable: true, description: 'Conditions; absent, every object matches.' })
    given: CallbackFilter | null,
  ): Promise<object> {
    const filter = given ?? {};
    const keep: RowFilter<CallbackRecord>[] = [
      idFilter('Callback', filter.ids) as RowFilter<CallbackRecord>,
      isTo(context, filter.number),
      isDue(filter),
    ];
    const view = ({ account, row }: AccountRow<CallbackRecord>) => callbackView(context.views, account, row);
    return connectionOf(context, { role: 'callbacks', filter: given ?? {}, keep, order: BY_DUE_TIME, view }, page);
  }

  @FieldResolver(() => Agent, {
    nullable: true,
    description: 'The agent whose desk lists the callback; null when not known.',
  })
  async agent(@Root() { account, record }: CallbackView, @Ctx() context: Context): Promise<object | null> {
    return record.agent ? agentOf(context, account, record.agent) : null;
  }

  @FieldResolver(() => Campaign, { nullable: true, description: 'The campaign of the call; null when it has none.' })
  campaign(@Root() { account, record }: CallbackView, @Ctx() context: Context): Promise<object | null> {
    return campaignOf(context, account, record.campaign);
  }
}
