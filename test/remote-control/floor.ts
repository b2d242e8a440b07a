import { afterEach, beforeEach } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import type { Log } from '../../src/adapters/vendor.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { type RunningRemoteControl, startRemoteControl } from '../../src/simulators/remote-control/index.ts';

/** A log without output. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A simulated vendor on its wire with an account connected to it, and one person at their phone. */
export interface Floor {
  readonly centre: Centre;
  readonly simulator: RunningRemoteControl;
  readonly person: SimulatedPerson;
  connect(more?: Readonly<Record<string, unknown>>): Adapter;
  /** A call that is up on the person's phone. */
  callOf(person?: SimulatedPerson): SimulatedCall;
  close(): Promise<void>;
}

/** Opens a floor for a test; the simulator plays these readings. */
export async function openFloor(reading: Readonly<Record<string, string>> = {}): Promise<Floor> {
  const centre = createCentre({ seed: 7, startsAt: new Date('2026-03-02T09:30:00.000Z') });
  const simulator = await startRemoteControl({ centre, port: 0, reading });
  const person = peopleOf(centre)[0] as SimulatedPerson;
  for (const each of centre.people) if (each.presence === 'LOGGED_OUT') centre.logIn(each);
  return {
    centre,
    simulator,
    person,
    connect: (more = {}) => {
      const settings = vendor.settings.parse({ ...simulator.settings, ...more });
      return vendor.connect('floor', settings, { log: silent, now: () => new Date() });
    },
    callOf: (whose = person) => {
      centre.setReady(whose);
      const call = centre.dial(whose, '+16145550001', null);
      centre.answer(call);
      return call;
    },
    close: () => simulator.close(),
  };
}

/** The floor of the running test, after `openFloorEachTest`. */
export let floor: Floor;
/** The account of that floor. */
export let adapter: Adapter;

/** Opens a floor before each test and closes it afterwards. */
export function openFloorEachTest(): void {
  beforeEach(async () => {
    floor = await openFloor();
    adapter = floor.connect();
  });
  afterEach(() => floor.close());
}

/** People whose phones this vendor carries. */
export function peopleOf(centre: Centre): readonly SimulatedPerson[] {
  return centre.people.filter(({ carrier }) => carrier === 'remote-control');
}
