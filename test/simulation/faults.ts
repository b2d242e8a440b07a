/** What goes wrong in a world: chosen by its seed, one after the other, until everything heals. */
import type { SimulatedGateway } from './gateway.ts';
import type { Mood } from './partner.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

/** Milliseconds between two faults, on average; seeds differ from calm to wild. */
const CALM = [20_000, 6_000, 3_000, 1_500];

type Fault = (world: World, gateway: SimulatedGateway) => void;

/** Undoes something after a random while. */
function forAWhile({ clock, random }: World, most: number, undo: () => void): number {
  const milliseconds = random.between(50, most);
  clock.after(milliseconds, null, undo);
  return Math.round(milliseconds);
}

const crash: Fault = (world, gateway) => {
  if (!gateway.host?.alive) return;
  gateway.crash();
  const down = forAWhile(world, 8_000, () => gateway.start());
  world.record(`${gateway.name} crashes; it starts again after ${down} ms`);
};

const restart: Fault = (world, gateway) => {
  if (!gateway.isUp) return;
  world.record(`${gateway.name} is stopped in order and starts again`);
  for (const site of world.sites.values()) site.handOver(gateway.name);
  gateway.stop(() => void forAWhile(world, 2_000, () => gateway.start()));
};

const pause: Fault = (world, gateway) => {
  if (!gateway.host?.alive) return;
  const milliseconds = Math.round(world.random.between(50, world.random.pick([400, 2_000, 9_000])));
  gateway.host.pausedUntil = Math.max(gateway.host.pausedUntil, world.clock.now + milliseconds);
  world.record(`${gateway.name} is paused for ${milliseconds} ms`);
};

const leap: Fault = (world, gateway) => {
  if (!gateway.host) return;
  // Gateways that share a Redis compare their clocks with each other's; one alone compares its clock with itself.
  const most = world.plan.storage === 'redis' ? 100 : 4_000;
  const error = Math.round(world.random.between(-most, most));
  gateway.host.skew = error;
  gateway.skew = error;
  world.worstSkew = Math.max(world.worstSkew, Math.abs(error));
  world.record(`the clock of ${gateway.name} leaps; it is wrong by ${error} ms`);
};

const cutRedis: Fault = (world, gateway) => {
  const milliseconds = Math.round(world.random.between(50, world.random.pick([500, 4_000, 25_000])));
  world.network.cut(gateway.name, 'redis', milliseconds);
  world.record(`${gateway.name} and Redis cannot reach each other for ${milliseconds} ms`);
};

const resetRedis: Fault = (world, gateway) => {
  world.network.resetAll(gateway.name, 'redis');
  world.record(`the connections of ${gateway.name} to Redis break`);
};

const stopRedis: Fault = (world) => {
  if (!world.redis.up) return;
  world.redis.stop(false);
  const down = forAWhile(world, 5_000, () => world.redis.start());
  world.record(`Redis restarts; it is down for ${down} ms`);
};

const fillRedis: Fault = (world) => {
  world.redis.refusesWrites = true;
  const milliseconds = forAWhile(world, 6_000, () => {
    world.redis.refusesWrites = false;
  });
  world.record(`Redis refuses writes for ${milliseconds} ms`);
};

const fillDisk: Fault = (world, gateway) => {
  world.disks.full.add(gateway.name);
  const milliseconds = forAWhile(world, 6_000, () => void world.disks.full.delete(gateway.name));
  world.record(`the disk of ${gateway.name} is full for ${milliseconds} ms`);
};

const stopVendor: Fault = (world) => {
  const site = world.random.pick([...world.sites.values()]);
  if (!site.up) return;
  site.stop();
  const down = forAWhile(world, 6_000, () => site.start());
  world.record(`the vendor of ${site.account} is down for ${down} ms`);
};

const resetVendor: Fault = (world, gateway) => {
  const site = world.random.pick([...world.sites.values()]);
  if (world.random.chance(0.5)) site.reset();
  else world.network.resetAll(gateway.name, site.node);
  world.record(`connections to the vendor of ${site.account} break`);
};

const cutVendor: Fault = (world, gateway) => {
  const site = world.random.pick([...world.sites.values()]);
  const milliseconds = Math.round(world.random.between(50, 9_000));
  site.cut(gateway.name, milliseconds);
  world.record(`${gateway.name} and the vendor of ${site.account} cannot reach each other for ${milliseconds} ms`);
};

