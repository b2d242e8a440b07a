import type { ErrorCode } from '../../../../schema/vocabulary.ts';
import { type ImportRecord, MOST_REFUSED, type RefusedRow } from '../../adapter.ts';
import type { OutputOf, SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';

type Operations = typeof five9ConfigContract.operations;
type ListResult = OutputOf<Operations['getListImportResult']>;
type ContactsResult = OutputOf<Operations['getCrmImportResult']>;

/** The result of an import of any kind (guide p. 39). */
export type ImportResult = NonNullable<ListResult> | NonNullable<ContactsResult>;

/** The kind of an import, which decides the operation that answers its result. */
export type ImportKind = 'list' | 'contacts' | 'dispositions';

const RESULTS = {
  list: 'getListImportResult',
  contacts: 'getCrmImportResult',
  dispositions: 'getDispositionsImportResult',
} as const;

/** The vendor's ids do not contain the kind of import, so our key of an import does. */
export function importKey(kind: ImportKind, identifier: string): string {
  return `${kind}/${identifier}`;
}

/** An import by our key, or by the vendor's identifier alone; then what it is of has to be found out. */
export function readImportKey(key: string): { identifier: string; kinds: readonly ImportKind[] } {
  const [kind = '', identifier = ''] = key.split('/');
  const all = Object.keys(RESULTS) as ImportKind[];
  return identifier ? { identifier, kinds: all.filter((each) => each === kind) } : { identifier: key, kinds: all };
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  ParseError: 'INVALID_ARGUMENT',
  DuplicateKey: 'ALREADY_EXISTS',
  AllKeyFieldsAreEmpty: 'INVALID_ARGUMENT',
  NoMatchesInContacts: 'NOT_FOUND',
  OneMatchInContacts: 'ALREADY_EXISTS',
  MultipleMatchesInContacts: 'FAILED_PRECONDITION',
};

/** The error code of a reason for refusing a row (guide p. 88). */
export function rowErrorCode(kind: string | null | undefined): ErrorCode {
  return CODES[kind ?? ''] ?? 'FAILED_PRECONDITION';
}

/** An answer that the vendor owes. */
export function requireAnswer<Value>(value: Value | null | undefined): Value {
  if (value !== null && value !== undefined) return value;
  throw new CrosspointError('BAD_RESPONSE', 'The vendor returned no result');
}

/**
 * Whether the one record of a request was accepted. Before version 9.5 answers hold no `success`, only the count of errors
 * (guide p. 39, 246), and later ones may count an error without listing it (readings.ts, `import-troubles`).
 */
export function hasSucceeded({ success, uploadErrorsCount }: ImportResult): boolean {
  return success !== false && !Number(uploadErrorsCount ?? 0);
}

/** How far an import is now. The vendor counts nothing before its end. */
export async function readImport(client: Five9Client, key: string, ask: SendOptions): Promise<ImportRecord> {
  const { identifier } = readImportKey(key);
  const running = requireAnswer(await client.send('isImportRunning', { identifier: { identifier } }, ask));
  return running ? runningImport(key) : readImportResult(client, key, ask);
}

/** A running import. */
export function runningImport(nativeId: string): ImportRecord {
  return { nativeId, running: true, done: 0, failed: 0, refused: [] };
}

/** Reads the result of an import that is over. */
export async function readImportResult(client: Five9Client, key: string, ask: SendOptions): Promise<ImportRecord> {
  const { identifier, kinds } = readImportKey(key);
  for (const kind of kinds) {
    const result = await client.send(RESULTS[kind], { identifier: { identifier } }, ask).catch(unlessUnknown);
    if (result) return importRecord(key, result as ImportResult, client.reading('row-numbers') === 'from-zero' ? 1 : 0);
  }
  throw new CrosspointError('NOT_FOUND', 'There is no such import');
}

/** The operation of another kind of import does not know the identifier. */
function unlessUnknown(thrown: unknown): null {
  if (thrown instanceof CrosspointError && thrown.vendorCode === 'UnknownIdentifierFault') return null;
  throw thrown;
}

/** `shift` makes the vendor's numbers of rows count from 1. */
function importRecord(nativeId: string, result: ImportResult, shift: number): ImportRecord {
  const { success, failureMessage, importedRows, importTroubles, uploadErrorsCount } = result;
  const troubles = importTroubles ?? [];
  const refused = troubles.slice(0, MOST_REFUSED).map(
    ({ rowNumber, troubleMessage, kind }): RefusedRow => ({
      row: rowNumber + shift,
      message: troubleMessage || 'Refused',
      vendorCode: kind ?? null,
    }),
  );
  const failure = success === false ? failureMessage || 'The vendor stopped the import' : null;
  const done = importedRows?.length || countOf(result);
  // Records may be counted without being listed (readings.ts, `import-troubles`).
  const failed = Math.max(troubles.length, Number(uploadErrorsCount ?? 0) || 0);
  return { nativeId, running: false, done, failed, failureMessage: failure, refused };
}

const TAKEN = [
  ['crmRecordsInserted', 'crmRecordsUpdated'],
  ['listRecordsInserted'],
  ['listRecordsDeleted'],
  ['crmRecordsDeleted'],
  ['dispRecordsUpdated'],
] as const;

/** Accepted rows need not be listed; then the largest count is the least number of rows accepted. */
function countOf(result: ImportResult): number {
  const counted = result as Readonly<Record<string, unknown>>;
  const counts = TAKEN.map((names) => names.reduce((sum, name) => sum + Number(counted[name] ?? 0), 0));
  return Math.max(...counts);
}
