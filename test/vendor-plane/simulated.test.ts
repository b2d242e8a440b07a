import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Operation } from '../../src/adapters/contract.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { planeFieldName } from '../../src/resolvers/vendor-plane/index.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre } from '../../src/simulators/centre/model.ts';
import type { RunningSimulator, SimulatorDefinition } from '../../src/simulators/simulator.ts';
import { callDocument } from './document.ts';
import { asVariables, Filler } from './fill.ts';
import { type Fit, fitDesk, fitEngage, fitRecorder, fitUser } from './fit.ts';
import { ask, planeContext, planeSchema } from './plane.ts';
import { KEYS, loadVendor } from './vendors.ts';
import { shortWait } from './walk.ts';

async function loadSimulator(key: string): Promise<SimulatorDefinition | string> {
  try {
    const module = (await import(`../../src/simulators/${key}/index.ts`)) as { simulator?: SimulatorDefinition };
    return module.simulator ?? 'it exports no simulator';
  } catch (error) {
    return String(error);
  }
}

const dependencies = {
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  now: () => new Date('2026-03-02T15:00:00Z'),
};

const loaded = await Promise.all(
  KEYS.map(async (key) => ({ key, vendor: await loadVendor(key), simulator: await loadSimulator(key) })),
);

it.each(loaded)('the simulator of $key is there', ({ simulator }) => {
  expect(simulator).toMatchObject({ usualPort: expect.any(Number) });
});

function fitFor(key: string, centre: Centre, { settings }: RunningSimulator): Fit {
  const [desk] = (settings.desks ?? []) as { agent: string }[];
  const fits: Readonly<Record<string, Fit>> = {
    'five9-cti': fitDesk(desk?.agent ?? ''),
    'remote-control': fitUser(centre),
    recorder: fitRecorder(centre),
    engage: fitEngage,
  };
  return fits[key] ?? ((_operation, input) => input);
}

/** Settings without which the gateway refuses something itself. */
const MORE: Readonly<Record<string, object>> = { recorder: { emailDomains: ['example.com'], exportEntire: true } };

/** What a vendor may say to arguments that mean nothing to it; anything else is an internal error. */
const REFUSALS: ReadonlySet<string> = new Set([
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'INVALID_ARGUMENT',
  'FAILED_PRECONDITION',
  'PERMISSION_DENIED',
  'RATE_LIMITED',
  'UNSUPPORTED',
]);

for (const { key, vendor, simulator } of loaded) {
  if (typeof vendor === 'string' || typeof simulator === 'string') continue;
  describe(`every field of ${key} against its simulated vendor`, () => {
    const schema = planeSchema([vendor]);
    const centre = createCentre({ seed: 7, startsAt: new Date('2026-03-02T14:00:00Z') });
    let running: RunningSimulator;
    let adapter: Adapter;

    beforeAll(async () => {
      centre.advanceTo(dependencies.now());
      running = await simulator.start({ centre, port: 0 });
      adapter = vendor.connect('walk', vendor.settings.parse({ ...running.settings, ...MORE[key] }), dependencies);
    });
    afterAll(async () => {
      await adapter.close();
      await running.close();
    });

    it.each(Object.entries<Operation>(vendor.contract.operations))('%s', async (name, row) => {
      const root = row.kind === 'query' ? schema.getQueryType() : schema.getMutationType();
      const field = root?.getFields()[planeFieldName(vendor.contract, name)];
      if (!field) throw new Error('it has no field');
      const before = running.received.get(name) ?? 0;
      const input = fitFor(key, centre, running)(name, { ...new Filler().fields(row.input), ...shortWait(row) });
      const variables = asVariables(row.input, input);
      const { data, errors } = await ask(schema, planeContext([adapter]), callDocument(row.kind, field), variables);
      for (const { originalError, message } of errors ?? []) {
        expect(originalError, message).toBeInstanceOf(CrosspointError);
        expect(REFUSALS, message).toContain((originalError as CrosspointError).code);
      }
      expect(running.received.get(name) ?? 0, errors?.[0]?.message).toBeGreaterThan(before);
      if (!errors) expect(data).toHaveProperty('answer');
    });
  });
}
