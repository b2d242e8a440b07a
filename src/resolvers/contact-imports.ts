import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { ContactImportConnection, ContactImportFilter } from '../../schema/contact-imports.ts';
import { mayUseAccount } from '../access/caller.ts';
import { notFound, readIdOf } from '../access/global-id.ts';
import type { ImportRecord, ListQuery } from '../adapters/adapter.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { Context } from './context.ts';
import { connectionOf, idFilter, type RowFilter } from './lists.ts';
import { BothWaysArguments } from './page-arguments.ts';
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

/** The list of imports. */
@Resolver()
export class ContactImportFields {
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
