import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Campaign } from '../../schema/campaign.ts';
import { CallConnection, RecordingConnection } from '../../schema/connections.ts';
import { ContactList } from '../../schema/contact.ts';
import { Disposition } from '../../schema/disposition.ts';
import type { CampaignOrder } from '../../schema/enums.ts';
import { CallFilter, type CampaignFilter, RecordingFilter } from '../../schema/filters.ts';
import { Skill } from '../../schema/skill.ts';
import type { CampaignRecord } from '../adapters/adapter.ts';
import type { Context } from './context.ts';
import { callList, recordingList } from './conversations.ts';
import { byName, connectionOf, idsKeep, type Keep, nameKeep, narrowedTo } from './lists.ts';
import type { Placed } from './operation.ts';
import type { Order, PageArguments } from './paging.ts';
import { ForwardArguments } from './queries.ts';
import type { CampaignView } from './views.ts';

function orderOf(orderBy: CampaignOrder): Order<Placed<CampaignRecord>> {
  const descending = orderBy.endsWith('_DESC');
  if (orderBy.startsWith('NAME')) return byName(descending);
  return {
    name: orderBy,
    length: 4,
    descending,
    key: ({ account, row }) => [row.state ?? '', row.name.toLowerCase(), account, row.nativeId],
  };
}

/** Campaigns over all accounts. */
export function campaignList(
  context: Context,
  filter: CampaignFilter,
  orderBy: CampaignOrder,
  page: PageArguments,
): Promise<object> {
  const { states, directions, ids, nameContains } = filter;
  const keep: Keep<CampaignRecord>[] = [
    ({ row }) => states?.some((state) => state === row.state) ?? true,
    ({ row }) => directions?.some((direction) => direction === row.direction) ?? true,
    idsKeep('Campaign', ids),
    nameKeep(nameContains),
  ];
  const view = ({ account, row }: Placed<CampaignRecord>) => context.views.campaign(account, row);
  return connectionOf(context, { role: 'campaigns', filter, keep, order: orderOf(orderBy), view }, page);
}

type Named = { readonly nativeId: string; readonly name: string };
type CampaignPart = 'campaignDispositions' | 'campaignSkills' | 'campaignLists';

/** What hangs on a campaign; empty where the vendor does not tell. */
async function partsOf(
  context: Context,
  { account, record }: CampaignView,
  role: CampaignPart,
  type: 'Disposition' | 'Skill' | 'ContactList',
) {
  const parts = await context.operation
    .loader<string, readonly Named[]>(`${role} of ${account}`, (campaigns) =>
      Promise.all(campaigns.map((campaign) => askPart(context, account, role, campaign))),
    )
    .load(record.nativeId);
  return parts.map((part) => context.views.named(type, account, part));
}

async function askPart(
  context: Context,
  account: string,
  role: CampaignPart,
  campaign: string,
): Promise<readonly Named[] | Error> {
  try {
    return await context.gateway.ask(
      account,
      async (adapter) => (await adapter[role]?.(campaign, { signal: context.signal })) ?? [],
    );
  } catch (error) {
    return error as Error;
  }
}

const FILTER = { nullable: true, description: 'Which ones; all when left out.' } as const;

/** The fields of a campaign that are not in its row. */
@Resolver(() => Campaign)
export class CampaignFields {
  @FieldResolver(() => [Disposition])
  dispositions(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<object[]> {
    return partsOf(context, campaign, 'campaignDispositions', 'Disposition');
  }

  @FieldResolver(() => [Skill])
  skills(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<object[]> {
    return partsOf(context, campaign, 'campaignSkills', 'Skill');
  }

  @FieldResolver(() => [ContactList])
  lists(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<object[]> {
    return partsOf(context, campaign, 'campaignLists', 'ContactList');
  }

  @FieldResolver(() => CallConnection)
  calls(
    @Root() campaign: CampaignView,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => CallFilter, FILTER) filter: CallFilter | null,
  ): Promise<object> {
    return callList(context, narrowedTo('campaignId', campaign.id, filter), page);
  }

  @FieldResolver(() => RecordingConnection)
  recordings(
    @Root() campaign: CampaignView,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => RecordingFilter, FILTER) filter: RecordingFilter | null,
  ): Promise<object> {
    return recordingList(context, narrowedTo('campaignId', campaign.id, filter), page);
  }
}
