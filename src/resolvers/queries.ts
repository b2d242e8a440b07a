import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Account } from '../../schema/account.ts';
import {
  AgentConnection,
  CallConnection,
  CampaignConnection,
  ContactConnection,
  ContactListConnection,
  DispositionConnection,
  RecordingConnection,
  SkillConnection,
} from '../../schema/connections.ts';
import { CampaignOrder } from '../../schema/enums.ts';
import {
  AgentFilter,
  CallFilter,
  CampaignFilter,
  ContactFilter,
  ContactListFilter,
  DispositionFilter,
  RecordingFilter,
  SkillFilter,
} from '../../schema/filters.ts';
import { Node } from '../../schema/node.ts';
import { RateLimit } from '../../schema/rate-limit.ts';
import { mayUseAccount } from '../access/caller.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { agentList } from './agents.ts';
import { campaignList } from './campaigns.ts';
import { contactList } from './contact-list.ts';
import type { Context } from './context.ts';

import { callList, recordingList } from './conversations.ts';
import { byName, connectionOf, idFilter, nameFilter } from './lists.ts';
import { findNode } from './nodes.ts';
import { BothWaysArguments, ForwardArguments } from './page-arguments.ts';

const FILTER = { nullable: true, description: 'Conditions; absent, every object matches.' } as const;

/** The reads of the unified plane. */
@Resolver()
export class Queries {
  @Query(() => Node, {
    nullable: true,
    description: 'The object of a global id. Requires the read scope of the object’s type.',
  })
  node(@Ctx() context: Context, @Arg('id', () => ID, { description: 'Global id.' }) id: string): Promise<object> {
    return findNode(context, id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'The objects of several global ids, in the given order; null, with an error, for each that cannot be read. Requires the read scope of each object’s type.',
  })
  nodes(
    @Ctx() context: Context,
    @Arg('ids', () => [ID], { description: 'Global ids, at most 100.' }) ids: string[],
  ): Promise<object>[] {
    if (ids.length > 100) throw new CrosspointError('INVALID_ARGUMENT', 'At most 100 ids', { path: ['ids'] });
    return ids.map((id) => findNode(context, id));
  }

  @Query(() => [Account], { description: 'All accounts that the caller may see.' })
  accounts(@Ctx() { gateway, caller, views }: Context): Account[] {
    return gateway.accounts.filter(({ key }) => mayUseAccount(caller, key)).map(({ key }) => views.account(key));
  }

  @Query(() => RateLimit, { description: 'The points of the caller, and the cost of this operation.' })
  rateLimit(@Ctx() { charge }: Context): RateLimit {
    const { limit = null, remaining = null, resetAt = null } = charge?.allowance() ?? {};
    return { limit, remaining, resetAt, cost: charge?.requested ?? 0 };
  }

  @Query(() => CampaignConnection, { description: 'Campaigns of all accounts.' })
  campaigns(
    @Ctx() context: Context,
    @Args(() => BothWaysArguments) page: BothWaysArguments,
    @Arg('filter', () => CampaignFilter, FILTER) filter: CampaignFilter | null,
    @Arg('orderBy', () => CampaignOrder, { nullable: true, description: 'Order of the list; NAME_ASC when absent.' })
    orderBy: CampaignOrder | null,
  ): Promise<object> {
    return campaignList(context, filter ?? {}, orderBy ?? 'NAME_ASC', page);
  }

  @Query(() => AgentConnection, {
    description: 'Agents of all accounts, by name; user records of one person are joined.',
  })
  agents(
    @Ctx() context: Context,
    @Args(() => BothWaysArguments) page: BothWaysArguments,
    @Arg('filter', () => AgentFilter, FILTER) filter: AgentFilter | null,
  ): Promise<object> {
    return agentList(context, filter ?? {}, page);
  }

  @Query(() => CallConnection, {
    description:
      'Calls of all accounts, newest first. With `states: [ENDED]` and `startedAfter`, also past calls: those of the gateway’s own record, of the vendors’ reports, and those of which only a recording exists, one call for each conversation. `sources` has the time that each account covers. Past calls are read with `first`.',
  })
  calls(
    @Ctx() context: Context,
    @Args(() => BothWaysArguments) page: BothWaysArguments,
    @Arg('filter', () => CallFilter, FILTER) filter: CallFilter | null,
  ): Promise<object> {
    return callList(context, filter ?? {}, page);
  }

  @Query(() => RecordingConnection, { description: 'Recordings of all accounts, newest first.' })
  recordings(
    @Ctx() context: Context,
    @Args(() => BothWaysArguments) page: BothWaysArguments,
    @Arg('filter', () => RecordingFilter, FILTER) filter: RecordingFilter | null,
  ): Promise<object> {
    return recordingList(context, filter ?? {}, page);
  }

  @Query(() => DispositionConnection, { description: 'Dispositions of all accounts, by name.' })
  dispositions(
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => DispositionFilter, FILTER) filter: DispositionFilter | null,
  ): Promise<object> {
    return namedList(context, 'Disposition', 'dispositions', filter ?? {}, page);
  }

  @Query(() => SkillConnection, { description: 'Skills (ACD queues) of all accounts, by name.' })
  skills(
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => SkillFilter, FILTER) filter: SkillFilter | null,
  ): Promise<object> {
    return namedList(context, 'Skill', 'skills', filter ?? {}, page);
  }

  @Query(() => ContactListConnection, { description: 'Contact lists of all accounts, by name.' })
  contactLists(
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => ContactListFilter, FILTER) filter: ContactListFilter | null,
  ): Promise<object> {
    return namedList(context, 'ContactList', 'contactLists', filter ?? {}, page);
  }

  @Query(() => ContactConnection, { description: 'Contacts of all accounts that match the filter, by name.' })
  contacts(
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => ContactFilter, {
      description: 'Conditions; `{}` matches every contact that the vendors list.',
    })
    filter: ContactFilter,
  ): Promise<object> {
    if (!context.requestCache.accountsWith('contacts').length) {
      throw new CrosspointError('UNSUPPORTED', 'No account can list contacts');
    }
    return contactList(context, filter, page);
  }
}

const ROLES = {
  Disposition: 'dispositions',
  Skill: 'skills',
  ContactList: 'contactLists',
} as const;

/** A list of objects that have little more than a name. */
function namedList(
  context: Context,
  type: keyof typeof ROLES,
  role: (typeof ROLES)[keyof typeof ROLES],
  filter: DispositionFilter,
  page: ForwardArguments,
): Promise<object> {
  const keep = [idFilter(type, filter.ids), nameFilter(filter.nameContains)];
  const view = ({ account, row }: { account: string; row: { nativeId: string; name?: string | null } }) =>
    context.views.named(type, account, isNamed(row) ? row : { ...row, name: '' });
  return connectionOf(context, { role, filter, keep, order: byName(), view }, page);
}

function isNamed<Row extends { name?: string | null }>(row: Row): row is Row & { name: string } {
  return row.name != null;
}