const actsFail: Fault = (world) => {
  const site = world.random.pick([...world.sites.values()]);
  const isSlow = world.random.chance(0.5);
  site.isSlow = isSlow;
  site.losesAnswers = !isSlow;
  const milliseconds = forAWhile(world, 6_000, () => {
    site.isSlow = false;
    site.losesAnswers = false;
  });
  world.record(`the vendor of ${site.account} ${isSlow ? 'answers late' : 'loses answers'} for ${milliseconds} ms`);
};

const partner: Fault = (world) => {
  const mood = world.random.pick<Mood>(['refuses', 'hangs', 'loses answers', 'is away']);
  world.partner.mood = mood;
  const milliseconds = forAWhile(world, 8_000, () => {
    world.partner.mood = 'takes';
  });
  world.record(`the partner ${mood} for ${milliseconds} ms`);
};

const clients: Fault = (world) => {
  const subscriber = world.random.pick(world.subscribers);
  subscriber.disconnect();
  world.record(`the connection of the subscriber "${subscriber.name}" breaks`);
};

const slow: Fault = (world) => {
  world.network.slowness = world.random.between(5, 40);
  forAWhile(world, 4_000, () => {
    world.network.slowness = 1;
  });
  world.record(`the network is ${Math.round(world.network.slowness)} times slower for a while`);
};

const ALWAYS = [
  crash,
  crash,
  restart,
  pause,
  pause,
  leap,
  stopVendor,
  resetVendor,
  cutVendor,
  actsFail,
  partner,
  clients,
  slow,
];
const OF_STORAGE = {
  redis: [cutRedis, cutRedis, resetRedis, stopRedis, fillRedis],
  files: [fillDisk, fillDisk],
} as const;

/** Lets faults happen from a time to another; one seed in sixteen has none. */
export function injectFaults(world: World, from: number, to: number): void {
  const { clock, random, plan } = world;
  if (plan.seed % 16 === 15) return;
  const mean = random.pick(CALM);
  const all: readonly Fault[] = [...ALWAYS, ...OF_STORAGE[plan.storage]];
  // A seed has some of the faults only, so that each is also seen without the others.
  const chosen = all.filter(() => random.chance(0.5));
  const faults = chosen.length > 0 ? chosen : all;
  const next = () => {
    if (clock.now >= to) return;
    random.pick(faults)(world, random.pick(world.gateways));
    clock.after(random.between(0, mean * 2), null, next);
  };
  clock.at(from + random.between(0, mean), null, next);
  if (random.chance(0.3)) failAtTakeOvers(world, from, to);
  if (plan.seed % 8 === 3) loseAuditAnswers(world, from, to);
}

/** Some answers to an entry of the audit trail are lost after it was added, as the connection breaks. */
function loseAuditAnswers(world: World, from: number, to: number): void {
  const { clock, plan, redis, network } = world;
  // Chosen apart, so that the other faults of a seed stay as they are.
  const random = new Random(-plan.seed);
  redis.onAudited = (node) => {
    if (clock.now < from || clock.now >= to || !random.chance(0.2)) return;
    network.resetAll(node, 'redis');
    world.record(`the answer to an audit entry of ${node} is lost`);
  };
}

/** Some gateways fail right after they took a lease, in the middle of what they begin with. */
function failAtTakeOvers(world: World, from: number, to: number): void {
  const { clock, random, redis, gateways } = world;
  redis.onTaken = (node) => {
    const gateway = gateways.find(({ name }) => name === node);
    if (!gateway || clock.now < from || clock.now >= to || !random.chance(0.15)) return;
    const fault = random.pick([crash, pause]);
    clock.after(random.between(0, 15), null, () => clock.now < to && fault(world, gateway));
  };
}

/** Everything works again from now on, save a process that is paused: what waits for it comes when its pause is over. */
export function heal(world: World): void {
  world.network.heal();
  world.redis.start();
  world.redis.refusesWrites = false;
  world.disks.full.clear();
  world.partner.mood = 'takes';
  for (const site of world.sites.values()) {
    site.start();
    site.isSlow = false;
    site.losesAnswers = false;
  }
  for (const gateway of world.gateways) gateway.start();
  world.record('everything works again');
}
