/** Runs chaos over real processes, and judges it. */
import { until } from '../helpers/until.ts';
import { Random } from '../simulation/random.ts';
import { Actors, isFinal, Readers } from './callers.ts';
import { injectFaults } from './faults.ts';
import { Follower, numberOf, type Received } from './followers.ts';
import { measureHung } from './hung.ts';
import {
  actsTrue,
  auditComplete,
  cursorOf,
  errorsCoded,
  noCrash,
  nothingLost,
  type Promised,
  subscribersComplete,
  webhookComplete,
} from './judge.ts';
import { MemoryWatch } from './memory.ts';
import { startWorld, type World } from './world.ts';

/** How a run is made. */
export interface Plan {
  readonly seed: number;
  /** Milliseconds of faults. */
  readonly faultsMs: number;
  /** Milliseconds between two faults, on average. */
  readonly everyMs: number;
  /** How many times as fast as usual simulated calls come and end. */
  readonly pace: number;
  readonly readers: number;
  /** Milliseconds in which one vendor hangs every other while. */
  readonly hungMs: number;
}

/** What became of a run. */
export interface Outcome {
  readonly faults: ReadonlyMap<string, number>;
  readonly promises: readonly Promised[];
}

const SETTLE_MS = 120_000;
/** Share of the run after which the second gateway is no more killed. */
const SPARED_AFTER = 0.3;

/** Runs a plan; `say` receives a line for each step. */
export async function runChaos(plan: Plan, say: (line: string) => void): Promise<Outcome> {
  const world = await startWorld(plan.seed, plan.pace);
  try {
    return await runIn(world, plan, say);
  } finally {
    await world.close();
  }
}

async function runIn(world: World, plan: Plan, say: (line: string) => void): Promise<Outcome> {
  const random = new Random(plan.seed);
  const gateway = () => random.pick(world.gateways).url;
  const followers = [
    new Follower('WebSocket, everything', 'socket', gateway),
    new Follower('WebSocket, calls', 'socket', gateway, ['CALL']),
    new Follower('server-sent events, everything', 'stream', gateway),
    new Follower('server-sent events, calls', 'stream', gateway, ['CALL']),
  ];
  const shown = () => followers.map(({ name, received, codes }) => `${name}: ${received.length} ${codes}`).join('; ');
  await until(() => followers.every(({ received }) => received.length > 0), 'a first event', SETTLE_MS).catch(() => {
    throw new Error(`Not every subscriber had a first event: ${shown()}`);
  });
  say('every subscriber has its first event; faults begin');
  const memory = new MemoryWatch(world.gateways);
  const readers = new Readers(world, random, plan.readers, 150);
  const actors = new Actors(world, random, 1_500);
  const began = Date.now();
  const scene = { world, random, followers, sparedFrom: began + plan.faultsMs * SPARED_AFTER };
  const faults = await injectFaults(scene, began + plan.faultsMs, plan.everyMs);
  say(`${[...faults.values()].reduce((sum, count) => sum + count, 0)} faults; everything works again`);
  const settled = await settle(world, actors, followers);
  readers.stop();
  const isMemory = memory.judge();
  say('the log is read');
  const { log, taken, failed } = settled;
  const url = world.gateways[1]?.url ?? '';
  const promises = [
    noCrash(world),
    { promise: 'Everything that began comes to its end', figure: `within ${SETTLE_MS / 1_000} s`, broken: failed },
    isMemory,
    nothingLost(world, log),
    subscribersComplete(log, followers),
    webhookComplete(world, log, taken),
    errorsCoded(readers, actors, followers),
    await actsTrue(world, actors, url),
    await auditComplete(url, actors.acts),
  ];
  for (const follower of followers) follower.stop();
  if (plan.hungMs > 0) promises.push(await measureHung(world, plan.hungMs));
  return { faults, promises };
}

/** Waits until everything that began has come to its end; answers the log up to the last number, and what the partner took of it. */
async function settle(world: World, actors: Actors, followers: readonly Follower[]) {
  actors.stop();
  const failed: string[] = [];
  const settled = (look: () => boolean, what: string) =>
    until(look, what, SETTLE_MS).catch(({ message }: Error) => void failed.push(message));
  await settled(() => actors.acts.every(isFinal), 'an answer to each act');
  world.rest();
  const { last } = world.feeder;
  const hasLast = ({ received }: Follower) => received.slice(-2_000).some((event) => numberOf(event) === last);
  await settled(() => followers.filter(({ kinds }) => !kinds).every(hasLast), 'the last number at each subscriber');
  const [first] = followers[0]?.received ?? [];
  const url = world.gateways[1]?.url ?? '';
  const reader = new Follower('log', 'socket', () => url, null, first?.cursor ?? null);
  await settled(() => hasLast(reader), 'the last number in the log');
  reader.stop();
  const end = reader.received.findIndex((event) => numberOf(event) === last) + 1;
  const log: Received[] = [...(first ? [first] : []), ...reader.received.slice(0, end || undefined)];
  const calls = log.filter(({ kind }) => kind === 'CALL').map(({ cursor }) => cursor);
  const taken = new Set<string>();
  let seen = 0;
  await settled(() => {
    for (; seen < world.partner.got.length; seen += 1) taken.add(cursorOf(world.partner.got[seen]?.body ?? ''));
    return calls.every((cursor) => taken.has(cursor));
  }, 'each call event at the partner');
  // Those with a filter have what comes before the last number once they have what comes after it.
  await settled(
    () => followers.every(({ received, kinds }) => !kinds || received.some(({ cursor }) => cursor === calls.at(-1))),
    'the last call event at each subscriber',
  );
  return { log, taken, failed };
}
