import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { CallConnection } from '../../schema/connections.ts';
import { ContactImport } from '../../schema/contact.ts';
import { ContactImportConnection, ContactImportFilter } from '../../schema/contact-imports.ts';
import { DateTime } from '../../schema/scalars.ts';
import { mayUseAccount } from '../access/caller.ts';
import { notFound, readIdOf } from '../access/global-id.ts';
import type { CallRecord, ImportRecord, ListQuery } from '../adapters/adapter.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { Context } from './context.ts';
import { connectionOf, idFilter, type RowFilter } from './lists.ts';
import { BothWaysArguments, ForwardArguments } from './page-arguments.ts';
import type { Order } from './paging.ts';
import { importView } from './progress.ts';

/** By the vendor's key, since vendors do not state when an import began. */
const BY_KEY: Order<AccountRow<ImportRecord>> = {
  name: 'key+',
  length: 2,
  key: ({ account, row }) => [account, row.nativeId],
};

/** The campaign of a filter, of which its own account alone has imports. */
function campaignOf({ caller }: Context, id: string | null | undefined) {
  const key = id ? readIdOf('Campaign', id, 'filter', 'campaignId') : null;
  if (key && !mayUseAccount(caller, key.account)) throw notFound('Campaign', ['filter', 'campaignId']);
  return key;
}

/** Calls by the vendor's key, since attempts have no time. */
const CALLS_BY_KEY: Order<AccountRow<CallRecord>> = { ...BY_KEY, key: ({ account, row }) => [account, row.nativeId] };

/** The list of imports, and the calls of one. */
@Resolver(() => ContactImport)
export class ContactImportFields {
  @FieldResolver(() => CallConnection, {
    nullable: true,
    description:
      'Attempts to reach the contacts of the import, those of the 24 hours before `startedBefore` unless there is a `startedAfter`. Without rows and with a reason in `sources` where the vendor does not list them.',
  })
  calls(
    @Root() { source, nativeId }: ReturnType<typeof importView>,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('startedAfter', () => DateTime, { nullable: true, description: 'Lower bound of the time of the attempts.' })
    startedAfter: string | null,
    @Arg('startedBefore', () => DateTime, { nullable: true, description: 'Upper bound of the time; now when absent.' })
    startedBefore: string | null,
  ): Promise<object> {
    const view = ({ account, row }: AccountRow<CallRecord>) => context.views.call(account, row);
    const query = {
      contactImport: nativeId,
      ...(startedAfter && { startedAfter }),
      ...(startedBefore && { startedBefore }),
    };
    const skips = ({ adapter }: AccountHandle) => (adapter.contactImports ? null : ('UNSUPPORTED' as const));
    const filter = { accounts: [source.account.key] };
    return connectionOf(context, { role: 'calls', filter, query, skips, keep: [], order: CALLS_BY_KEY, view }, page);
  }

  @Query(() => ContactImportConnection, {
    description:
      'Imports of contacts of the accounts whose vendor lists them, such as the batches of an Engage account; those of the last 24 hours unless the filter has a period.',
  })
  contactImports(
    @Ctx() context: Context,
    @Args(() => BothWaysArguments) page: BothWaysArguments,
    @Arg('filter', () => ContactImportFilter, {
      nullable: true,
      description: 'Conditions; absent, every import of the last 24 hours matches.',
    })
    given: ContactImportFilter | null,
  ): Promise<object> {
    const { campaignId, startedAfter, startedBefore, ...place } = given ?? {};
    const campaign = campaignOf(context, campaignId);
    const isThere = (key: string) => !campaign || campaign.account === key;
    const accounts = campaign ? (place.accounts ?? [campaign.account]).filter(isThere) : place.accounts;
    const asked = { campaign: campaign?.nativeId, startedAfter, startedBefore };
    const query: ListQuery = Object.fromEntries(Object.entries(asked).filter(([, value]) => value != null));
    const keep: RowFilter<ImportRecord>[] = [idFilter('ContactImport', place.ids) as RowFilter<ImportRecord>];
    const view = ({ account, row }: AccountRow<ImportRecord>) => importView(context, account, row);
    const filter = accounts ? { ...place, accounts } : place;
    return connectionOf(context, { role: 'contactImports', filter, query, keep, order: BY_KEY, view }, page);
  }
}
