import type { UserError } from '../../../schema/acts/act.ts';
import type { NodeType } from '../../access/global-id.ts';
import type { ItemOutcome } from '../../adapters/acts/items.ts';
import { CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import type { ListRole } from '../../gateway/list-cache.ts';
import type { Context } from '../context.ts';
import { userError } from '../errors.ts';
import { keyOf } from './perform.ts';

const KINDS = {
  listIds: { type: 'ContactList', role: 'contactLists', what: 'contact list' },
  skillIds: { type: 'Skill', role: 'skills', what: 'skill' },
  dispositionIds: { type: 'Disposition', role: 'dispositions', what: 'disposition' },
} as const satisfies Readonly<Record<string, { type: NodeType; role: ListRole; what: string }>>;

/** Arguments that are lists of ids. */
export type ItemsArgument = keyof typeof KINDS;

/** Items of one act at most. */
export const MAX_ITEMS = 50;

/**
 * Native ids at the acting account: ids of that account as they are, ids of another account by their names. Throws
 * before anything is sent when one is unknown.
 */
export async function itemsOf(
  context: Context,
  account: string,
  argument: ItemsArgument,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (!ids.length) throw invalidArgument(`${argument} is empty`, 'input', argument);
  if (ids.length > MAX_ITEMS)
    throw invalidArgument(`${argument} has ${ids.length} items; at most ${MAX_ITEMS} are allowed`, 'input', argument);
  const items = await Promise.all(ids.map((id, at) => itemOf(context, account, argument, { id, at })));
  const again = items.findIndex((item, at) => items.indexOf(item) < at);
  if (again >= 0) throw invalidArgument('The id is repeated', 'input', argument, again);
  return items;
}

async function itemOf(
  context: Context,
  account: string,
  argument: ItemsArgument,
  { id, at }: { id: string; at: number },
): Promise<string> {
  const { type, what } = KINDS[argument];
  const key = keyOf(context, type, id, 'input', argument, String(at));
  if (key.account === account) return key.nativeId;
  const theirs = await rowsAt(context, key.account, argument);
  const name = (
    theirs.find(({ nativeId }) => nativeId === key.nativeId) ?? theirs.find((row) => row.name === key.nativeId)
  )?.name;
  const ours = await rowsAt(context, account, argument);
  const found = name === undefined ? undefined : ours.find((row) => row.name === name);
  if (found) return found.nativeId;
  throw new CrosspointError('NOT_FOUND', `The account ${account} has no such ${what}`, {
    path: ['input', argument, at],
  });
}

async function rowsAt(context: Context, account: string, argument: ItemsArgument) {
  const { role } = KINDS[argument];
  const handle = context.requestCache.accountsWith(role).find(({ key }) => key === account);
  const [contribution] = handle ? await context.requestCache.list(role, {}, [handle]) : [];
  if (contribution?.error) throw contribution.error;
  return (contribution?.rows ?? []) as readonly { readonly nativeId: string; readonly name: string }[];
}

/** The refusal of each refused item, with its path. */
export function itemErrors(argument: ItemsArgument | 'numbers', outcomes: readonly ItemOutcome[]): UserError[] {
  return outcomes.flatMap((error, at) =>
    error ? [{ ...userError(error), path: ['input', argument, String(at)] }] : [],
  );
}
