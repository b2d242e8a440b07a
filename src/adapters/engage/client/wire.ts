/**
 * The contract as it is on the wire, derived from the documented one: an organization is polymorphic, so as an argument it
 * carries its `xsi:type`; an answer is inside `data`.
 */
import {
  type Contract,
  type Field,
  type Operation,
  type Operations,
  optional,
  type StructType,
  type Type,
  variant,
} from '../../contract.ts';
import { engageContract } from '../contract/index.ts';
import { org } from '../contract/types.ts';

type Values = Readonly<Record<string, unknown>>;

const typedOrg = variant('org', org.description, { org });

/** An answer with one entity contains it in `data` or directly (readings.ts, `entity`). */
function wrapped(type: StructType): StructType {
  const data = optional(type, 'The entity.');
  return { ...type, name: `${type.name}Data`, fields: { data, ...type.fields } };
}

function wireField(field: Field): Field {
  return field.type === org ? { ...field, type: typedOrg } : field;
}

function wireOutput(output: Type | undefined): Type | undefined {
  return output?.kind === 'struct' ? wrapped(output) : output;
}

function wireRow(row: Operation): Operation {
  const input = Object.fromEntries(Object.entries(row.input).map(([name, field]) => [name, wireField(field)]));
  return { ...row, input, output: wireOutput(row.output) };
}

function wireContract(): Contract {
  const rows = Object.entries(engageContract.operations).map(([name, row]) => [name, wireRow(row)] as const);
  const operations: Operations = Object.fromEntries(rows);
  return {
    vendor: engageContract.vendor,
    prefix: engageContract.prefix,
    chapters: { 'Campaign methods': operations },
    operations,
  };
}

/** The contract that is sent and read. */
export const engageWire = wireContract();

/** An input as it is sent. */
export function toWire(row: Operation, input: Values): Values {
  const values = Object.entries(input).map(([name, value]) => {
    const typed = row.input[name]?.type === org && value !== null && value !== undefined;
    return [name, typed ? { _type: 'org', ...(value as Values) } : value];
  });
  return Object.fromEntries(values);
}

/** An answer as the contract documents it. */
export function fromWire(row: Operation, answer: unknown): unknown {
  if (row.output?.kind !== 'struct' || answer === null || typeof answer !== 'object') return answer;
  const { data, ...bare } = answer as Values;
  return data ?? bare;
}
