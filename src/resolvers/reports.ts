import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Report, ReportRowConnection } from '../../schema/report.ts';
import { type NodeKey, writeId } from '../access/global-id.ts';
import { pageSize } from '../access/page-size.ts';
import type { ReportRecord, ReportTable } from '../adapters/adapter.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Context } from './context.ts';
import { chargeLookup } from './lookup.ts';
import { ForwardArguments } from './page-arguments.ts';
import { indexOf, readCursor, writeCursor } from './paging.ts';

const ORDER = { name: 'report', length: 1 };

/** A report as GraphQL sees it. */
interface ReportView extends Omit<Report, 'rows' | 'csvUrl'> {
  readonly account: string;
  readonly nativeId: string;
}

/** A report as GraphQL sees it. */
export function reportView({ views }: Context, account: string, { nativeId, running }: ReportRecord): ReportView {
  const source = { account: views.account(account), nativeId };
  const state = running ? 'RUNNING' : 'READY';
  return { id: writeId('Report', account, nativeId), source, state, account, nativeId };
}

/** A report, as it is now. */
export async function findReport(context: Context, { account, nativeId }: NodeKey) {
  chargeLookup(context, account);
  const ask = { signal: context.signal };
  const record = await context.gateway.ask(account, async (adapter) => adapter.reportState?.(nativeId, ask));
  return record ? { __typename: 'Report', ...reportView(context, account, record) } : null;
}

/** The fields of a report that are read from its vendor. */
@Resolver(() => Report)
export class ReportFields {
  @FieldResolver(() => ReportRowConnection, {
    nullable: true,
    description:
      'Rows of the report in the vendor’s order; null while it is RUNNING. All pages are cut from one answer of the vendor, which counts against its quota of report results.',
  })
  async rows(
    @Root() { account, nativeId, state }: ReportView,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
  ): Promise<ReportRowConnection | null> {
    pageSize(page);
    if (state === 'RUNNING') return null;
    return pageOfTable(await tables(context, account).load(nativeId), page);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Signed link to the report as comma-separated text (UTF-8, column names in English), valid for the same time as links to recordings; null while it is RUNNING. Five9 ends the text after 50,000 rows. A value that a spreadsheet would run as a formula has an apostrophe before it.',
  })
  csvUrl(@Root() { account, nativeId, state }: ReportView, @Ctx() { gateway, caller }: Context): string | null {
    const canStream = gateway.account(account)?.adapter.reportCsv !== undefined;
    return state === 'READY' && canStream ? gateway.signMedia(account, nativeId, 'CSV', caller).url : null;
  }
}

/** The tables that one operation reads of an account, each once. */
function tables(context: Context, account: string) {
  const ask = { signal: context.signal };
  return context.requestCache.loader<string, ReportTable>(`reports of ${account}`, (nativeIds) =>
    Promise.all(
      nativeIds.map(async (nativeId) => {
        chargeLookup(context, account);
        const table = await context.gateway.ask(account, async (adapter) => adapter.reportTable?.(nativeId, ask));
        if (!table) throw new CrosspointError('UNSUPPORTED', 'The account returns no rows of reports', { account });
        return table;
      }),
    ),
  );
}

function pageOfTable({ columns, rows, truncated }: ReportTable, page: ForwardArguments): ReportRowConnection {
  const { size } = pageSize(page);
  const start = page.after == null ? 0 : indexOf(readCursor(page.after, ORDER, 'after'), 'after') + 1;
  const cursorOf = (index: number) => writeCursor(ORDER.name, [String(index)]);
  const edges = rows.slice(start, start + size).map((values, index) => ({
    cursor: cursorOf(start + index),
    node: { values },
  }));
  return {
    ...{ columns, edges, truncated, totalCount: rows.length },
    pageInfo: {
      hasNextPage: start + edges.length < rows.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
