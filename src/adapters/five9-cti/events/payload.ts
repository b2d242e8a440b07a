/** The payload of an event that the unified plane passes on as the vendor's. */
import { withoutSecretFields } from '../../calls/secrets.ts';
import { type DeskEvent, events } from '../contract/events/index.ts';

interface OtherField {
  readonly name: string;
  readonly value?: unknown;
}

/** The fields of an event without secrets. Fields of an undocumented event appear under their wire names. */
export function vendorPayload({ _type, ...fields }: DeskEvent): Readonly<Record<string, unknown>> {
  const type = Object.hasOwn(events, _type) ? events[_type] : undefined;
  if (type) return withoutSecretFields(type.fields, fields);
  const { _other: others = [] } = fields as { _other?: readonly OtherField[] };
  const valuesOf = (name: string) => others.filter((field) => field.name === name).map(({ value }) => value);
  return Object.fromEntries(others.map(({ name }) => [name, single(valuesOf(name))]));
}

/** A field that is repeated is a list. */
function single(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}
