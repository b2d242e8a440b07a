import { type Caller, mayKnow } from '../access/caller.ts';
import { CrosspointError } from '../adapters/errors.ts';

import type { Gateway } from './gateway.ts';

/** Who names an account, and among which. */
interface Naming {
  readonly caller: Pick<Caller, 'accounts'>;
  readonly gateway: Gateway;
}

/** The account a caller names; one the caller may not know of does not exist, which is told with the argument's path. */
export function accountOf(
  { caller, gateway }: Naming,
  account: string,
  path: readonly (string | number)[] = ['input', 'account'],
): string {
  if (mayKnow(caller, account) && gateway.account(account)) return account;
  throw new CrosspointError('NOT_FOUND', `There is no account ${account}`, { path });
}
