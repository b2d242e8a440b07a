/** Figures of the simulated floor through the desks' real wire, against what the centre itself knows. */
import { afterEach, expect, test } from 'vitest';
import { createAdapter } from '../../src/adapters/five9-cti/adapter.ts';
import { settings } from '../../src/adapters/five9-cti/settings.ts';
import { addMeasures, type Measures } from '../../src/figures/cells.ts';
import { Figures } from '../../src/figures/figures.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import { listenToAll } from '../five9-cti/scripted.ts';
import { type DeskLine, later } from '../five9-cti/world.ts';
import { until } from '../helpers/until.ts';

/** The half hour before now, so that the centre and the gateway agree on what is long ago. */
const START = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 31 * 60_000);
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function floor(seed: number, reading: Record<string, string> = {}) {
  const centre = createCentre({ seed, startsAt: START });
  const running = await simulator.start({ centre, port: 0, reading });
  const desks = running.settings.desks as DeskLine[];
  // Time at the gateway is real: the centre's hours pass in seconds, and what is late by the one is not by the other.
  const now = () => new Date();
  const adapter = createAdapter('floor', settings.parse({ desks }), { log: quietLog, now });
  const stream = await listenToAll(adapter, running, cleanups);
  /** Waits until every desk polls for its next event, so that no list comes minutes late by the centre's clock. */
  const settled = async () => {
    const polls = () => (running.received.get('checkEvent') ?? 0) + stream.events.length;
    for (let [seen, unchanged] = [polls(), 0]; unchanged < 2; ) {
      await new Promise((done) => setTimeout(done, 4));
      unchanged = polls() === seen ? unchanged + 1 : 0;
      seen = polls();
    }
  };
  return { centre, stream, settled };
}

test.each([
  ['announced', 5],
  ['silent', 6],
])(
  'waiting, answered and abandoned calls are those of the centre, with abandonment %s',
  async (reading, seed) => {
    const { centre, stream, settled } = await floor(seed, { 'queue-abandon': reading });
    const waited = new Set<string>();
    centre.on((event) => event.kind === 'queue' && waited.add(event.caller.id));
    for (let count = 0; count < 360; count += 1) {
      centre.advanceTo(later(centre, 5));
      await settled();
    }
    const left = centre.callers.filter(({ id, state }) => waited.has(id) && state !== 'WAITING');
    const ends = () => stream.events.filter((event) => event.kind === 'CALL' && event.call.leftQueue);
    const expected = Object.fromEntries(left.map(({ id, state }) => [id, state]));
    const outcomes = () =>
      Object.fromEntries(
        ends().flatMap((event) => (event.kind === 'CALL' ? [[event.call.callId, event.call.leftQueue]] : [])),
      );
    await until(() => Object.keys(expected).every((id) => outcomes()[id] === expected[id]));
    const figures = new Figures(() => ({ zone: 'UTC', reportsQueue: true }));
    for (const event of stream.events) figures.apply(event);
    const total: Measures = {};
    const ever = { from: 0, to: Date.now() + 86_400_000 };
    for (const { measures } of figures.history('floor', ever, 0)) addMeasures(total, measures);
    expect(total.abandoned).toBe(left.filter(({ state }) => state === 'ABANDONED').length);
    expect(outcomes()).toEqual(expected);
  },
  60_000,
);
