import type { ChosenReadings } from '../adapters/readings.ts';
import { createCentre, worldStart } from './centre/centre.ts';
import type { Centre } from './centre/model.ts';
import * as played from './index.ts';
import type { RunningSimulator, SimulatorDefinition } from './simulator.ts';

/** Every vendor simulator. */
export const simulators: readonly SimulatorDefinition[] = Object.values(played);

/** A simulated contact centre with simulators of it on their wires. */
export interface SimulatedCentre {
  readonly centre: Centre;
  readonly running: ReadonlyMap<string, RunningSimulator>;
  close(): Promise<void>;
}

/** How a simulated centre is opened to the network. */
interface SimulatedCentreOptions {
  readonly seed: number;
  /** How many times as fast as usual calls come and end. */
  readonly pace?: number;
  readonly definitions: readonly SimulatorDefinition[];
  readonly host?: string | undefined;
  /** Chooses each simulator's port; 0 for a free one. */
  port(definition: SimulatorDefinition): number;
  /** Chooses the readings that each simulator plays; the defaults when left out. */
  reading?(definition: SimulatorDefinition): ChosenReadings;
  /** A world to join; without one a new world starts and follows the wall clock. */
  readonly centre?: Centre;
}

function livingCentre({ seed, pace = 1 }: SimulatedCentreOptions): { centre: Centre; stop: () => void } {
  const now = new Date();
  const centre = createCentre({ seed, pace, startsAt: worldStart(now) });
  centre.advanceTo(now);
  return { centre, stop: centre.run() };
}

/** Starts simulators over one world; all of them see the same people, calls and recordings. */
export async function startSimulatedCentre(options: SimulatedCentreOptions): Promise<SimulatedCentre> {
  const { centre, stop } = options.centre ? { centre: options.centre, stop: () => {} } : livingCentre(options);
  const running = new Map<string, RunningSimulator>();
  const close = async () => {
    stop();
    await Promise.all([...running.values()].map((simulator) => simulator.close()));
  };
  try {
    for (const definition of options.definitions) {
      const port = options.port(definition);
      const reading = options.reading?.(definition) ?? {};
      running.set(definition.vendor, await definition.start({ centre, port, host: options.host, reading }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { centre, running, close };
}
