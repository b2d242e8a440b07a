/** The results of reports. */
import { LRUCache } from 'lru-cache';
import type { Reads, ReportTable } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import type { Five9Client } from '../client.ts';
import { reports } from '../contract/reports.ts';
import { requireAnswer } from './imports.ts';
import { safeCsv } from './safe-csv.ts';

/** Milliseconds for which the pages of a report are cut from one answer. */
const STORED_MILLISECONDS = 5 * 60_000;
/** Values of all stored tables together. */
const MOST_VALUES = 500_000;

/** The reads of reports of an account. A report does not change any more, so that its table is read once for all pages. */
export function reportReads(client: Five9Client): Pick<Reads, 'reportTable' | 'reportCsv'> {
  const tables = new LRUCache<string, ReportTable>({
    maxSize: MOST_VALUES,
    sizeCalculation: ({ columns, rows }) => Math.min(MOST_VALUES, 1 + columns.length * (rows.length + 1)),
    ttl: STORED_MILLISECONDS,
  });
  return {
    reportTable: async (identifier, ask) => {
      const stored = tables.get(identifier);
      if (stored) return stored;
      const table = await readTable(client, identifier, ask);
      tables.set(identifier, table);
      return table;
    },
    reportCsv: async (identifier, ask) => {
      const text = await client.send('getReportResultCsv', { identifier }, ask);
      return { contentType: 'text/csv; charset=utf-8', body: safeCsv(requireAnswer(text)) };
    },
  };
}

async function readTable(client: Five9Client, identifier: string, ask: SendOptions): Promise<ReportTable> {
  const answer = await client.send('getReportResult', { identifier }, ask);
  const valuesOf = (record: { readonly values?: Values } | null | undefined) =>
    (record?.values ?? []).map((value) => value ?? '');
  const rows = (answer?.records ?? []).map(valuesOf);
  return {
    columns: valuesOf(answer?.header),
    rows,
    truncated: rows.length >= (reports.getReportResult.cap ?? Infinity),
  };
}

type Values = readonly (string | null | undefined)[] | null;
