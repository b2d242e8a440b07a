import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Campaign, CampaignListSettings } from '../../schema/campaign.ts';
import { CallConnection, RecordingConnection } from '../../schema/connections.ts';
import { ContactList } from '../../schema/contact.ts';
import { Disposition } from '../../schema/disposition.ts';
import type { CampaignOrder } from '../../schema/enums.ts';
import { CallFilter, type CampaignFilter, RecordingFilter } from '../../schema/filters.ts';
import { Skill } from '../../schema/skill.ts';
import { DialingMode } from '../../schema/vocabulary.ts';
import type { Adapter, CampaignRecord, NamedCampaign, Reads } from '../adapters/adapter.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { Context } from './context.ts';
import { callList, recordingList } from './conversations.ts';
import { byName, connectionOf, idFilter, nameFilter, narrowedTo, type RowFilter } from './lists.ts';
import { ForwardArguments } from './page-arguments.ts';
import type { Order, PageArguments } from './paging.ts';
import type { CampaignView } from './views.ts';

function orderOf(orderBy: CampaignOrder): Order<AccountRow<CampaignRecord>> {
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
  const keep: RowFilter<CampaignRecord>[] = [
    ({ row }) => states?.some((state) => state === row.state) ?? true,
    ({ row }) => directions?.some((direction) => direction === row.direction) ?? true,
    idFilter('Campaign', ids),
    nameFilter(nameContains),
  ];
  const view = ({ account, row }: AccountRow<CampaignRecord>) => context.views.campaign(account, row);
  return connectionOf(context, { role: 'campaigns', filter, keep, order: orderOf(orderBy), view }, page);
}

type Named = { readonly nativeId: string; readonly name: string };
type CampaignPart = 'campaignDispositions' | 'campaignSkills' | 'campaignLists';

/** A part of a campaign and the account that lists it. */
interface PlacedPart<Role extends CampaignPart> {
  readonly account: string;
  readonly part: Awaited<ReturnType<Reads[Role]>>[number];
}

/**
 * Parts of a campaign: from its own account, else from accounts that list no campaigns but know this one by its name;
 * empty where no account reports them.
 */
async function placedParts<Role extends CampaignPart>(
  context: Context,
  { account, record }: CampaignView,
  role: Role,
): Promise<readonly PlacedPart<Role>[]> {
  const capable = context.requestCache.accountsWith(role);
  const ofAccount = capable.filter(({ key }) => key === account);
  const others = capable.filter(({ roles }) => !roles.includes('campaigns'));
  const answers = (ofAccount.length ? ofAccount : others).map(async ({ key }) => {
    const parts = await context.requestCache
      .loader<NamedCampaign, readonly Named[]>(
        `${role} of ${key}`,
        (campaigns) => Promise.all(campaigns.map((campaign) => askPart(context, key, role, campaign))),
        ({ nativeId, name }) => `${nativeId}\n${name}`,
      )
      .load(named(record));
    return parts.map((part) => ({ account: key, part: part as PlacedPart<Role>['part'] }));
  });
  return (await Promise.all(answers)).flat();
}

/** Parts of a campaign as objects of the graph. */
async function partsOf(
  context: Context,
  campaign: CampaignView,
  role: CampaignPart,
  type: 'Disposition' | 'Skill' | 'ContactList',
): Promise<object[]> {
  const placed = await placedParts(context, campaign, role);
  return placed.map(({ account, part }) => context.views.named(type, account, part));
}

const named = ({ nativeId, name }: NamedCampaign): NamedCampaign => ({ nativeId, name });

/** Reads a part of a campaign once for all that ask within a second, as results of one event do. */
function readOfCampaign<Value>(
  context: Context,
  account: string,
  query: { readonly role: keyof Reads; readonly campaign: NamedCampaign },
  read: (adapter: Adapter, signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  return context.gateway.cached({ account, role: 'campaigns', query }, read, context);
}

async function askPart(
  context: Context,
  account: string,
  role: CampaignPart,
  campaign: NamedCampaign,
): Promise<readonly Named[] | Error> {
  try {
    return await readOfCampaign(context, account, { role, campaign }, async (adapter, signal) => {
      return (await adapter[role]?.(campaign, { signal })) ?? [];
    });
  } catch (error) {
    return error as Error;
  }
}

/** Asks for a dialing mode that the list of campaigns is without; the vendor's failure costs this field alone. */
async function dialingModeOf(context: Context, account: string, campaign: CampaignRecord): Promise<DialingMode | null> {
  if (campaign.direction !== 'OUTBOUND') return null;
  const query = { role: 'campaignDialingMode', campaign: named(campaign) } as const;
  return readOfCampaign(context, account, query, async (adapter, signal) => {
    return (await adapter.campaignDialingMode?.(query.campaign, { signal })) ?? null;
  });
}

const FILTER = { nullable: true, description: 'Conditions; absent, every object matches.' } as const;

/** The fields of a campaign that are not in its row. */
@Resolver(() => Campaign)
export class CampaignFields {
  @FieldResolver(() => DialingMode, { nullable: true })
  async dialingMode(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<DialingMode | null> {
    const { account, record } = campaign;
    return record.dialingMode ?? dialingModeOf(context, account, record);
  }

  @FieldResolver(() => [Disposition], { nullable: true })
  dispositions(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<object[]> {
    return partsOf(context, campaign, 'campaignDispositions', 'Disposition');
  }

  @FieldResolver(() => [Skill], { nullable: true })
  skills(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<object[]> {
    return partsOf(context, campaign, 'campaignSkills', 'Skill');
  }

  @FieldResolver(() => [ContactList], { nullable: true })
  lists(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<object[]> {
    return partsOf(context, campaign, 'campaignLists', 'ContactList');
  }

  @FieldResolver(() => [CampaignListSettings], { nullable: true })
  async listSettings(@Root() campaign: CampaignView, @Ctx() context: Context): Promise<object[]> {
    const placed = await placedParts(context, campaign, 'campaignLists');
    return placed.map(({ account, part }) => {
      const { priority = null, ratio = null } = part;
      return { list: context.views.named('ContactList', account, part), priority, ratio };
    });
  }

  @FieldResolver(() => [String], { nullable: true })
  numbers(@Root() { account, record }: CampaignView, @Ctx() context: Context): Promise<readonly string[]> {
    const query = { role: 'campaignNumbers', campaign: named(record) } as const;
    return readOfCampaign(context, account, query, async (adapter, signal) => {
      return (await adapter.campaignNumbers?.(query.campaign, { signal })) ?? [];
    });
  }

  @FieldResolver(() => CallConnection, { nullable: true })
  calls(
    @Root() campaign: CampaignView,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => CallFilter, FILTER) filter: CallFilter | null,
  ): Promise<object> {
    return callList(context, narrowedTo('campaignId', campaign.id, filter), page);
  }

  @FieldResolver(() => RecordingConnection, { nullable: true })
  recordings(
    @Root() campaign: CampaignView,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => RecordingFilter, FILTER) filter: RecordingFilter | null,
  ): Promise<object> {
    return recordingList(context, narrowedTo('campaignId', campaign.id, filter), page);
  }
}
