import { CrosspointError } from '../../adapters/errors.ts';
import { type Context, mayKnow } from '../context.ts';

/** The account a caller names; one the caller may not know of does not exist. */
export function accountOf(context: Context, account: string): string {
  if (mayKnow(context.caller, account) && context.gateway.account(account)) return account;
  throw new CrosspointError('NOT_FOUND', `There is no account ${account}`, { path: ['input', 'account'] });
}
