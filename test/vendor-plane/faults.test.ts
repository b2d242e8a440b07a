import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Fault, Operation } from '../../src/adapters/contract.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { FAULTS, RESULT_LABELS, SUCCESS } from '../../src/adapters/recorder/contract/faults.ts';
import { vendor as recorder } from '../../src/adapters/recorder/index.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { planeFieldName } from '../../src/resolvers/vendor-plane/index.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator as recorderSimulator } from '../../src/simulators/recorder/index.ts';
import { type RunningSoapSimulator, SimulatedFault, startSoapSimulator } from '../../src/simulators/soap.ts';
import { callDocument } from './document.ts';
import { asVariables, Filler } from './fill.ts';
import { ask, planeContext, planeSchema } from './plane.ts';
import { loadVendor } from './vendors.ts';
import { shortWait } from './walk.ts';
import { surroundings, WIRES, type Wire } from './wires.ts';

/** Every fault of a contract, with an operation that declares it. */
function faultsOf(vendor: Vendor): readonly (readonly [string, Fault, string])[] {
  const found = new Map<string, readonly [string, Fault, string]>();
  for (const [operation, { faults }] of Object.entries<Operation>(vendor.contract.operations))
    for (const fault of faults) if (!found.has(fault.name)) found.set(fault.name, [fault.name, fault, operation]);
  return [...found.values()];
}

/** Calls an operation through GraphQL and answers the error it ended in. */
async function failureOf(
  vendor: Vendor,
  schema: ReturnType<typeof planeSchema>,
  adapter: Adapter,
  name: string,
  input: Record<string, unknown>,
): Promise<CrosspointError> {
  const row = vendor.contract.operations[name] as Operation;
  const root = row.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const field = root?.getFields()[planeFieldName(vendor.contract, name)];
  if (!field) throw new Error(`${name} has no field`);
  const document = callDocument(row.kind, field);
  const { errors } = await ask(schema, planeContext([adapter]), document, asVariables(row.input, input));
  const thrown = errors?.[0]?.originalError;
  expect(thrown, String(errors)).toBeInstanceOf(CrosspointError);
  return thrown as CrosspointError;
}

function everyFault(vendor: Vendor, wire: Wire) {
  const schema = planeSchema([vendor]);
  let told = new SimulatedFault('', 'nothing');
  let simulator: RunningSoapSimulator;

  beforeAll(async () => {
    const { local = [] } = wire;
    const onWire = ([name, row]: [string, Operation]) => {
      const input = Object.fromEntries(Object.entries(row.input).filter(([key]) => !local.includes(key)));
      return [name, { ...row, input }] as const;
    };
    const operations = Object.fromEntries(Object.entries<Operation>(vendor.contract.operations).map(onWire));
    const answer = () => {
      throw told;
    };
    simulator = await startSoapSimulator(
      { ...wire, contract: { ...vendor.contract, operations }, answer },
      { port: 0 },
    );
  });
  afterAll(() => simulator.close());

  it.each(faultsOf(vendor))('%s', async (name, fault, operation) => {
    const row = vendor.contract.operations[operation] as Operation;
    const filler = new Filler();
    const input = { ...filler.fields(row.input), ...shortWait(row) };
    const fields = filler.fields(fault.fields, false);
    told = new SimulatedFault(name, 'The words of the vendor', fields);
    // An adapter of its own, since each keeps the pauses and quotas that its vendor asks for.
    const adapter = vendor.connect('faults', vendor.settings.parse(wire.settings(simulator.origin)), surroundings);
    const error = await failureOf(vendor, schema, adapter, operation, wire.fit?.(operation, input) ?? input);
    await adapter.close();
    expect(error).toMatchObject({ code: fault.code, vendorCode: name, message: 'The words of the vendor' });
    if (Object.keys(fields).length) expect(error.details).toEqual(shownFields(fields));
  });
}

/** Texts of a fault are shown trimmed, and nothing else of it changes. */
function shownFields(fields: Record<string, unknown>): Record<string, unknown> {
  const shown = (value: unknown) => (typeof value === 'string' ? value.trim() : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(value)]));
}

const loaded = await Promise.all(WIRES.map(async (wire) => ({ wire, vendor: await loadVendor(wire.key) })));

for (const { wire, vendor } of loaded)
  if (typeof vendor !== 'string')
    describe(`every fault that ${wire.key} declares, on the wire and through GraphQL`, () => everyFault(vendor, wire));

describe('every result label of the recorder', () => {
  const labels = Object.entries(RESULT_LABELS).filter(([, label]) => !SUCCESS.has(label));
  const schema = planeSchema([recorder]);
  let running: Awaited<ReturnType<typeof recorderSimulator.start>>;
  let adapter: Adapter;

  beforeAll(async () => {
    const centre = createCentre({ seed: 7, startsAt: new Date('2026-03-02T14:00:00Z') });
    running = await recorderSimulator.start({ centre, port: 0 });
    adapter = recorder.connect('faults', recorder.settings.parse(running.settings), surroundings);
  });
  afterAll(async () => {
    await adapter.close();
    await running.close();
  });

  it.each(labels)('%s %s', async (code, label) => {
    running.refuse(label);
    const input = { DEVICEID: 'X100', CALLINSTANCE: 'a' };
    const error = await failureOf(recorder, schema, adapter, 'CALLSTART', input);
    expect(error).toMatchObject({ code: FAULTS.get(label)?.code, vendorCode: label });
    const shared = label === 'API_INVALID_MESSAGE_FORMAT' ? 17 : Number(code);
    expect(error.details).toMatchObject({ RESULTCODE: shared });
  });
});
