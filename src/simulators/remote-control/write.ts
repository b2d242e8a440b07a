/** Answers as this vendor writes them: one envelope, in XML or in JSON. */
import type { ListType, StructType, Type, WireContext } from '../../adapters/contract.ts';
import { untold } from '../../adapters/remote-control/scalars.ts';
import { escapeText } from '../../adapters/xml/characters.ts';

/** What an operation answers. */
export interface RefusedOutcome {
  readonly Success: boolean;
  readonly Data: unknown;
  readonly ResponseCode: number;
  readonly ResponseDetail: string;
}

const SCHEMA = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';

/** The envelope as XML. */
export function asXml(outcome: RefusedOutcome, type: Type | undefined, context: WireContext): string {
  const data = type ? xmlElement('Data', type, outcome.Data, context) : '<Data i:nil="true"/>';
  const { Success, ResponseCode, ResponseDetail } = outcome;
  const rest = `<ResponseCode>${ResponseCode}</ResponseCode><ResponseDetail>${escapeText(ResponseDetail)}</ResponseDetail>`;
  return `<CallActionResponse ${SCHEMA}>${data}${rest}<Success>${Success}</Success></CallActionResponse>`;
}

function xmlElement(tag: string, type: Type, value: unknown, context: WireContext): string {
  if (value === null || value === undefined) return `<${tag} i:nil="true"/>`;
  switch (type.kind) {
    case 'list':
      return `<${tag}>${xmlItems(type, value as readonly unknown[], context)}</${tag}>`;
    case 'struct':
      return `<${tag}>${xmlFields(type, value as Readonly<Record<string, unknown>>, context)}</${tag}>`;
    default:
      return `<${tag}>${escapeText(textOf(type, value, context))}</${tag}>`;
  }
}

function xmlItems(type: ListType, items: readonly unknown[], context: WireContext): string {
  const tag = type.of.kind === 'struct' ? type.of.name : 'Item';
  return items.map((item) => xmlElement(tag, type.of, item, context)).join('');
}

function xmlFields(type: StructType, value: Readonly<Record<string, unknown>>, context: WireContext): string {
  const write = ([name, field]: [string, StructType['fields'][string]]) =>
    field.type === untold ? xmlUntold(name, value[name]) : xmlElement(name, field.type, value[name], context);
  return Object.entries(type.fields).map(write).join('');
}

/** Objects without a told shape are elements within elements. */
function xmlUntold(tag: string, json: unknown): string {
  const value: unknown = json === null || json === undefined ? null : JSON.parse(String(json));
  return value === null ? `<${tag} i:nil="true"/>` : `<${tag}>${xmlPlain(value)}</${tag}>`;
}

function xmlPlain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeText(String(value));
  const members = Object.entries(value);
  return members.map(([name, inner]) => `<${name}>${xmlPlain(inner)}</${name}>`).join('');
}

function textOf(type: Type, value: unknown, context: WireContext): string {
  return type.kind === 'scalar' ? type.encode(value, context) : String(value);
}

/** The envelope as JSON. */
export function asJson(outcome: RefusedOutcome, type: Type | undefined, context: WireContext): string {
  return JSON.stringify({ ...outcome, Data: type ? jsonValue(type, outcome.Data, context) : null });
}

function jsonValue(type: Type, value: unknown, context: WireContext): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'list') return (value as readonly unknown[]).map((item) => jsonValue(type.of, item, context));
  if (type.kind === 'struct') {
    const given = value as Readonly<Record<string, unknown>>;
    const members = Object.entries(type.fields);
    return Object.fromEntries(members.map(([name, field]) => [name, jsonValue(field.type, given[name], context)]));
  }
  if (type === untold) return JSON.parse(String(value));
  return typeof value === 'number' || typeof value === 'boolean' ? value : textOf(type, value, context);
}
