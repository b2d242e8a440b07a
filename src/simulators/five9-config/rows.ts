import { fail, textOf } from './collection.ts';
import type { Domain } from './domain.ts';

/** Settings that every import has. */
export interface ImportSettings {
  readonly fieldsMapping?: readonly { columnNumber: number; fieldName?: string | null; key: boolean }[] | null;
  readonly separator?: string | null;
  readonly skipHeaderLine?: boolean | null;
  readonly failOnFieldParseError?: boolean | null;
  readonly callbackAuthProfileName?: string | null;
}

/** One record to be imported. */
export interface ImportRow {
  /** The record's line among those that were sent, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  /** Why the record is refused for a value that cannot be read. */
  readonly error: string | null;
}

/** Lines of comma-separated text, with quoted values. */
export function parseCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted && letter === '"' && text[at + 1] === '"') cell += text[++at];
    else if (letter === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (!quoted && letter === separator) {
      row.push(cell);
      cell = '';
    } else if (!quoted && (letter === '\n' || letter === '\r')) endRow();
    else cell += letter;
  }
  endRow();
  return rows;
}

/** Fails for settings that name what is not there. */
export function checkSettings(domain: Domain, { fieldsMapping, callbackAuthProfileName }: ImportSettings): void {
  if (callbackAuthProfileName)
    fail('AuthProfileNotFoundFault', `Profile "${callbackAuthProfileName}" doesn't exist.`, {
      authProfileName: callbackAuthProfileName,
    });
  for (const { fieldName, columnNumber } of fieldsMapping ?? []) {
    if (!domain.fields.has(fieldName))
      fail('CrmFieldNotFoundFault', `Contact field "${String(fieldName)}" doesn't exist.`, { fieldName });
    if (columnNumber < 1) fail('IncorrectArgumentFault', `Column ${columnNumber} of "${String(fieldName)}" is none.`);
  }
  if (!fieldsMapping?.some(({ key }) => key)) fail('IncorrectArgumentFault', 'At least one key must be provided.');
}

/** Names of the fields by which records are found. */
export function keyFieldsOf({ fieldsMapping }: ImportSettings): string[] {
  return (fieldsMapping ?? []).flatMap(({ key, fieldName }) => (key && fieldName ? [fieldName] : []));
}

function errorOf({ numbers }: Domain, name: string, type: string, value: string): string | null {
  if (value === '') return null;
  if (type === 'PHONE') return numbers.problem(value);
  if (type === 'NUMBER' && Number.isNaN(Number(value))) return `Value of field ${name} has incorrect format.`;
  if (type === 'EMAIL' && !value.includes('@')) return `Value of field ${name} has incorrect format.`;
  return null;
}

/** The records, read by their settings: a bad value refuses its record, or is left out of it (guide p. 41). */
export function readRows(domain: Domain, settings: ImportSettings, table: readonly (readonly string[])[]): ImportRow[] {
  const columns = (settings.fieldsMapping ?? []).map(({ columnNumber, fieldName }) => {
    const name = String(fieldName);
    return { index: columnNumber - 1, name, type: textOf(domain.fields.find(name), 'type') };
  });
  const keys = keyFieldsOf(settings);
  const first = settings.skipHeaderLine ? 1 : 0;
  return table.slice(first).map((cells, index) => {
    const values: Record<string, string> = {};
    let error: string | null = null;
    for (const { index: column, name, type } of columns) {
      const text = (cells[column] ?? '').trim();
      const value = type === 'PHONE' ? domain.numbers.stored(text) : text;
      const wrong = errorOf(domain, name, type, value);
      if (!wrong || settings.failOnFieldParseError) values[name] = value;
      if (settings.failOnFieldParseError) error ??= wrong;
    }
    return { number: index + 1 + first, cells, values, key: keys.map((name) => values[name] ?? ''), error };
  });
}
