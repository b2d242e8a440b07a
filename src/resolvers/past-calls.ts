import type { CallFilter } from '../../schema/filters.ts';
import type { NotAsked } from '../../schema/vocabulary.ts';
import { pageSize } from '../access/page-size.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Contribution } from '../gateway/contribution.ts';
import type { Context } from './context.ts';
import { withNextPage, withPreviousPage } from './lists.ts';
import { momentOf, type Order, type PageArguments, pageOf, placeBefore, readCursor } from './paging.ts';
import { sourcesOf } from './past-coverage.ts';
import type { Bounds } from './past-reads.ts';
import { type PastParts, type PastRow, type PastRows, readPastRows } from './past-rows.ts';
import { unaskedAccounts } from './sources.ts';

const HOUR = 3_600_000;
/** Milliseconds of the first part of a period that is read from its start, and of the longest where reports are made for it. */
const FIRST_PART = HOUR;
const LONGEST_OF_REPORTS = 7 * 24 * HOUR;
/** How much longer the next part is, or shorter where it has more calls than can be read at once. */
const STEP = 4;
const SHORTEST_PART = 1_000;

const ORDER: Order<PastRow> = {
  name: 'started-',
  length: 3,
  descending: true,
  key: ({ at, account, row }) => [isoOf(at), account, row.nativeId],
};

/** Whether a filter asks for ended calls of a period. */
export function asksPast({ states, startedAfter }: CallFilter): boolean {
  return Boolean(startedAfter) && states != null && states.length > 0 && states.every((state) => state === 'ENDED');
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}

/**
 * The period of a page, between its cursors. It is one second longer than they are, so that none of that second is lost.
 */
function boundsOf(
  { startedAfter, startedBefore }: CallFilter,
  { after: newest, before: oldest }: PageArguments,
): Bounds {
  const placeOf = (cursor: string | null | undefined, name: string) =>
    cursor == null ? null : momentOf(readCursor(cursor, ORDER, name), name);
  const [from, to] = [placeOf(oldest, 'before'), placeOf(newest, 'after')];
  return {
    after: Math.max(startedAfter ? Date.parse(startedAfter) : 0, from === null ? 0 : from - 1_000),
    before: Math.min(
      startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY,
      to === null ? Number.POSITIVE_INFINITY : to + 1_000,
    ),
  };
}

/**
 * Reads the oldest calls of a period. Vendors answer the newest of a time, so that parts from its start on are read until one
 * is long enough; the last part that could be read whole is answered where a longer one cannot.
 */
async function readOldestRows(context: Context, parts: PastParts, { after, before }: Bounds, size: number) {
  const end = Math.min(before, context.gateway.now().getTime());
  let whole: PastRows | null = null;
  for (let length = FIRST_PART, isFull = false; ; ) {
    const isLast = after + length >= end;
    const bounds = { after, before: isLast ? before : after + length };
    const read = await readPastRows(context, parts, bounds, Number.POSITIVE_INFINITY);
    if (read.boundary > after && length > SHORTEST_PART) {
      if (whole) return whole;
      isFull = true;
      length /= STEP;
      continue;
    }
    const isLong = read.reported.length > 0 && length >= LONGEST_OF_REPORTS;
    if (isLast || isFull || isLong || read.rows.length > size) return read;
    whole = read;
    length *= STEP;
  }
}

/** Past calls over all accounts, one for each conversation, newest first. */
export async function pastCallList(context: Context, parts: PastParts, asked: PageArguments) {
  const { filter, skips } = parts;
  const { size, backwards } = pageSize(asked);
  const period = boundsOf(filter, asked);
  const read = await (backwards ? readOldestRows : readPastRows)(context, parts, period, size);
  const { rows, listed, reported, recordings, shortfalls } = read;
  const { edges, pageInfo } = pageOf(rows, ORDER, asked);
  const asking = readFrom(context, [...listed, ...reported, ...recordings]);
  return {
    edges: edges.map((edge) =>
      edge.showing(context.views.call(edge.node.account, edge.node.row, edge.node.otherViews)),
    ),
    pageInfo: backwards ? continuedTo(read, period, pageInfo) : continuedFrom(read, period, pageInfo),
    totalCount: null,
    sources: [
      ...sourcesOf(context, backwards ? endedBy(filter, read.bounds) : filter, rows, {
        ...{ listed, reported, recordings, shortfalls },
      }),
      ...unaskedAccounts(context, asking, { role: 'calls', filter, skips, lacks: needsPeriod }),
    ],
  };
}

type PageInfo = ReturnType<typeof pageOf>['pageInfo'];

/** The page continues towards older calls where these were not read. */
function continuedFrom({ boundary }: PastRows, { after }: Bounds, pageInfo: PageInfo): PageInfo {
  const isCut = boundary > after && !pageInfo.hasNextPage;
  return isCut ? withNextPage(pageInfo, placeBefore(isoOf(boundary), ORDER)) : pageInfo;
}

/** The page continues towards newer calls where these were not read. */
function continuedTo({ bounds }: PastRows, { before }: Bounds, pageInfo: PageInfo): PageInfo {
  const isCut = bounds.before < before && !pageInfo.hasPreviousPage;
  return isCut ? withPreviousPage(pageInfo, placeBefore(isoOf(bounds.before - 1), ORDER)) : pageInfo;
}

/** A filter of the time up to which calls were read. */
function endedBy(filter: CallFilter, { before }: Bounds): CallFilter {
  return Number.isFinite(before) ? { ...filter, startedBefore: isoOf(before) } : filter;
}

/** Reports are read for a period with a start alone. */
function needsPeriod({ roles }: AccountHandle): NotAsked {
  return roles.includes('pastCalls') ? 'NEEDS_PERIOD' : 'UNSUPPORTED';
}

function readFrom({ gateway }: Context, reads: readonly Contribution<unknown>[]): readonly AccountHandle[] {
  return gateway.accounts.filter(({ key }) => reads.some(({ account }) => account === key));
}
