import type { SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';

/** The outcome of one item: null where it was done. */
export type ItemOutcome = CrosspointError | null;

/** An act on several items of one target, all by native ids; answers the outcome of each, in order. */
export type ItemsAct<More = Record<never, never>> = (
  target: string,
  items: readonly string[],
  more: More,
  ask: SendOptions,
) => Promise<readonly ItemOutcome[]>;

/**
 * Sends items one after another, each once. A refusal of one item does not stop the others; any other error stops the
 * rest, which is reported as not sent. Throws when the first item fails for a reason that concerns all items.
 */
export async function eachItem(
  items: readonly string[],
  send: (item: string) => Promise<unknown>,
  isOfItem: (error: CrosspointError) => boolean,
): Promise<readonly ItemOutcome[]> {
  const outcomes: ItemOutcome[] = [];
  for (const item of items) {
    const error = await send(item).then(() => null, asOutcome);
    outcomes.push(error);
    if (!error || isOfItem(error)) continue;
    if (outcomes.length === 1 && error.code !== 'OUTCOME_UNKNOWN') throw error;
    return [...outcomes, ...items.slice(outcomes.length).map(() => notSent(error))];
  }
  return outcomes;
}

/** The error as an outcome; an unexpected error is thrown on. */
function asOutcome(thrown: unknown): CrosspointError {
  if (thrown instanceof CrosspointError) return thrown;
  throw thrown;
}

function notSent({ code, vendorCode }: CrosspointError): CrosspointError {
  const message = 'Not sent because an earlier item failed';
  return new CrosspointError(code === 'OUTCOME_UNKNOWN' ? 'UNAVAILABLE' : code, message, { vendorCode });
}
