import { afterEach, beforeEach } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/engage/index.ts';
import type { Log } from '../../src/adapters/vendor.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedCampaign } from '../../src/simulators/centre/model.ts';
import { type RunningEngage, startEngage } from '../../src/simulators/engage/index.ts';

/** A log without output. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The organization of the simulated vendor. */
export const org = { internalId: '42', type: 'Account' };

/** A simulated vendor on its wire, and accounts connected to it that live by the centre's clock. */
export interface Floor {
  readonly centre: Centre;
  readonly simulator: RunningEngage;
  connect(more?: Readonly<Record<string, unknown>>): Adapter;
  campaign(name: string): SimulatedCampaign;
  close(): Promise<void>;
}

/** Opens a floor for a test; the simulator plays these readings. */
export async function openFloor(reading: Readonly<Record<string, string>> = {}): Promise<Floor> {
  const centre = createCentre({ seed: 7, startsAt: new Date('2026-03-02T09:30:00.000Z') });
  const simulator = await startEngage({ centre, port: 0, reading });
  return {
    centre,
    simulator,
    connect: (more = {}) => {
      const settings = vendor.settings.parse({ ...simulator.settings, ...more });
      return vendor.connect('floor', settings, { log: silent, now: () => centre.now() });
    },
    campaign: (wanted) => centre.campaigns.find(({ name }) => name === wanted) as SimulatedCampaign,
    close: () => simulator.close(),
  };
}

/** The floor of the running test, after `openFloorEachTest`. */
export let floor: Floor;
/** The account of that floor. */
export let adapter: Adapter;

async function setFloor(reading: Readonly<Record<string, string>>): Promise<void> {
  floor = await openFloor(reading);
  adapter = floor.connect();
}

/** Opens a floor before each test and closes it afterwards. */
export function openFloorEachTest(): void {
  beforeEach(() => setFloor({}));
  afterEach(() => floor.close());
}

/** Puts a floor whose simulator plays these readings in place of the running test's one. */
export async function replaceFloor(reading: Readonly<Record<string, string>>): Promise<void> {
  await floor.close();
  await setFloor(reading);
}
