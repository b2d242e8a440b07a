import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Contract, Operation } from '../../src/adapters/contract.ts';
import { soapClient } from '../../src/adapters/soap/transport.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { type RunningSoapSimulator, startSoapSimulator } from '../../src/simulators/soap.ts';
import { NAMESPACE, sample } from '../wire/sample.ts';
import { bareVendor, planeSchema } from './plane.ts';
import { loadVendor } from './vendors.ts';
import { Witness, walk } from './walk.ts';
import { dependencies, WIRES, type Wire } from './wires.ts';

/** The contract without the arguments that never leave the gateway. */
function onWire(contract: Contract, { local = [] }: Pick<Wire, 'local'>): Contract {
  const row = (operation: Operation): Operation => ({
    ...operation,
    input: Object.fromEntries(Object.entries(operation.input).filter(([name]) => !local.includes(name))),
  });
  const rows = Object.entries(contract.operations).map(([name, operation]) => [name, row(operation)]);
  return { ...contract, operations: Object.fromEntries(rows) };
}

const loaded = await Promise.all(WIRES.map(async (wire) => ({ wire, vendor: await loadVendor(wire.key) })));

it.each(loaded)('the vendor $wire.key is there', ({ vendor }) => {
  expect(vendor).toMatchObject({ contract: { operations: expect.anything() } });
});

function walked(vendor: Vendor, wire: Omit<Wire, 'settings' | 'key'>, connect: (origin: string) => Adapter) {
  const began = performance.now();
  const schema = planeSchema([vendor]);
  const built = performance.now() - began;
  const witness = new Witness();
  const contract = onWire(vendor.contract, wire);
  let simulator: RunningSoapSimulator;
  let adapter: Adapter;

  beforeAll(async () => {
    simulator = await startSoapSimulator({ ...wire, contract, answer: witness.answer }, { port: 0 });
    adapter = connect(simulator.origin);
  });
  afterAll(async () => {
    await adapter.close();
    await simulator.close();
  });

  it('is in a schema that is built quickly', () => {
    expect(built).toBeLessThan(10_000);
  });

  it.each(Object.keys(vendor.contract.operations))('%s', async (name) => {
    const { local = [], fit = (_name: string, input: Record<string, unknown>) => input } = wire;
    await walk(name, { schema, vendor, adapter, witness, local, fit });
  });
}

for (const { wire, vendor } of loaded) {
  if (typeof vendor === 'string') continue;
  describe(`every operation of ${wire.key} through GraphQL, adapter and wire`, () => {
    walked(vendor, wire, (origin) =>
      vendor.connect('walk', vendor.settings.parse(wire.settings(origin)), dependencies),
    );
  });
}

describe.each(['named', 'numbered'] as const)('every operation of a contract with one of everything, %s', (style) => {
  const vendor = bareVendor(sample);
  walked(vendor, { namespace: NAMESPACE, style, path: '/service' }, (origin) => {
    const names = { namespace: NAMESPACE, style, account: 'walk', vendor: vendor.api };
    const client = soapClient({ ...names, contract: vendor.contract, url: `${origin}/service` });
    return {
      account: 'walk',
      vendor: vendor.api,
      call: (operation, input, options) => client.send(operation, input, options),
      check: async () => '',
      close: () => client.close(),
    };
  });
});
