/** What happens while a gateway is dead: its figures after the restart are those of the floor, and its log says what it missed. */
import { afterEach, expect, test } from 'vitest';
import type { Centre, SimulatedPresence } from '../../src/simulators/centre/model.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import { type DeskLine, worldOf } from '../five9-cti/world.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { configure, folder, type Instance, KEY, killInstance, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const bearer = { authorization: `Bearer ${KEY}` };
const NOW =
  '{ realtimeMetrics { rows { callsWaiting callsByState { state count } agentsByPresence { presence count } } } }';
const ENDED = `{ events(last: 100, filter: { types: ["CALL.ENDED"] }) { edges { node {
  name ... on CallEvent { call { source { nativeId } state durations { handle { seconds basis } } } }
} } } }`;

/** What the floor itself knows. */
function truthOf(centre: Centre) {
  const { people, waiting } = centre;
  const agents = people.filter(({ carrier }) => carrier === 'five9-cti');
  const states = [
    ...[...waiting].map(() => 'QUEUED'),
    ...agents.flatMap((one) => centre.liveCalls(one)).map(({ state }) => state),
  ];
  const counted = (words: readonly string[]) =>
    [...new Set(words)].sort().map((word) => [word, words.filter((one) => one === word).length] as const);
  const presences = agents.map(({ presence }): SimulatedPresence => presence);
  return {
    callsWaiting: waiting.size,
    callsByState: counted(states).map(([state, count]) => ({ state, count })),
    agentsByPresence: counted(presences).map(([presence, count]) => ({ presence, count })),
  };
}

interface Ended {
  readonly node: {
    readonly name: string;
    readonly call?: { readonly source: { readonly nativeId: string }; readonly durations: { readonly handle: object } };
  };
}

const figuresOf = async ({ url }: Instance) => (await ask(url, NOW, {}, bearer)).data.realtimeMetrics.rows[0];

test('calls that end while the gateway is dead have ended in its figures after the restart', {
  timeout: 120_000,
}, async () => {
  const centre = worldOf(7);
  const desks = await simulator.start({ centre, port: 0 });
  const place = folder();
  const config = configure(place.path, 'gateway', {
    accounts: [{ id: 'floor', vendor: 'five9-cti', ...desks.settings }],
    events: { file: `${place.path}/events.db` },
  });
  const gateways: Instance[] = [];
  cleanups.push(
    () => place.remove(),
    () => desks.close(),
    () => Promise.all(gateways.map(({ program }) => program.process.exitCode ?? program.stop('SIGKILL'))),
  );
  const run = async () => {
    const instance = await startInstance(config);
    gateways.push(instance);
    return instance;
  };
  const pass = (seconds: number) => centre.advanceTo(new Date(centre.now().getTime() + seconds * 1_000));
  const first = await run();
  const count = (desks.settings.desks as readonly DeskLine[]).length;
  await untilAnswer(
    async () => desks.received.get('checkEvent') ?? 0,
    (polls) => polls >= count,
  );
  // Until callers wait, so that some leave the queue during the outage.
  for (let step = 0; step < 400 && (step < 30 || centre.waiting.size < 3); step += 1) pass(5);
  const before = truthOf(centre);
  expect(before.callsWaiting).toBeGreaterThan(2);
  await untilAnswer(
    () => figuresOf(first),
    (figures) => JSON.stringify(figures) === JSON.stringify(before),
  );
  const live = new Set(centre.liveCalls().flatMap(({ id, carrier }) => (carrier === 'five9-cti' ? [id] : [])));
  await killInstance(first);
  while (centre.waiting.size > 0 || centre.liveCalls().some(({ id }) => live.has(id))) pass(10);
  const second = await run();
  // A desk sends its list of waiting calls when it changes.
  const shown = await untilAnswer(
    async () => {
      pass(1);
      return { figures: await figuresOf(second), truth: truthOf(centre) };
    },
    ({ figures, truth }) => JSON.stringify(figures) === JSON.stringify(truth),
    60_000,
  );
  expect(shown.figures).toEqual(shown.truth);
  const { edges } = (await ask(second.url, ENDED, {}, bearer)).data.events;
  const ended = edges.flatMap(({ node }: Ended) => {
    const id = node.call?.source.nativeId.split('/')[1] ?? '';
    return node.name === 'CALL.ENDED' && live.has(id) ? [[id, node.call?.durations.handle]] : [];
  });
  // When they ended is not known, so neither is how long they took.
  expect(new Map(ended)).toEqual(new Map([...live].map((id) => [id, { seconds: null, basis: 'UNKNOWN' }])));
  expect(ended).toHaveLength(live.size);
});
