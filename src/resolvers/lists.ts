import type { AnyFilter, ContactFilter, ConversationFilter } from '../../schema/filters.ts';
import type { NotAsked } from '../../schema/vocabulary.ts';
import { readIdOf } from '../access/global-id.ts';
import { pageSize } from '../access/page-size.ts';
import type { ListQuery } from '../adapters/adapter.ts';
import { invalidArgument } from '../adapters/errors.ts';
import { sameNumber } from '../adapters/numbers.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Contribution, RowOf } from '../gateway/contribution.ts';
import type { ListRole } from '../gateway/list-cache.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { Context } from './context.ts';
import { type Order, type PageArguments, type PageOf, pageOf, placeBefore } from './paging.ts';
import { chosenAccounts, unaskedAccounts } from './sources.ts';

/** Whether a row is wanted. */
export type RowFilter<Row> = (placed: AccountRow<Row>) => boolean;

/** The part of a filter that vendors apply. Numbers are not part of it: vendors compare them without normalising. */
export function pushedDown(filter: Partial<ConversationFilter & { states?: readonly string[] | null }>): ListQuery {
  const { nameContains, device, startedAfter, startedBefore, states } = filter;
  const query = { nameContains, device, startedAfter, startedBefore, states };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value != null));
}

/** A filter narrowed to one agent or campaign; a filter that names another one is refused. */
export function narrowedTo<Filter extends ConversationFilter>(
  name: 'agentId' | 'campaignId',
  id: string,
  filter: Filter | null,
): Filter {
  if (filter?.[name] && filter[name] !== id)
    throw invalidArgument(`${name} is given by the parent of this list and cannot be a filter of it`, 'filter', name);
  return { ...filter, [name]: id } as Filter;
}

/** Keeps the rows with these global ids. */
export function idFilter(
  type: Parameters<typeof readIdOf>[0],
  ids: readonly string[] | null | undefined,
): RowFilter<{ nativeId: string }> {
  if (!ids) return () => true;
  const wanted = new Set(
    ids.map((id) => readIdOf(type, id, 'filter', 'ids')).map(({ account, nativeId }) => `${account}\n${nativeId}`),
  );
  return ({ account, row }) => wanted.has(`${account}\n${row.nativeId}`);
}

/** Keeps the rows whose name contains the text, in any case. */
export function nameFilter(
  nameContains: string | null | undefined,
): RowFilter<{ name?: string | null; customerName?: string | null }> {
  const part = nameContains?.toLowerCase();
  return ({ row }) => part === undefined || (row.name ?? row.customerName ?? '').toLowerCase().includes(part);
}

interface ConversationRow {
  readonly direction?: string | null;
  readonly device?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly startedAt?: string | null;
  readonly startedWithin?: { readonly from: string; readonly to: string } | null;
}

/** Keeps what fits a filter of calls or recordings, people and campaigns aside. */
export function conversationFilter(
  { views }: Pick<Context, 'views'>,
  filter: Partial<ConversationFilter>,
): RowFilter<ConversationRow> {
  const { directions, device, from, to, number, startedAfter, startedBefore } = filter;
  const after = startedAfter ? Date.parse(startedAfter) : Number.NEGATIVE_INFINITY;
  const before = startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY;
  const isOf = (wanted: string | null | undefined, account: string, party: string | null | undefined) =>
    !wanted || sameNumber(wanted, views.e164(account, party) ?? party);
  return ({ account, row }) => {
    const began = row.startedAt ? Date.parse(row.startedAt) : Number.NaN;
    if (directions && !directions.some((wanted) => wanted === row.direction)) return false;
    if (device && row.device !== device) return false;
    if (!isOf(from, account, row.from) || !isOf(to, account, row.to)) return false;
    if (!isOf(number, account, row.from) && !isOf(number, account, row.to)) return false;
    if (!startedAfter && !startedBefore) return true;
    if (!row.startedAt && row.startedWithin)
      return Date.parse(row.startedWithin.from) >= after && Date.parse(row.startedWithin.to) <= before;
    return began > after && began < before;
  };
}

