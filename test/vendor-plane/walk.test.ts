import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Contract, Operation } from '../../src/adapters/contract.ts';
import type { Style } from '../../src/adapters/soap/envelope.ts';
import { soapClient } from '../../src/adapters/soap/transport.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { type RunningSoapSimulator, startSoapSimulator } from '../../src/simulators/soap.ts';
import { NAMESPACE, sample } from '../wire/sample.ts';
import { fitDesk, fitEngage } from './fit.ts';
import { bareVendor, planeSchema } from './plane.ts';
import { loadVendor } from './vendors.ts';
import { Witness, walk } from './walk.ts';

/** How a vendor's generic service is named, and how an account reaches it. */
interface Wire {
  readonly key: string;
  readonly namespace: string;
  readonly style: Style;
  readonly typePrefix?: string;
  readonly path: string | RegExp;
  settings(origin: string): unknown;
  /** Arguments that stay in the gateway. */
  readonly local?: readonly string[];
  /** Makes arguments keep rules that their types do not tell; the vendor's adapter refuses them otherwise. */
  fit?(operation: string, input: Record<string, unknown>): Record<string, unknown>;
}

const WIRES: readonly Wire[] = [
  {
    key: 'five9-config',
    namespace: 'http://service.admin.ws.five9.com/',
    style: 'named',
    path: '/wsadmin/v13/AdminWebService',
    settings: (origin) => ({
      url: `${origin}/wsadmin/v13/AdminWebService`,
      users: [{ username: 'walker', password: 'secret' }],
    }),
  },
  {
    key: 'five9-cti',
    namespace: 'urn:core_v2.agent.api.five9.com',
    style: 'named',
    typePrefix: 'ns4',
    path: '/agent/v2',
    settings: (origin) => ({ desks: [{ agent: 'walker', url: `${origin}/agent/v2` }] }),
    local: ['desk'],
    fit: fitDesk('walker'),
  },
  {
    key: 'engage',
    namespace: 'http://www.soundbite.com/SOAPAPI2/110',
    style: 'numbered',
    path: /^\/SOAPAPI2\/\w+110$/,
    settings: (origin) => ({
      ...{ url: `${origin}/SOAPAPI2`, username: 'walker', password: 'secret' },
      org: { internalId: '42', type: 'Account' },
    }),
    fit: fitEngage,
  },
];

const surroundings = {
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  now: () => new Date(),
};

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
    expect(built).toBeLessThan(1000);
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
      vendor.connect('walk', vendor.settings.parse(wire.settings(origin)), surroundings),
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
