/** Which accounts a list is read from, and the report of the others. */
import type { SourceReport } from '../../schema/account.ts';
import type { AnyFilter } from '../../schema/filters.ts';
import type { NotAsked } from '../../schema/vocabulary.ts';
import { mayUseAccount } from '../access/caller.ts';
import type { AdapterRole } from '../adapters/roles.ts';
import { accountOf } from '../gateway/account.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Context } from './context.ts';

type AccountFilter = { readonly [Name in 'accounts' | 'vendors']?: Readonly<AnyFilter[Name]> };

/** Why an account that offers a list is not read; null where it is read. */
type Skips = (account: AccountHandle) => NotAsked | null;

/** The accounts that a list is read from. Throws NOT_FOUND for one in the filter that the caller may not use. */
export function chosenAccounts(
  { requestCache }: Context,
  role: AdapterRole,
  filter: AccountFilter,
  skips: Skips = () => null,
): readonly AccountHandle[] {
  for (const key of filter.accounts ?? []) accountOf(requestCache, key, ['filter', 'accounts']);
  return requestCache
    .accountsWith(role)
    .filter((account) => passes(account, filter) && (filter.accounts?.includes(account.key) || !skips(account)));
}

function passes({ key, vendor }: AccountHandle, { accounts, vendors }: AccountFilter): boolean {
  return (accounts?.includes(key) ?? true) && (vendors?.includes(vendor) ?? true);
}

/** The facts that decide which accounts are read. */
interface Asked {
  readonly role: AdapterRole;
  readonly filter: AccountFilter;
  readonly skips?: Skips;
  /** Why an account that does not offer the list has no part in it; UNSUPPORTED by default. */
  lacks?(account: AccountHandle): NotAsked;
}

/** The reports of the accounts that were not read; an account without the list is an error where the filter names it. */
export function unaskedAccounts(
  { gateway, caller, views }: Context,
  asked: readonly AccountHandle[],
  { role, filter, skips, lacks }: Asked,
): SourceReport[] {
  const reasonOf = (account: AccountHandle): NotAsked => {
    if (!passes(account, filter)) return 'FILTERED';
    return account.roles.includes(role) ? (skips?.(account) ?? 'FILTERED') : (lacks?.(account) ?? 'UNSUPPORTED');
  };
  const refusal = (key: string) => gateway.unsupported(key, role, (other) => mayUseAccount(caller, other));
  const unasked = gateway.accounts.filter((account) => mayUseAccount(caller, account.key) && !asked.includes(account));
  return unasked.map((account) => {
    const notAsked = reasonOf(account);
    const isNamed = notAsked === 'UNSUPPORTED' && filter.accounts?.includes(account.key);
    return views.unasked(account.key, notAsked, isNamed ? refusal(account.key) : null);
  });
}