/** Everything one list needs beyond its arguments. */
interface ListParts<R extends ListRole, View> {
  readonly role: R;
  readonly filter: Partial<AnyFilter & ContactFilter>;
  readonly query?: ListQuery;
  /** Why an account that offers the list is not read unless the filter names it; null where it is read. */
  skips?(account: AccountHandle): NotAsked | null;
  readonly keep: readonly RowFilter<RowOf<R>>[];
  readonly order: Order<AccountRow<RowOf<R>>>;
  view(placed: AccountRow<RowOf<R>>): View;
  /** The list goes from the newest to the oldest, and a cut one can be continued by asking for older rows. */
  readonly older?: boolean;
  /** Only a part of the list was read, so its length is not known. */
  readonly partly?: boolean;
  /** Adds rows an account's vendor has forgotten. */
  more?(account: string, rows: readonly RowOf<R>[]): Promise<readonly RowOf<R>[]>;
  /** Keeps rows by what has to be looked up for all of them at once; it is asked about those that passed `keep`. */
  narrow?(rows: readonly AccountRow<RowOf<R>>[]): Promise<readonly AccountRow<RowOf<R>>[]>;
}

/** Answers a connection over all accounts that can give the list, each saying what it gave. */
export async function connectionOf<R extends ListRole, View>(
  context: Context,
  parts: ListParts<R, View>,
  asked: PageArguments,
) {
  pageSize(asked);
  const accounts = chosenAccounts(context, parts.role, parts.filter, parts.skips);
  const contributions = await context.requestCache.list(parts.role, parts.query ?? {}, accounts);
  await context.pieces?.rest();
  const filtered = await Promise.all(contributions.map((contribution) => filterContribution(contribution, parts)));
  const boundary = parts.older ? completenessBoundary(contributions) : '';
  if (boundary && asked.last != null)
    throw invalidArgument('This is too much to be read from its end; ask with first', 'last');
  const rows = filtered
    .flatMap(({ rows: all }) => all)
    .filter((placed) => (parts.order.key(placed)[0] ?? '') >= boundary);
  const { edges, pageInfo } = pageOf(rows, parts.order, asked);
  const isPart = parts.partly || contributions.some(({ truncated, error }) => truncated || error);
  return {
    edges: edges.map((edge) => edge.showing(parts.view(edge.node))),
    pageInfo: boundary ? withNextPage(pageInfo, placeBefore(boundary, parts.order)) : pageInfo,
    totalCount: isPart ? null : filtered.reduce((sum, { rows }) => sum + rows.length, 0),
    sources: [
      ...filtered.map(({ contribution, rows }) => context.views.report(contribution, rows.length)),
      ...unaskedAccounts(context, accounts, parts),
    ],
  };
}

/** A page of a list that was read in part: it continues after its last edge, else where reading ended. */
export function withNextPage(pageInfo: PageOf<unknown>['pageInfo'], end: string) {
  return { ...pageInfo, hasNextPage: true, endCursor: pageInfo.endCursor ?? end };
}

/** A page of a list that was read in part from its end: it continues before its first edge, else where reading ended. */
export function withPreviousPage(pageInfo: PageOf<unknown>['pageInfo'], start: string) {
  return { ...pageInfo, hasPreviousPage: true, startCursor: pageInfo.startCursor ?? start };
}

/** Where certainty ends: beyond the oldest row of a list that was cut there may be others in between. */
function completenessBoundary(contributions: readonly Contribution<unknown>[]): string {
  const oldest = contributions
    .filter(({ truncated, rows }) => truncated && rows.length)
    .map(({ rows }) => rows.map((row) => timeOf(row as { startedAt?: string | null })).sort()[0] ?? '');
  return oldest.sort().at(-1) ?? '';
}

/** A time as lists are ordered by it. */
function timeOf({ startedAt }: { readonly startedAt?: string | null }): string {
  return startedAt ? new Date(startedAt).toISOString() : '';
}

async function filterContribution<R extends ListRole, View>(
  contribution: Contribution<RowOf<R>>,
  { keep, more, narrow }: ListParts<R, View>,
) {
  const { account } = contribution;
  const all = [...contribution.rows, ...((await more?.(account, contribution.rows)) ?? [])];
  const fitting = all.map((row) => ({ account, row })).filter((placed) => keep.every((fits) => fits(placed)));
  return { contribution, rows: narrow ? await narrow(fitting) : fitting };
}

/** By name, then by account and key. */
export function byName<Row extends { readonly nativeId: string; readonly name?: string | null }>(
  descending = false,
): Order<AccountRow<Row>> {
  return {
    name: descending ? 'name-' : 'name+',
    length: 3,
    descending,
    key: ({ account, row }) => [(row.name ?? '').toLowerCase(), account, row.nativeId],
  };
}

/** The newest first, then by account and key. */
export function newestFirst<Row extends { readonly nativeId: string; readonly startedAt?: string | null }>(): Order<
  AccountRow<Row>
> {
  return {
    name: 'started-',
    length: 3,
    descending: true,
    key: ({ account, row }) => [timeOf(row), account, row.nativeId],
  };
}
