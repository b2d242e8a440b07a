import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ContactList } from '../../schema/contact.ts';
import type { ContactFilter } from '../../schema/filters.ts';
import { readIdOf } from '../access/global-id.ts';
import type { ContactRecord } from '../adapters/adapter.ts';
import { sameNumber } from '../adapters/numbers.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import { spellingsOf } from '../gateway/numbers.ts';
import type { Context } from './context.ts';
import { byName, connectionOf, idFilter, nameFilter, type RowFilter } from './lists.ts';
import type { PageArguments } from './paging.ts';

function numberFilter(number: string | null | undefined): RowFilter<ContactRecord> {
  if (!number) return () => true;
  return ({ row }) => row.numbers.some((known) => sameNumber(known, number));
}

function fieldsFilter(wanted: ContactFilter['fields']): RowFilter<ContactRecord> {
  return ({ row }) =>
    (wanted ?? []).every((field) => row.fields.some(({ name, value }) => name === field.name && value === field.value));
}

/** Contacts over all accounts, by name. A number and values are what vendors look for; names are looked at here. */
export function contactList(context: Context, filter: ContactFilter, page: PageArguments): Promise<object> {
  const { ids, nameContains, number, fields } = filter;
  const keys = ids?.map((id) => readIdOf('Contact', id, 'filter', 'ids'));
  const nativeIds = keys?.map((key) => key.nativeId);
  const skips = ({ key }: AccountHandle) =>
    keys && !keys.some(({ account }) => account === key) ? ('FILTERED' as const) : null;
  const contactFields = fields?.map(({ name, value }) => ({ name, value }));
  const query = {
    ...(number && { number, spellings: spellingsOf(number) }),
    ...(contactFields && { fields: contactFields }),
    ...(nativeIds && { nativeIds }),
  };
  const keep: RowFilter<ContactRecord>[] = [
    idFilter('Contact', ids) as RowFilter<ContactRecord>,
    nameFilter(nameContains) as RowFilter<ContactRecord>,
    numberFilter(number),
    fieldsFilter(fields),
  ];
  const view = ({ account, row }: { account: string; row: ContactRecord }) => context.views.contact(account, row);
  return connectionOf(context, { role: 'contacts', filter, query, skips, keep, order: byName(), view }, page);
}

/** The field of a contact list that is missing where it hangs on a campaign. */
@Resolver(() => ContactList)
export class ContactListFields {
  @FieldResolver(() => Int, { nullable: true })
  async size(@Root() list: ContactList, @Ctx() { requestCache: operation }: Context): Promise<number | null> {
    if (list.size !== undefined) return list.size;
    const { account, nativeId } = list.source;
    const lists = await operation.rows('contactLists');
    return lists.find((one) => one.account === account.key && one.row.nativeId === nativeId)?.row.size ?? null;
  }
}
