/** A column of an exported table. */
export interface CsvColumn<Row> {
  readonly title: string;
  /** The root field without which the key may not read the value; none when absent. */
  readonly needs?: string;
  value(row: Row): string | number | null | undefined;
}

/** A spreadsheet runs a cell that begins so as a formula; a phone number is none. */
const FORMULA = /^(?:[=@\t\r]|[+-](?![\d\s().-]*$))/;

function cell(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as comma-separated values (RFC 4180). */
export function csvOf<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ title }) => cell(title)),
    ...rows.map((row) => columns.map(({ value }) => cell(value(row)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}
