/** The payload of an event that the unified plane passes on as the vendor's. */
import type { Fields, Type } from '../../contract.ts';
import { type DeskEvent, events } from '../contract/events/index.ts';

interface OtherField {
  readonly name: string;
  readonly value?: unknown;
}

/** The fields of an event without secrets. Fields of an undocumented event appear under their wire names. */
export function vendorPayload({ _type, ...fields }: DeskEvent): Readonly<Record<string, unknown>> {
  const type = Object.hasOwn(events, _type) ? events[_type] : undefined;
  if (type) return withoutSecrets(type.fields, fields);
  const { _other: others = [] } = fields as { _other?: readonly OtherField[] };
  const valuesOf = (name: string) => others.filter((field) => field.name === name).map(({ value }) => value);
  return Object.fromEntries(others.map(({ name }) => [name, single(valuesOf(name))]));
}

/** A field that is repeated is a list. */
function single(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}

function withoutSecrets(fields: Fields, value: object): Record<string, unknown> {
  const shown = Object.entries(value).filter(([name]) => !fields[name]?.secret);
  return Object.fromEntries(shown.map(([name, inner]) => [name, inside(fields[name]?.type, inner)]));
}

function inside(type: Type | undefined, value: unknown): unknown {
  if (type?.kind === 'list' && Array.isArray(value)) return value.map((item) => inside(type.of, item));
  if (type?.kind === 'struct' && value) return withoutSecrets(type.fields, value);
  return value;
}
