import { stringify } from 'yaml';
import type { SimulatorDefinition } from '../simulators/simulator.ts';
import { type SimulatedCentre, simulators, startSimulatedCentre } from '../simulators/simulators.ts';
import { identityLinks } from './identity-links.ts';
import type { CommandOptions } from './options.ts';
import { playedReadings } from './played-readings.ts';
import { stopSignal } from './stop-signal.ts';
import { UsageError } from './usage-error.ts';

function chosen(word: string | undefined): readonly SimulatorDefinition[] {
  if (word === 'all') return simulators;
  const found = simulators.filter(({ vendor }) => vendor === word);
  const names = simulators.map(({ vendor }) => vendor).join(', ');
  if (!found.length) throw new UsageError(`simulate needs one of: all, ${names}`);
  return found;
}

/** The accounts' lines for crosspoint.yaml, so that a gateway can be pointed at what is running. */
function accountLines(centre: SimulatedCentre): string {
  const accounts = [...centre.running].map(([vendor, { settings }]) => ({ id: vendor, vendor, ...settings }));
  const isLinked = ['remote-control', 'recorder'].every((vendor) => centre.running.has(vendor));
  const identities = { links: identityLinks(centre.centre, (vendor) => vendor) };
  return stringify({ accounts, ...(isLinked && { identities }) });
}

/** Several simulators listen ten ports apart from the given one, since some use two; 0 is a free one for each. */
function portOf(
  definition: SimulatorDefinition,
  all: readonly SimulatorDefinition[],
  asked: number | undefined,
): number {
  if (asked === undefined) return definition.usualPort;
  return asked === 0 ? 0 : asked + 10 * all.indexOf(definition);
}

/** Runs one vendor's simulator, or all of them over one world, until a signal stops it. */
export async function simulate(options: CommandOptions, words: readonly string[]): Promise<number> {
  const definitions = chosen(words[0]);
  const port = (definition: SimulatorDefinition) => portOf(definition, definitions, options.port);
  const reading = playedReadings(definitions, options);
  const centre = await startSimulatedCentre({
    seed: options.seed,
    pace: options.pace,
    definitions,
    port,
    host: options.host,
    reading,
  });
  process.stdout.write(`# simulating; an account to reach each:\n${accountLines(centre)}# ready\n`);
  await stopSignal();
  await centre.close();
  return 0;
}
