/** What fails in a chaos run. */
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Random } from '../simulation/random.ts';
import type { Follower } from './followers.ts';
import type { GatewayProcess, VendorProcess, World } from './world.ts';

/** A run that faults happen in. */
export interface Scene {
  readonly world: World;
  readonly random: Random;
  readonly followers: readonly Follower[];
  /** From when on the second gateway is no more killed or stopped, so that its memory can be followed. */
  readonly sparedFrom: number;
}

/** One fault; resolves when what failed works again. */
interface Fault {
  readonly name: string;
  run(scene: Scene): Promise<void>;
}

/** Fails a target for a while. */
async function during(
  { world, random }: Scene,
  { what, target, most }: { what: string; target: string; most: number },
  begin: () => unknown,
  end: () => unknown,
): Promise<void> {
  const trouble = world.troubles.begin(what, target);
  await begin();
  await wait(random.between(200, most));
  await end();
  trouble.to = Date.now();
}

const gatewayOf = ({ world, random }: Scene) => random.pick(world.gateways) as GatewayProcess;
const vendorOf = ({ world, random }: Scene) => random.pick(world.vendors) as VendorProcess;
/** The gateway to end: the first one only once the second is spared. */
const endableOf = (scene: Scene) =>
  Date.now() >= scene.sparedFrom ? (scene.world.gateways[0] as GatewayProcess) : gatewayOf(scene);

function ends(signal: NodeJS.Signals): Fault['run'] {
  return (scene) => {
    const { name, member } = endableOf(scene);
    const isDown = scene.world.troubles.all.some(
      ({ target, what, to }) => target === name && what !== 'cut' && to === null,
    );
    if (isDown) return Promise.resolve();
    const fault = { what: signal, target: name, most: 4_000 };
    return during(
      scene,
      fault,
      () => member.stop(signal),
      () => member.start(),
    );
  };
}

const suspendGateway: Fault['run'] = (scene) => {
  const { name, member } = gatewayOf(scene);
  const isDown = scene.world.troubles.all.some(({ target, to }) => target === name && to === null);
  if (isDown) return Promise.resolve();
  const fault = { what: 'SIGSTOP', target: name, most: 8_000 };
  return during(
    scene,
    fault,
    () => member.suspend(true),
    () => member.suspend(false),
  );
};

/** One failure of Redis at a time, of those of its process. */
function redisFault(
  what: string,
  most: number,
  begin: (world: World) => unknown,
  end: (world: World) => unknown,
): Fault['run'] {
  return (scene) => {
    const { world } = scene;
    if (world.troubles.all.some(({ target, to }) => target === 'redis' && to === null)) return Promise.resolve();
    return during(
      scene,
      { what, target: 'redis', most },
      () => begin(world),
      () => end(world),
    );
  };
}

/** Sets a setting of Redis itself, on a connection that no proxy cuts. */
async function setInRedis({ redis }: World, name: string, value: string): Promise<void> {
  const client = new Redis(redis.url);
  await client.config('SET', name, value);
  client.disconnect();
}

const cutRedis: Fault['run'] = (scene) => {
  const { name, redis } = gatewayOf(scene);
  return during(
    scene,
    { what: 'cut', target: name, most: 4_000 },
    () => redis.cut(),
    () => redis.free(),
  );
};

function vendorFault(
  what: string,
  most: number,
  begin: (vendor: VendorProcess) => unknown,
  end: (vendor: VendorProcess) => unknown,
): Fault['run'] {
  return (scene) => {
    const vendor = vendorOf(scene);
    if (scene.world.troubles.all.some(({ target, to }) => target === vendor.name && to === null))
      return Promise.resolve();
    return during(
      scene,
      { what, target: vendor.name, most },
      () => begin(vendor),
      () => end(vendor),
    );
  };
}

const partnerRefuses: Fault['run'] = (scene) => {
  const { mood } = scene.world;
  const refuse = () => {
    mood.status = 503;
  };
  const take = () => {
    mood.status = 200;
  };
  return during(scene, { what: 'refuses', target: 'partner', most: 6_000 }, refuse, take);
};

/** Every fault, as often as it is to come. */
export const FAULTS: readonly Fault[] = [
  { name: 'gateway killed', run: ends('SIGKILL') },
  { name: 'gateway killed', run: ends('SIGKILL') },
  { name: 'gateway stopped in order', run: ends('SIGTERM') },
  { name: 'gateway suspended', run: suspendGateway },
  {
    name: 'Redis killed',
    run: redisFault(
      'SIGKILL',
      3_000,
      ({ redis }) => redis.stop(),
      ({ redis }) => redis.start(),
    ),
  },
  {
    name: 'Redis suspended',
    run: redisFault(
      'SIGSTOP',
      4_000,
      ({ redis }) => redis.suspend(true),
      ({ redis }) => redis.suspend(false),
    ),
  },
  {
    name: 'Redis full',
    run: redisFault(
      'full',
      4_000,
      (world) => setInRedis(world, 'maxmemory', '1'),
      (world) => setInRedis(world, 'maxmemory', '0'),
    ),
  },
  { name: 'gateway cut from Redis', run: cutRedis },
  {
    name: 'vendor killed',
    run: vendorFault(
      'SIGKILL',
      4_000,
      ({ member }) => member.stop('SIGKILL'),
      ({ member }) => member.start(),
    ),
  },
  {
    name: 'vendor suspended',
    run: vendorFault(
      'SIGSTOP',
      12_000,
      ({ member }) => member.suspend(true),
      ({ member }) => member.suspend(false),
    ),
  },
  {
    name: 'vendor cut',
    run: vendorFault(
      'cut',
      3_000,
      ({ lines }) => lines.map((line) => line.cut()),
      ({ lines }) => lines.map((line) => line.free()),
    ),
  },
  { name: 'event streams broken', run: async ({ world }) => world.feeder.breakAll() },
  { name: 'partner refuses', run: partnerRefuses },
  { name: 'subscriber disconnected', run: async ({ random, followers }) => random.pick(followers).disconnect() },
];

/** Lets faults happen until a time; answers how often each came, once everything works again. */
export async function injectFaults(scene: Scene, until: number, everyMs: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const running: Promise<void>[] = [];
  while (Date.now() < until) {
    const { name, run } = scene.random.pick(FAULTS);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    running.push(run(scene));
    await wait(scene.random.between(0, everyMs * 2));
  }
  await Promise.all(running);
  return counts;
}
