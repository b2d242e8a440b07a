import { mayUseAccount } from '../../access/caller.ts';
import type { NodeKey } from '../../access/global-id.ts';
import type { AgentActs } from '../../adapters/acts/agent.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { Identity } from '../../gateway/people.ts';
import type { Context } from '../context.ts';
import { keyOf, visible } from './perform.ts';

type IdentityRole = 'callDial' | 'callbackAdd' | Exclude<keyof AgentActs, 'agentCreate'>;

/** The identity of an agent at an account with the capability: the logged-in one, else the first. */
export async function identityWith<R extends IdentityRole>(context: Context, agentId: string, role: R, path: string) {
  const { key, identities, capable } = await identitiesOf(context, agentId, role, path);
  const chosen = capable.find(({ record }) => record.presence && record.presence !== 'LOGGED_OUT') ?? capable[0];
  return identityAt(context, { key, identities, role }, chosen);
}

/** The identity of an agent at the named account, else at the only account with the capability. */
export async function namedIdentity<R extends IdentityRole>(
  context: Context,
  input: { readonly id: string; readonly account?: string | null },
  role: R,
) {
  const { key, identities, capable } = await identitiesOf(context, input.id, role, 'id');
  if (input.account != null) {
    const account = accountOf(context, input.account);
    const named = identities.find((identity) => identity.account === account);
    if (!named) throw invalidArgument(`The agent has no identity at ${account}${listed(capable)}`, 'input', 'account');
    return identityAt(context, { key, identities, role }, named);
  }
  if (capable.length > 1) throw invalidArgument(`Several accounts can do this${listed(capable)}`, 'input', 'account');
  return identityAt(context, { key, identities, role }, capable[0]);
}

function listed(capable: readonly Identity[]): string {
  return capable.length ? `; name one of these: ${capable.map(({ account }) => account).join(', ')}` : '';
}

async function identitiesOf(context: Context, agentId: string, role: IdentityRole, path: string) {
  const key = keyOf(context, 'Agent', agentId, 'input', path);
  const index = await context.requestCache.peopleIndex();
  const person = context.gateway.directory.personOf(index, key, ['input', path]);
  const identities = person.identities.filter(({ account }) => mayUseAccount(context.caller, account));
  const capable = context.gateway
    .accountsWith(role)
    .flatMap((handle) => identities.filter(({ account }) => account === handle.key));
  return { key, identities, capable };
}

interface Asked<R extends IdentityRole> {
  readonly key: NodeKey;
  readonly identities: readonly Identity[];
  readonly role: R;
}

/** The chosen identity and its adapter's method. Throws UNSUPPORTED, naming the accounts that could, where it has none. */
function identityAt<R extends IdentityRole>(
  context: Context,
  { key, identities, role }: Asked<R>,
  chosen: Identity | undefined,
) {
  const account = chosen?.account ?? key.account;
  return {
    key,
    /** All identities of the agent that the caller may see. */
    identities,
    account,
    nativeId: chosen?.record.nativeId ?? key.nativeId,
    method: context.gateway.requireCapability(account, role, visible(context)),
  };
}
