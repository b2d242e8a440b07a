/** Contacts as rows of the contact database, whose columns the vendor names. */
import type { ContactFacts, ContactPlace } from '../../acts/contact.ts';
import type { InputOf } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import type { five9ConfigContract } from '../contract/index.ts';

type Operations = typeof five9ConfigContract.operations;
type Mapping = InputOf<Operations['updateContacts']>['crmUpdateSettings']['fieldsMapping'];
type Cells = ReadonlyMap<string, string>;
/** Writes a number in the vendor's format. */
type WriteNumber = (number: string) => string;

/** The fields that hold numbers; every domain has these three. */
export const NUMBER_FIELDS = ['number1', 'number2', 'number3'] as const;
const [USUAL_KEY] = NUMBER_FIELDS;

function isNumberField(field: string): boolean {
  return NUMBER_FIELDS.some((name) => name === field);
}

/** Rows and what their columns are. */
export interface Table {
  readonly fieldsMapping: Mapping;
  readonly rows: string[][];
}

/** One contact by the names of fields. No field may be given twice. */
function cellsOf({ numbers, name, fields }: ContactFacts, at: number, write: WriteNumber): Cells {
  const path = ['input', 'contacts', at] as const;
  if (numbers.length > NUMBER_FIELDS.length)
    throw invalidArgument('The vendor stores at most three numbers', ...path, 'numbers');
  const cells = new Map<string, string>();
  for (const [index, field] of NUMBER_FIELDS.entries()) {
    const number = numbers[index];
    if (number !== undefined) cells.set(field, write(number));
  }
  if (name) for (const [field, part] of Object.entries(partsOf(name))) cells.set(field, part);
  for (const [index, { name: field, value }] of (fields ?? []).entries()) {
    if (cells.has(field)) throw invalidArgument('This field is given twice', ...path, 'fields', index);
    cells.set(field, isNumberField(field) ? write(value) : value);
  }
  if (!cells.size) throw invalidArgument('A contact requires at least one number, a name or a field', ...path);
  return cells;
}

/** The vendor stores names in two fields: the last word of a name is the last name. */
function partsOf(name: string): Readonly<Record<string, string>> {
  const words = name.trim().split(/\s+/);
  const last = words.pop() ?? '';
  return { first_name: words.join(' '), last_name: last };
}

/** The name of a contact of two fields. */
export function nameOf(first: string | undefined, last: string | undefined): string | null {
  return [first, last].filter(Boolean).join(' ') || null;
}

function mappingOf(columns: readonly string[], { keyFields }: ContactPlace): Mapping {
  const keys = keyFields?.length ? keyFields : [USUAL_KEY];
  const absent = keys.find((key) => !columns.includes(key));
  if (absent !== undefined && keyFields?.length)
    throw invalidArgument('No contact has this field', 'input', 'keyFields', keys.indexOf(absent));
  if (absent !== undefined)
    throw invalidArgument(
      'Give every contact a number, or name the fields that identify a contact',
      'input',
      'keyFields',
    );
  // Columns are counted from 1 (guide p. 85).
  return columns.map((fieldName, index) => ({ columnNumber: index + 1, fieldName, key: keys.includes(fieldName) }));
}

/** One contact as a table of one row. */
export function rowOf(contact: ContactFacts, place: ContactPlace, at: number, write: WriteNumber): Table {
  const cells = cellsOf(contact, at, write);
  return { fieldsMapping: mappingOf([...cells.keys()], place), rows: [[...cells.values()]] };
}

/**
 * Contacts as one table. A cell left empty would empty the field of a known contact, so where known ones are brought up
 * to date every contact needs the same fields.
 */
export function tableOf(
  contacts: readonly ContactFacts[],
  place: ContactPlace,
  updates: boolean,
  write: WriteNumber,
): Table {
  const all = contacts.map((contact, at) => cellsOf(contact, at, write));
  const columns = [...new Set(all.flatMap((cells) => [...cells.keys()]))];
  const lacking = updates ? all.findIndex(({ size }) => size < columns.length) : -1;
  if (lacking >= 0) {
    const missing = columns.find((column) => !all[lacking]?.has(column));
    const message = `This contact has no ${missing}, which other contacts have; give it an empty value, or choose ADD_ONLY`;
    throw invalidArgument(message, 'input', 'contacts', lacking);
  }
  const rows = all.map((cells) => columns.map((column) => cells.get(column) ?? ''));
  return { fieldsMapping: mappingOf(columns, place), rows };
}
