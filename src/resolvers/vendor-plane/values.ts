/** GraphQL input as contract values. */
import type { Fields, StructType, Type, VariantType } from '../../adapters/contract.ts';
import { fieldName } from './names.ts';

type Given = Readonly<Record<string, unknown>>;

/** Arguments by contract name; what was not given stays out. */
export function toInput(fields: Fields, given: Given): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, { type }] of Object.entries(fields)) {
    const value = given[fieldName(name)];
    if (value !== undefined) input[name] = toValue(type, value);
  }
  return input;
}

function toValue(type: Type, value: unknown): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'list':
      return (value as readonly unknown[]).map((item) => toValue(type.of, item));
    case 'struct':
      return toStruct(type, value as Given);
    case 'variant':
      return toCase(type, value as Given);
    default:
      return value instanceof Date ? value.toISOString() : value;
  }
}

function toStruct(type: StructType, given: Given): Record<string, unknown> {
  const value = toInput(type.fields, given);
  if (type.open && given._other !== undefined) value._other = given._other;
  return value;
}

/** The one case that was given; GraphQL has seen to it that it is exactly one. */
function toCase(type: VariantType, given: Given): Record<string, unknown> | null {
  for (const [word, chosen] of Object.entries(type.cases)) {
    const value = given[fieldName(word)];
    if (value !== undefined && value !== null) return { _type: word, ...toStruct(chosen, value as Given) };
  }
  return null;
}
