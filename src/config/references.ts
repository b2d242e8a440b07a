import { scopesOf } from '../access/policy.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { type ConfigurationProblem, pathText } from './problems.ts';

/** The parts of a configuration that refer to others. */
interface Naming {
  readonly accounts: readonly { readonly id: string }[];
  readonly auth: {
    readonly keys: readonly { readonly scopes: readonly string[]; readonly accounts?: readonly string[] | undefined }[];
  };
  readonly identities: { readonly links: readonly (readonly string[])[] };
  readonly alerts: readonly { readonly id: string; readonly accounts?: readonly string[] | undefined }[];
  readonly webhooks: readonly {
    readonly id: string;
    readonly filter: { readonly accounts?: readonly string[] | undefined };
  }[];
}

const NO_ACCOUNT = 'there is no such account';

/** A problem for each name that is not among those there are. */
function unknownReferences(
  names: readonly string[] = [],
  isKnown: (name: string) => boolean,
  message: string,
  ...path: PropertyKey[]
): ConfigurationProblem[] {
  return names.flatMap((name, at): ConfigurationProblem[] =>
    isKnown(name) ? [] : [[pathText([...path, at]), message]],
  );
}

/** Finds names that refer to nothing, because of which a key would grant less, or a webhook deliver less, than intended. */
export function checkReferences(
  { accounts, auth, identities, alerts, webhooks }: Naming,
  vendors: readonly Vendor[],
): ConfigurationProblem[] {
  const known = new Set(accounts.map(({ id }) => id));
  const isAccount = (name: string) => known.has(name);
  const isLinked = (name: string) => known.has(name.slice(0, name.indexOf('/')));
  const scopes = scopesOf(vendors);
  const isScope = (name: string) => scopes.has(name);
  const noScope = `must be one of ${[...scopes].join(', ')}`;
  return [
    ...auth.keys.flatMap((key, at) => [
      ...unknownReferences(key.scopes, isScope, noScope, 'auth', 'keys', at, 'scopes'),
      ...unknownReferences(key.accounts, isAccount, NO_ACCOUNT, 'auth', 'keys', at, 'accounts'),
    ]),
    ...identities.links.flatMap((link, at) => unknownReferences(link, isLinked, NO_ACCOUNT, 'identities', 'links', at)),
    ...webhooks.flatMap(({ filter }, at) =>
      unknownReferences(filter.accounts, isAccount, NO_ACCOUNT, 'webhooks', at, 'filter', 'accounts'),
    ),
    ...alerts.flatMap((rule, at) => unknownReferences(rule.accounts, isAccount, NO_ACCOUNT, 'alerts', at, 'accounts')),
    ...repeatedIds('alerts', alerts),
    ...repeatedIds('webhooks', webhooks),
  ];
}

function repeatedIds(section: string, entries: readonly { readonly id: string }[]): ConfigurationProblem[] {
  const ids = entries.map(({ id }) => id);
  return ids.flatMap((id, at): ConfigurationProblem[] =>
    ids.indexOf(id) < at ? [[pathText([section, at, 'id']), `${id} is used twice`]] : [],
  );
}
