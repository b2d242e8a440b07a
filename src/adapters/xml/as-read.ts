/** Objects that remember the elements they were read from, so that their unchanged parts are written back as they were. */
import { isDeepStrictEqual } from 'node:util';
import type { Field, Fields, Type } from '../contract.ts';
import { escapeText } from './characters.ts';
import { spellings } from './narrowed.ts';
import type { XmlElement } from './tree.ts';
import { isNil } from './variants.ts';

const AS_READ = Symbol('as read');

type Values = Readonly<Record<string | symbol, unknown>>;

interface AsRead {
  readonly element: XmlElement;
  /** The values of the fields, as they were decoded. */
  readonly values: Values;
}

/** Makes the objects of a decoded value remember the elements that they were read from. Copies by spread remember them too. */
export function rememberAsRead(type: Type, value: unknown, elements: readonly XmlElement[]): void {
  if (type.kind === 'list' && Array.isArray(value)) {
    const items =
      type.item === undefined
        ? elements
        : elements.flatMap(({ children }) => children.filter(({ name }) => name === type.item));
    if (items.length === value.length)
      for (const [at, one] of value.entries()) rememberAsRead(type.of, one, items.slice(at, at + 1));
  } else if (type.kind === 'struct' && !type.open && elements.length === 1)
    rememberStruct(type.fields, value, elements);
}

function rememberStruct(fields: Fields, value: unknown, [element]: readonly XmlElement[]): void {
  if (!element || typeof value !== 'object' || value === null) return;
  const values = { ...value } as Values;
  for (const [name, field] of Object.entries(fields))
    rememberAsRead(field.type, values[name], childrenOf(element, name, field));
  Object.assign(value, { [AS_READ]: { element, values } satisfies AsRead });
}

function childrenOf({ children }: XmlElement, name: string, field: Field): readonly XmlElement[] {
  const names = spellings(name, field);
  return children.filter((child) => names.includes(child.name));
}

/**
 * Writes an object that remembers its element: a field whose value is unchanged as it was read, also where its text could
 * not be read, and elements that the contract lacks where they stood. A field whose key was removed is left out. Null where
 * the object was not read.
 */
export function writtenAsRead(
  fields: Fields,
  value: Values,
  encode: (name: string, field: Field) => string,
): string | null {
  const read = value[AS_READ] as AsRead | undefined;
  if (!read) return null;
  const unknown = unknownByField(fields, read.element);
  let xml = raw(unknown.get('') ?? []);
  for (const [name, field] of Object.entries(fields)) {
    const isUnchanged = Object.hasOwn(value, name) && isDeepStrictEqual(value[name], read.values[name]);
    if (!isUnchanged || hasVariants(field.type)) xml += encode(name, field);
    else xml += raw(childrenOf(read.element, name, field).filter((child) => value[name] != null || !isBlank(child)));
    xml += raw(unknown.get(name) ?? []);
  }
  return xml;
}

/** The elements that the contract lacks, each under the field that it follows. */
function unknownByField(fields: Fields, { children }: XmlElement): ReadonlyMap<string, readonly XmlElement[]> {
  const places = new Map(
    Object.entries(fields).flatMap(([name, field]) => spellings(name, field).map((spelling) => [spelling, name])),
  );
  const unknown = new Map<string, XmlElement[]>();
  let before = '';
  for (const child of children) {
    const name = places.get(child.name);
    if (name === undefined) unknown.set(before, [...(unknown.get(before) ?? []), child]);
    else before = name;
  }
  return unknown;
}

/** The type of a variant is an attribute, which is written by the contract only. */
function hasVariants(type: Type): boolean {
  if (type.kind === 'list') return hasVariants(type.of);
  if (type.kind === 'struct')
    return Object.values<Field>(type.fields as Fields).some((field) => hasVariants(field.type));
  return type.kind === 'variant';
}

function isBlank({ text, children }: XmlElement): boolean {
  return children.length === 0 && text.trim() === '';
}

/** Elements under their local names, without attributes; one that is declared to be null is left out. */
function raw(elements: readonly XmlElement[]): string {
  return elements
    .filter(({ attributes }) => !isNil(attributes))
    .map(({ name, text, children }) => `<${name}>${children.length ? raw(children) : escapeText(text)}</${name}>`)
    .join('');
}
