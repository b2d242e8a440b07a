import type { ConfigValues } from './collection.ts';
import type { StoredContact } from './contact-base.ts';
import type { Domain } from './domain.ts';
import { type ImportRow, type ImportSettings, keyFieldsOf, readRows } from './rows.ts';

type TroubleKind =
  | 'ParseError'
  | 'DuplicateKey'
  | 'AllKeyFieldsAreEmpty'
  | 'NoMatchesInContacts'
  | 'OneMatchInContacts'
  | 'MultipleMatchesInContacts';

/** The act on one readable record and the contacts it finds. */
export type RowAct = (row: ImportRow, matches: StoredContact[], batch: ImportBatch) => void;

/** Why a record is not even looked for. */
function problemOf({ error, key }: ImportRow, isRepeated: boolean): [TroubleKind, string] | null {
  if (error) return ['ParseError', error];
  if (key.every((value) => value === ''))
    return ['AllKeyFieldsAreEmpty', 'At least one key field should not be empty.'];
  return isRepeated ? ['DuplicateKey', 'The key stands in an earlier record.'] : null;
}

/** Records being worked through: what matches, what was done, what was wrong with which. */
export class ImportBatch {
  readonly counts: Record<string, number> = {};
  readonly #keys: readonly string[];
  readonly #index = new Map<string, StoredContact[]>();
  readonly #troubles: ConfigValues[] = [];
  readonly #imported = new Map<ImportRow, { crmId: number; result: string[] }>();
  readonly #warnings = new Map<string, number>();
  #duplicates = 0;

  constructor(
    private readonly domain: Domain,
    private readonly settings: ImportSettings,
  ) {
    this.#keys = keyFieldsOf(settings);
    for (const contact of domain.contacts.all) this.#enter(contact);
  }

  #enter(contact: StoredContact): void {
    const key = this.#keys.map((name) => contact.values[name] ?? '').join('\0');
    const known = this.#index.get(key);
    if (known) known.push(contact);
    else this.#index.set(key, [contact]);
  }

  /** Does it with every record that is not refused. */
  run(table: readonly (readonly string[])[], act: RowAct): void {
    const seen = new Set<string>();
    for (const row of readRows(this.domain, this.settings, table)) {
      const key = row.key.join('\0');
      const [kind, message] = problemOf(row, seen.has(key)) ?? [];
      seen.add(key);
      if (kind) this.trouble(row, kind, message ?? '');
      else act(row, [...(this.#index.get(key) ?? [])], this);
    }
  }

  trouble(row: ImportRow, kind: TroubleKind, troubleMessage: string): void {
    if (kind === 'DuplicateKey') this.#duplicates += 1;
    const rowNumber = row.number - (this.domain.reading('row-numbers') === 'from-zero' ? 1 : 0);
    this.#troubles.push({ key: row.key, kind, rowNumber, troubleMessage });
  }

  warn(kind: string): void {
    this.#warnings.set(kind, (this.#warnings.get(kind) ?? 0) + 1);
  }

  count(name: string, by = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + by;
  }

  /** Notes what was done to a contact because of a record. */
  did(row: ImportRow, { id }: StoredContact, what: string): void {
    const known = this.#imported.get(row);
    if (known) known.result.push(what);
    else this.#imported.set(row, { crmId: id, result: [what] });
  }

  insert(row: ImportRow): StoredContact {
    const contact = this.domain.contacts.insert(row.values);
    this.#enter(contact);
    this.did(row, contact, 'AddedToCRM');
    this.count('crmRecordsInserted');
    return contact;
  }

  update(row: ImportRow, contact: StoredContact): void {
    Object.assign(contact.values, row.values);
    this.did(row, contact, 'UpdatedCRM');
    this.count('crmRecordsUpdated');
  }

  /** The result as it is answered, with these counts at least. */
  result(importIdentifier: string, names: readonly string[]): ConfigValues {
    const isListed = this.domain.reading('import-troubles') === 'listed';
    return {
      failureMessage: null,
      importIdentifier,
      importTroubles: isListed ? this.#troubles : [],
      importedRows: [...this.#imported].map(([row, done]) => ({ lineNumber: row.number, ...done, key: row.key })),
      keyFields: this.#keys,
      success: true,
      uploadDuplicatesCount: String(this.#duplicates),
      uploadErrorsCount: String(this.#troubles.length - (isListed ? this.#duplicates : 0)),
      warningsCount: [...this.#warnings].map(([key, value]) => ({ key, value: String(value) })),
      ...Object.fromEntries(names.map((name) => [name, String(this.counts[name] ?? 0)])),
    };
  }
}
