/** Answers as the vendor writes them: one envelope, in XML or in JSON, under each reading of names and lists. */
import type { ListType, StructType, Type } from '../../adapters/contract.ts';
import { unspecified } from '../../adapters/remote-control/contract/scalars.ts';
import { escapeText } from '../../adapters/xml/characters.ts';

/** An operation's outcome in the envelope of every answer. */
export interface ResponseEnvelope {
  readonly Success: boolean;
  readonly Data: unknown;
  readonly ResponseCode: number;
  readonly ResponseDetail: string;
}

const SCHEMA = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';

/** How the vendor writes under the readings that are played. */
export interface WritingStyle {
  /** Property names start with a lower-case letter. */
  readonly small: boolean;
  /** A list is an object with one member that contains the items. */
  readonly wrapped: boolean;
  readonly timeZone: string;
}

function named(name: string, { small }: WritingStyle): string {
  return small ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** The envelope as XML. */
export function asXml(outcome: ResponseEnvelope, type: Type | undefined, style: WritingStyle): string {
  const tag = (name: string) => named(name, style);
  const data = type ? xmlElement('Data', type, outcome.Data, style) : `<${tag('Data')} i:nil="true"/>`;
  const { Success, ResponseCode, ResponseDetail } = outcome;
  const text = (name: string, value: unknown) => `<${tag(name)}>${escapeText(String(value))}</${tag(name)}>`;
  const rest = text('ResponseCode', ResponseCode) + text('ResponseDetail', ResponseDetail) + text('Success', Success);
  return `<CallActionResponse ${SCHEMA}>${data}${rest}</CallActionResponse>`;
}

function xmlElement(name: string, type: Type, value: unknown, style: WritingStyle): string {
  const tag = named(name, style);
  if (value === null || value === undefined) return `<${tag} i:nil="true"/>`;
  switch (type.kind) {
    case 'list':
      return `<${tag}>${xmlItems(type, value as readonly unknown[], style)}</${tag}>`;
    case 'struct':
      return `<${tag}>${xmlFields(type, value as Readonly<Record<string, unknown>>, style)}</${tag}>`;
    default:
      return `<${tag}>${escapeText(textOf(type, value, style))}</${tag}>`;
  }
}

function xmlItems(type: ListType, items: readonly unknown[], style: WritingStyle): string {
  const tag = itemName(type);
  const written = items.map((item) => xmlElement(tag, type.of, item, style)).join('');
  return style.wrapped ? `<ArrayOf${tag}>${written}</ArrayOf${tag}>` : written;
}

function itemName({ of }: ListType): string {
  return of.kind === 'struct' ? of.name : 'Item';
}

function xmlFields(type: StructType, value: Readonly<Record<string, unknown>>, style: WritingStyle): string {
  const write = ([name, field]: [string, StructType['fields'][string]]) =>
    field.type === unspecified
      ? xmlUnspecified(named(name, style), value[name])
      : xmlElement(name, field.type, value[name], style);
  return Object.entries(type.fields).map(write).join('');
}

/** Objects without a documented shape are elements within elements. */
function xmlUnspecified(tag: string, json: unknown): string {
  const value: unknown = json === null || json === undefined ? null : JSON.parse(String(json));
  return value === null ? `<${tag} i:nil="true"/>` : `<${tag}>${xmlPlain(value)}</${tag}>`;
}

function xmlPlain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeText(String(value));
  const members = Object.entries(value);
  return members.map(([name, inner]) => `<${name}>${xmlPlain(inner)}</${name}>`).join('');
}

function textOf(type: Type, value: unknown, style: WritingStyle): string {
  return type.kind === 'scalar' ? type.encode(value, style) : String(value);
}

/** The envelope as JSON. */
export function asJson(outcome: ResponseEnvelope, type: Type | undefined, style: WritingStyle): string {
  const data = type ? jsonValue(type, outcome.Data, style) : null;
  const members = Object.entries({ ...outcome, Data: data });
  return JSON.stringify(Object.fromEntries(members.map(([name, value]) => [named(name, style), value])));
}

function jsonValue(type: Type, value: unknown, style: WritingStyle): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'list') return jsonItems(type, value as readonly unknown[], style);
  if (type.kind === 'struct') {
    const given = value as Readonly<Record<string, unknown>>;
    const members = Object.entries(type.fields);
    return Object.fromEntries(
      members.map(([name, field]) => [named(name, style), jsonValue(field.type, given[name], style)]),
    );
  }
  if (type === unspecified) return JSON.parse(String(value));
  return typeof value === 'number' || typeof value === 'boolean' ? value : textOf(type, value, style);
}

function jsonItems(type: ListType, items: readonly unknown[], style: WritingStyle): unknown {
  const written = items.map((item) => jsonValue(type.of, item, style));
  return style.wrapped ? { [`ArrayOf${itemName(type)}`]: written } : written;
}
