import { type Caller, mayUseAccount } from '../access/caller.ts';
import { CrosspointError } from '../adapters/errors.ts';

import type { Gateway } from './gateway.ts';

/** The caller that names an account, and the gateway that has the accounts. */
interface Naming {
  readonly caller: Pick<Caller, 'accounts'>;
  readonly gateway: Gateway;
}

/** The account that a caller names. Throws NOT_FOUND with the argument's path for an account the caller may not use. */
export function accountOf(
  { caller, gateway }: Naming,
  account: string,
  path: readonly (string | number)[] = ['input', 'account'],
): string {
  if (mayUseAccount(caller, account) && gateway.account(account)) return account;
  throw new CrosspointError('NOT_FOUND', `There is no account ${account}`, { path });
}
