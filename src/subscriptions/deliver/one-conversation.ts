import type { EventRecord } from '../../adapters/event.ts';

/** The accounts a filter asks for; all of them where it names none. */
interface Asked {
  readonly accounts?: readonly string[] | null;
  readonly vendors?: readonly string[] | null;
}

/** The accounts that are visible to the caller. */
interface KnownAccounts {
  mayKnow?(account: string): boolean;
  accountsOf(vendor: string): readonly string[];
}

/**
 * Passes an event of an observed call unless the account that carries the call is among those asked for, as the query
 * shows such a call once. `merged`, which ends the observed call beside the carried one, is for subscribers of both accounts.
 */
export function oneConversation({ accounts, vendors }: Asked, known: KnownAccounts): (event: EventRecord) => boolean {
  const ofVendors = vendors && new Set(vendors.flatMap((vendor) => known.accountsOf(vendor)));
  const isAsked = (account: string) =>
    [known.mayKnow?.(account), accounts?.includes(account), ofVendors?.has(account)].every((each) => each ?? true);
  return (event) => {
    if (event.kind !== 'CALL' || event.carriedBy === undefined) return true;
    return isAsked(event.carriedBy) === (event.merged === true);
  };
}
