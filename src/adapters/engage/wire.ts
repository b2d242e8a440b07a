/**
 * The contract as it stands on the wire, computed from the documented one: an organization is polymorphic, so as an
 * argument it tells its `xsi:type`; an answer stands inside `data`.
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
} from '../contract.ts';
import { engage } from './contract/index.ts';
import { org } from './contract/types.ts';

type Values = Readonly<Record<string, unknown>>;

const typedOrg = variant('org', org.description, { org });

/** Answers of one entity come inside `data`; one without it is read as well. */
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
  const rows = Object.entries(engage.operations).map(([name, row]) => [name, wireRow(row)] as const);
  const operations: Operations = Object.fromEntries(rows);
  return { vendor: engage.vendor, prefix: engage.prefix, chapters: { 'Campaign methods': operations }, operations };
}

/** What is really sent and read. */
export const engageWire = wireContract();

/** An input as it is sent. */
export function toWire(row: Operation, input: Values): Values {
  const told = Object.entries(input).map(([name, value]) => {
    const typed = row.input[name]?.type === org && value !== null && value !== undefined;
    return [name, typed ? { _type: 'org', ...(value as Values) } : value];
  });
  return Object.fromEntries(told);
}

/** An answer as the contract documents it. */
export function fromWire(row: Operation, answer: unknown): unknown {
  if (row.output?.kind !== 'struct' || answer === null || typeof answer !== 'object') return answer;
  const { data, ...bare } = answer as Values;
  return data ?? bare;
}
