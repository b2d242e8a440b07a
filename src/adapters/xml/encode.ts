/** Values to XML, in the order of the contract. Only contract fields are read, so a key of the input never becomes markup. */
import type { Field, Fields, ListType, ScalarType, StructType, Type, VariantType, WireContext } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import { writtenAsRead } from './as-read.ts';
import { escapeText, isElementName, isXmlText } from './characters.ts';

/** How values are written. */
export interface EncodeContext extends WireContext {
  /** Prefix bound to the service's namespace, for the value of `xsi:type`. */
  readonly typePrefix?: string;
  /** Attributes that declare `xsi` and the prefix, where no element around does. */
  readonly typeDeclarations?: string;
}

/** Names the element of a field at its position among the others, counted from 1. */
type NameOf = (name: string, field: Field, index: number) => string;

type Path = readonly (string | number)[];
type Values = Readonly<Record<string, unknown>>;

/** The element name of a field on the wire. */
function wireName(name: string, field: Field): string {
  return field.wire ?? name;
}

/** Writes the fields one after another; absent and null ones are left out. */
export function encodeFields(
  fields: Fields,
  values: unknown,
  context: EncodeContext,
  path: Path = [],
  nameOf: NameOf = wireName,
): string {
  const given = values as Values;
  let xml = '';
  let index = 0;
  for (const name in fields) {
    const field = fields[name];
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    index += 1;
    if (!field || value === undefined || value === null) continue;
    xml += encodeElement(nameOf(name, field, index), field.type, value, context, [...path, name]);
  }
  return xml;
}

/** Writes one value as an element of the given name; a list becomes repeated elements or one wrapper of items. */
export function encodeElement(tag: string, type: Type, value: unknown, context: EncodeContext, path: Path): string {
  switch (type.kind) {
    case 'list':
      return encodeList(tag, type, value as readonly unknown[], context, path);
    case 'struct':
      return `<${tag}>${encodeStruct(type, value as Values, context, path)}</${tag}>`;
    case 'variant':
      return encodeVariant(tag, type, value as Values, context, path);
    case 'enum':
      return `<${tag}>${checkedText(String(value), path)}</${tag}>`;
    case 'scalar':
      return `<${tag}>${checkedText(scalarText(type, value, context, path), path)}</${tag}>`;
  }
}

function encodeList(tag: string, type: ListType, values: readonly unknown[], context: EncodeContext, path: Path) {
  const name = type.item ?? tag;
  let xml = '';
  values.forEach((value, index) => {
    if (value !== null && value !== undefined) xml += encodeElement(name, type.of, value, context, [...path, index]);
  });
  return type.item === undefined ? xml : `<${tag}>${xml}</${tag}>`;
}

function encodeStruct(type: StructType, value: Values, context: EncodeContext, path: Path): string {
  const encode = (name: string, field: Field) => encodeFields({ [name]: field }, value, context, path);
  const xml = writtenAsRead(type.fields, value, encode) ?? encodeFields(type.fields, value, context, path);
  return type.open ? xml + encodeOthers(value._other, [...path, '_other']) : xml;
}

function encodeOthers(others: unknown, path: Path): string {
  if (!Array.isArray(others)) return '';
  return others.map((other: Values, index) => encodeOther(other, [...path, index])).join('');
}

function encodeOther(other: Values, path: Path): string {
  const name = String(other.name);
  if (!isElementName(name)) throw invalidArgument('Not an element name', ...path, 'name');
  return `<${name}>${checkedText(String(other.value ?? ''), [...path, 'value'])}</${name}>`;
}

function encodeVariant(tag: string, type: VariantType, value: Values, context: EncodeContext, path: Path): string {
  const word = String(value._type);
  const chosen = Object.hasOwn(type.cases, word) ? type.cases[word] : undefined;
  if (!chosen) throw invalidArgument(`One of ${Object.keys(type.cases).join(', ')} is expected`, ...path, '_type');
  const qualified = context.typePrefix === undefined ? word : `${context.typePrefix}:${word}`;
  const attributes = `${context.typeDeclarations ?? ''} xsi:type="${qualified}"`;
  return `<${tag}${attributes}>${encodeStruct(chosen, value, context, path)}</${tag}>`;
}

function scalarText(type: ScalarType, value: unknown, context: EncodeContext, path: Path): string {
  try {
    return type.encode(value, context);
  } catch {
    throw invalidArgument(`This is no ${type.name}`, ...path);
  }
}

function checkedText(text: string, path: Path): string {
  if (!isXmlText(text))
    throw invalidArgument('This text contains a character that the vendor does not accept', ...path);
  return escapeText(text);
}
