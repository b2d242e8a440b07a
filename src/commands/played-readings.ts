import type { ChosenReadings, Reading } from '../adapters/readings.ts';
import { vendors } from '../adapters/vendors.ts';
import type { SimulatorDefinition } from '../simulators/simulator.ts';
import type { CommandOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

/** The questions that a simulator can play in more than one way. */
function playable({ vendor, plays = [] }: SimulatorDefinition): readonly Reading[] {
  const readings = vendors.find(({ key }) => key === vendor)?.readings ?? [];
  return readings.filter(({ id }) => plays.includes(id));
}

function refused(asked: string, definitions: readonly SimulatorDefinition[]): UsageError {
  const known = definitions
    .flatMap(playable)
    .map(({ id, readings }) => `${id}=${readings.map((one) => one.id).join('|')}`);
  const names = definitions.map(({ vendor }) => vendor).join(', ');
  const choices = known.length ? known.join(', ') : 'nothing';
  return new UsageError(`--reading ${asked}: simulate ${names} takes ${choices}`);
}

/** Whether a question has this reading, written as `id=value`. */
function has({ id, readings }: Reading, asked: string): boolean {
  return readings.some((reading) => `${id}=${reading.id}` === asked);
}

/** The readings that each simulator plays by the command line. Throws INVALID_ARGUMENT for one that none of them plays. */
export function playedReadings(
  definitions: readonly SimulatorDefinition[],
  { readings, asPrinted }: Pick<CommandOptions, 'readings' | 'asPrinted'>,
): (definition: SimulatorDefinition) => ChosenReadings {
  const questions = definitions.flatMap(playable);
  const unknown = readings.find((asked) => !questions.some((question) => has(question, asked)));
  if (unknown !== undefined) throw refused(unknown, definitions);
  return (definition) =>
    Object.fromEntries(
      playable(definition).map((question) => {
        const asked = readings.findLast((one) => has(question, one))?.slice(question.id.length + 1);
        return [question.id, asked ?? (asPrinted ? question.printed : undefined)];
      }),
    );
}
