import { CrosspointError } from '../../src/adapters/errors.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre } from '../../src/simulators/centre/model.ts';

/** A desk as the settings name it. */
export type DeskLine = { agent: string; url: string };

const START = new Date('2024-05-06T14:00:00Z');

/** A simulated centre twenty minutes after its start. */
export function worldOf(seed: number): Centre {
  const centre = createCentre({ seed, startsAt: START });
  centre.advanceTo(new Date(START.getTime() + 20 * 60_000));
  return centre;
}

/** A moment of the centre's time from now. */
export function later(centre: Centre, seconds: number): Date {
  return new Date(centre.now().getTime() + seconds * 1_000);
}

/** The error an act ends with. */
export async function failure(promise: Promise<unknown>): Promise<CrosspointError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof CrosspointError)) throw new Error(`not a CrosspointError: ${String(thrown)}`);
  return thrown;
}
