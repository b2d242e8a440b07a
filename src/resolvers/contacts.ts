import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { DoNotCallAnswer } from '../../schema/contact.ts';
import { ReasonCodeFilter } from '../../schema/filters.ts';
import { ReasonCodeConnection } from '../../schema/reason-code.ts';
import { mayUseAccount } from '../access/caller.ts';
import type { ReasonCodeRecord } from '../adapters/adapter.ts';
import { asCrosspointError, CrosspointError, invalidArgument } from '../adapters/errors.ts';
import { accountOf } from '../gateway/account.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Contribution } from '../gateway/contribution.ts';
import { dialable } from '../gateway/numbers.ts';
import type { Context } from './context.ts';
import { byName, connectionOf, nameFilter, type RowFilter } from './lists.ts';
import { ForwardArguments } from './page-arguments.ts';
import { unaskedAccounts } from './sources.ts';

/** Numbers one may ask about at a time. */
const MOST_NUMBERS = 50_000;

/** Do-not-call checks, and the reason codes of agents. */
@Resolver()
export class ContactQueries {
  @Query(() => DoNotCallAnswer, {
    description: 'The numbers that are on a do-not-call list of any account.',
  })
  doNotCall(
    @Ctx() context: Context,
    @Arg('numbers', () => [String], { description: 'Phone numbers, at most 50,000.' }) numbers: string[],
    @Arg('accounts', () => [String], {
      nullable: true,
      description: 'Keys of the accounts to ask, as in `Account.key`; absent, all accounts.',
    })
    accounts: string[] | null,
  ): Promise<DoNotCallAnswer> {
    return doNotCallAnswer(context, numbers, accounts);
  }

  @Query(() => ReasonCodeConnection, {
    description: 'Reason codes of all accounts, by name.',
  })
  reasonCodes(
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => ReasonCodeFilter, { nullable: true, description: 'Conditions; absent, every object matches.' })
    filter: ReasonCodeFilter | null,
  ): Promise<object> {
    const { kinds, nameContains } = filter ?? {};
    const keep: RowFilter<ReasonCodeRecord>[] = [
      nameFilter(nameContains) as RowFilter<ReasonCodeRecord>,
      ({ row }) => kinds?.includes(row.kind) ?? true,
    ];
    const view = ({ account, row }: { account: string; row: ReasonCodeRecord }) => ({
      ...{ name: row.name, kind: row.kind },
      source: { account: context.views.account(account), nativeId: row.nativeId },
    });
    return connectionOf(context, { role: 'reasonCodes', filter: filter ?? {}, keep, order: byName(), view }, page);
  }
}

/** The numbers that are on a do-not-call list, and what each account answered. */
export async function doNotCallAnswer(
  context: Context,
  numbers: readonly string[],
  accounts: readonly string[] | null,
): Promise<DoNotCallAnswer> {
  if (!numbers.length) throw invalidArgument('At least one number is required', 'numbers');
  if (numbers.length > MOST_NUMBERS) throw invalidArgument(`At most ${MOST_NUMBERS} are allowed`, 'numbers');
  const dialled = numbers.map(dialable);
  const invalidAt = dialled.indexOf(null);
  if (invalidAt >= 0) throw invalidArgument('This is not a phone number', 'numbers', invalidAt);
  const asked = [...new Set(dialled as string[])];
  const chosen = named(context, accounts);
  const unasked = unaskedAccounts(context, chosen, { role: 'doNotCall', filter: { accounts } });
  // Numbers that no account checked must not be taken for numbers that may be called.
  if (!chosen.length) throw unsupportedDoNotCall(context, accounts?.[0]);
  const found = await Promise.all(chosen.map(({ key }) => listedAt(context, key, asked)));
  const all = new Set(found.flatMap(({ rows }) => rows));
  return {
    numbers: numbers.filter((_, index) => all.has(dialled[index] ?? '')),
    sources: [...found.map((contribution) => context.views.report(contribution, contribution.rows.length)), ...unasked],
  };
}

function unsupportedDoNotCall({ gateway, caller }: Context, account: string | undefined): CrosspointError {
  if (account === undefined) return new CrosspointError('UNSUPPORTED', 'No account supports do-not-call lists');
  return gateway.unsupported(account, 'doNotCall', (key) => mayUseAccount(caller, key));
}

/** The accounts that are read; one hidden from the caller is refused. */
function named(context: Context, accounts: readonly string[] | null): readonly AccountHandle[] {
  for (const [at, key] of accounts?.entries() ?? []) accountOf(context, key, ['accounts', at]);
  return context.requestCache.accountsWith('doNotCall').filter(({ key }) => accounts?.includes(key) ?? true);
}

async function listedAt(context: Context, account: string, numbers: readonly string[]): Promise<Contribution<string>> {
  const { gateway, signal } = context;
  const facts = { account, truncated: false, stale: false };
  try {
    const ask = async () =>
      (await gateway.ask(account, async (adapter) => adapter.doNotCall?.(numbers, { signal }), signal)) ?? [];
    return { ...facts, rows: await ask(), fetchedAt: gateway.now().toISOString(), error: null };
  } catch (thrown) {
    return { ...facts, rows: [], fetchedAt: null, error: asCrosspointError(thrown) };
  }
}
