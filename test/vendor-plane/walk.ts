import type { GraphQLSchema } from 'graphql';
import { expect } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { Drift } from '../../src/adapters/calls/drift.ts';
import type { Operation, StructType, Type } from '../../src/adapters/contract.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { planeFieldName } from '../../src/resolvers/vendor-plane/index.ts';
import { callDocument, plain } from './document.ts';
import { asShown, asVariables, Filler } from './fill.ts';
import { ask, planeContext } from './plane.ts';

/** What a generic simulator does while an operation is walked: it stores what arrived and answers as the test says. */
export class Witness {
  answers: unknown = null;
  arrived: { operation: string; input: unknown } | undefined;

  readonly answer = (operation: string, input: Readonly<Record<string, unknown>>): unknown => {
    this.arrived = { operation, input };
    return this.answers;
  };
}

/** Names of the structs that stand in a variant of an operation's contract. */
function casesOf(vendor: Vendor): (name: string) => boolean {
  const names = new Set<string>();
  const visit = (type: Type): void => {
    if (type.kind === 'list') visit(type.of);
    if (type.kind === 'struct') for (const { type: inner } of Object.values(type.fields)) visit(inner);
    if (type.kind === 'variant')
      for (const chosen of Object.values<StructType>(type.cases)) {
        names.add(chosen.name);
        visit(chosen);
      }
  };
  for (const { output } of Object.values<Operation>(vendor.contract.operations)) if (output) visit(output);
  return (name) => names.has(name);
}

type Values = Record<string, unknown>;

/** What is walked. */
export interface Walk {
  readonly schema: GraphQLSchema;
  readonly vendor: Vendor;
  readonly adapter: Adapter;
  readonly witness: Witness;
  /** Arguments for the gateway that never reach the wire. */
  readonly local: readonly string[];
  /** Makes arguments obey rules that their types do not express. */
  fit(operation: string, input: Values): Values;
}

/** A wait the adapter hands on as it is; longer ones it may divide. */
export function shortWait({ waits, input }: Operation): Values {
  const type = waits === undefined ? undefined : input[waits]?.type;
  return waits === undefined || type?.kind !== 'scalar' ? {} : { [waits]: type.decode('1', { timeZone: 'UTC' }) };
}

/** Calls one operation through GraphQL, adapter and wire with everything filled, and compares both ends. */
export async function walk(name: string, walked: Walk): Promise<void> {
  const { schema, vendor, adapter, witness, local } = walked;
  const row = vendor.contract.operations[name] as Operation;
  const filler = new Filler();
  const input = walked.fit(name, { ...filler.fields(row.input), ...shortWait(row) });
  witness.answers = row.output ? filler.value(row.output, {}, false) : null;
  witness.arrived = undefined;
  const root = row.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const field = root?.getFields()[planeFieldName(vendor.contract, name)];
  if (!field) throw new Error(`${name} has no field`);
  const result = await ask(
    schema,
    planeContext([adapter]),
    callDocument(row.kind, field),
    asVariables(row.input, input),
  );
  expect(result.errors, String(result.errors)).toBeUndefined();
  const sent = Object.entries(input).filter(([key]) => !local.includes(key));
  expect(witness.arrived).toEqual({ operation: name, input: Object.fromEntries(sent) });
  const shown = row.output ? asShown(row.output, witness.answers, casesOf(vendor)) : true;
  expect(plain(structuredClone(result.data?.answer))).toEqual(shown);
  if (adapter.drift) expect(adapter.drift.counts, 'what the contract declares is no drift').toEqual(new Drift().counts);
}
