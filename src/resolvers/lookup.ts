import type { Context } from './context.ts';

/** Charges a look-up by id to its caller. An account with quotas charges each call by itself, when it counts that. */
export function chargeLookup({ gateway, lookups, caller }: Context, account: string): void {
  if (!gateway.account(account)?.adapter.quotas) lookups.take(caller, account);
}
