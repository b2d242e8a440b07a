import type { Centre, CentreOptions } from './model.ts';
import { Script } from './script.ts';
import { usualDemand, WaitingRoom } from './waiting.ts';
import { CentreWorld } from './world.ts';

const HOUR = 3_600_000;
/** Longest wait between two looks at the clock, so that a clock that jumps is followed soon. */
const LONGEST_WAIT = 1_000;

/**
 * Start of a world that is created now: a whole hour, one to two hours earlier, equal for every process of the hour.
 */
export function worldStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / HOUR - 1) * HOUR);
}

function follow(world: CentreWorld): () => void {
  let timer: NodeJS.Timeout;
  const step = () => {
    world.advanceTo(new Date());
    const due = (world.schedule.next() ?? Number.POSITIVE_INFINITY) - Date.now();
    timer = setTimeout(step, Math.min(Math.max(due, 1), LONGEST_WAIT));
    timer.unref();
  };
  step();
  return () => clearTimeout(timer);
}

/** Makes a simulated contact centre; nothing happens in it until time passes. */
export function createCentre(options: CentreOptions): Centre {
  const world = new CentreWorld(options);
  new Script(world);
  new WaitingRoom(world, usualDemand(world));
  return Object.assign(world, { run: () => follow(world) });
}
