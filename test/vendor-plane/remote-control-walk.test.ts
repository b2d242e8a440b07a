import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { type RunningRemoteControl, startRemoteControl } from '../../src/simulators/remote-control/index.ts';
import { planeSchema } from './plane.ts';
import { Witness, walk } from './walk.ts';
import { dependencies } from './wires.ts';

const schema = planeSchema([vendor]);

describe.each(['xml', 'json'])(
  'every operation of remote-control through GraphQL, adapter and wire, in %s',
  (format) => {
    const witness = new Witness();
    let simulator: RunningRemoteControl;
    let adapter: Adapter;

    beforeAll(async () => {
      const centre = createCentre({ seed: 7, startsAt: new Date('2026-03-02T14:00:00Z') });
      simulator = await startRemoteControl({ centre, port: 0 });
      simulator.dialler.answer = (operation, input) => {
        const Data = witness.answer(operation, input);
        return { Success: true, Data, ResponseCode: 0, ResponseDetail: 'OK' };
      };
      adapter = vendor.connect('walk', vendor.settings.parse({ ...simulator.settings, format }), dependencies);
    });
    afterAll(async () => {
      await adapter.close();
      await simulator.close();
    });

    it.each(Object.keys(vendor.contract.operations))('%s', (name) =>
      walk(name, { schema, vendor, adapter, witness, local: [], fit: (_operation, input) => input }),
    );
  },
);
