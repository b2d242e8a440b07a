import { ImportBatch, type RowAct } from './batch.ts';
import { type ConfigValues, fail } from './collection.ts';
import type { Domain } from './domain.ts';
import { resultShown, type SimulatedImportKind } from './imports.ts';
import { checkSettings, type ImportSettings, parseCsv } from './rows.ts';

/** Most records of a usual and of an asynchronous import (guide p. 180). */
const MOST_ROWS = 50_000;
const MOST_ASYNC_ROWS = 100;

const LIST_COUNTS = [
  ...['callNowQueued', 'crmRecordsInserted', 'crmRecordsUpdated', 'listRecordsDeleted'],
  ...['listRecordsInserted', 'recordDispositionsReset'],
];
const COUNTS: Readonly<Record<SimulatedImportKind, readonly string[]>> = {
  list: LIST_COUNTS,
  contacts: ['crmRecordsDeleted', 'crmRecordsInserted', 'crmRecordsUpdated'],
  dispositions: ['dispRecordsUpdated'],
};

/** The target of an import, for every way in which its records arrive. */
export interface Job {
  readonly kind: SimulatedImportKind;
  /** The list or campaign that data is imported into. */
  readonly about: string;
  readonly settings: ImportSettings;
  readonly act: RowAct;
  readonly before?: (batch: ImportBatch) => void;
}

type Table = readonly (readonly string[])[];

function perform(
  domain: Domain,
  { kind, about, settings, act, before }: Job,
  table: Table,
  identifier: string,
): ConfigValues {
  const batch = new ImportBatch(domain, settings);
  before?.(batch);
  batch.run(table, act);
  return { ...batch.result(identifier, COUNTS[kind]), ...(kind === 'list' ? { listName: about } : {}) };
}

function start(domain: Domain, job: Job, table: Table, limit: number): ConfigValues {
  checkSettings(domain, job.settings);
  if (table.length > limit)
    fail('ImportSizeLimitExceededFault', `There are ${table.length} records, more than ${limit}.`, {
      limit,
      recordsCount: table.length,
    });
  return domain.imports.start(job.kind, job.about, table.length, (identifier) =>
    perform(domain, job, table, identifier),
  );
}

/**
 * The ways in which records arrive: in the request, as text, from a file server, a few synchronously, or a single
 * one.
 */
export const upload = {
  data: (domain: Domain, job: Job, { values }: { values?: Table | null }) =>
    start(domain, job, rowsOf(values), MOST_ROWS),
  async: (domain: Domain, job: Job, { values }: { values?: Table | null }) =>
    start(domain, job, rowsOf(values), MOST_ASYNC_ROWS),
  csv: (domain: Domain, job: Job, text: string) =>
    start(domain, job, parseCsv(text, job.settings.separator || ','), MOST_ROWS),
  /** The simulated centre has no file server: the file is taken as an empty one. */
  ftp(domain: Domain, job: Job, { hostname, path }: { hostname?: string | null; path?: string | null }): void {
    if (!hostname || !path) fail('IncorrectArgumentFault', 'The file server or the path is missing.');
    if (domain.imports.isBusy(job.about)) fail('ImportInProgressFault', `Data is being imported into "${job.about}".`);
    start(domain, job, [], MOST_ROWS);
  },
  record(domain: Domain, job: Job, { fields }: { fields?: readonly string[] | null }): ConfigValues {
    checkSettings(domain, job.settings);
    const settings = { ...job.settings, skipHeaderLine: false };
    return resultShown(domain, perform(domain, { ...job, settings }, rowsOf([fields ?? []]), ''));
  },
};

function rowsOf(values: Table | null | undefined): Table {
  if (values?.some((row) => row.length > 0)) return values;
  return fail('InvalidImportDataFault', 'There are no records.');
}
