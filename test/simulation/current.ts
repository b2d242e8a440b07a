import type { Clock } from './clock.ts';
import type { Disks } from './disk.ts';
import type { Network } from './network.ts';
import type { Partner } from './partner.ts';
import type { Random } from './random.ts';
import type { RedisServer } from './redis-server.ts';

/** What the stand-ins of packages find of the world that runs. */
export interface SimulatedEnvironment {
  readonly start: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly redis: RedisServer;
  readonly disks: Disks;
  readonly partner: Partner;
}

let current: SimulatedEnvironment | undefined;

/** The world that runs. */
export function world(): SimulatedEnvironment {
  if (!current) throw new Error('No world runs');
  return current;
}

export function setWorld(next: SimulatedEnvironment): void {
  current = next;
}
