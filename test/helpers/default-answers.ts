/** A plausible answer for any operation, computed from its contract, with the caller's input where it matches. */
import type { Fields, Operation, ScalarType, StructType, Type } from '../../src/adapters/contract.ts';

type Values = Readonly<Record<string, unknown>>;

const UTC = { timeZone: 'UTC' };

/** A plausible answer of an operation. */
export function defaultAnswer(operation: Operation, input: Values): unknown {
  return operation.output ? defaultValue(operation.output, input) : null;
}

/** A plausible value of a type. */
function defaultValue(type: Type, echo: Values = {}): unknown {
  switch (type.kind) {
    case 'scalar':
      return sampleOf(type);
    case 'enum':
      return Object.keys(type.words)[0];
    case 'list':
      return [defaultValue(type.of, echo)];
    case 'struct':
      return defaultStruct(type, echo);
    case 'variant': {
      const [word, chosen] = Object.entries(type.cases)[0] ?? [];
      return word !== undefined && chosen ? { _type: word, ...defaultStruct(chosen, echo) } : null;
    }
  }
}

/** The value of the wire's sample text. */
function sampleOf(type: ScalarType): unknown {
  return type.decode(type.sample, UTC);
}

function defaultStruct(type: StructType, echo: Values): Values {
  return defaultFields(type.fields, echo);
}

/** Plausible values of fields; secrets are left out, as a vendor does. */
export function defaultFields(fields: Fields, echo: Values = {}): Values {
  const readable = Object.entries(fields).filter(([, field]) => !field.secret);
  return Object.fromEntries(readable.map(([name, { type }]) => [name, echoed(name, type, echo)]));
}

function echoed(name: string, type: Type, echo: Values): unknown {
  const said = Object.hasOwn(echo, name) ? echo[name] : undefined;
  if (type.kind === 'scalar' && type.graphql === 'String' && typeof said === 'string') return said;
  return defaultValue(type, said !== null && typeof said === 'object' ? (said as Values) : echo);
}
