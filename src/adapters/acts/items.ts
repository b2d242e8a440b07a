import type { SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';

/** What became of one item: null where it was done. */
export type ItemOutcome = CrosspointError | null;

/** An act on several items of one thing, all named by the vendor's own keys; answers what became of each, in order. */
export type ItemsAct<More = Record<never, never>> = (
  target: string,
  items: readonly string[],
  more: More,
  ask: SendOptions,
) => Promise<readonly ItemOutcome[]>;

/**
 * Sends one item after another, each once. A refusal that is about the item alone keeps no other away; any other trouble
 * ends it, and what is left is not sent. Throws where nothing was done or in doubt and the trouble is not about an item.
 */
export async function eachItem(
  items: readonly string[],
  send: (item: string) => Promise<unknown>,
  isOfItem: (error: CrosspointError) => boolean,
): Promise<readonly ItemOutcome[]> {
  const outcomes: ItemOutcome[] = [];
  for (const item of items) {
    const error = await send(item).then(() => null, told);
    outcomes.push(error);
    if (!error || isOfItem(error)) continue;
    if (outcomes.length === 1 && error.code !== 'OUTCOME_UNKNOWN') throw error;
    return [...outcomes, ...items.slice(outcomes.length).map(() => notSent(error))];
  }
  return outcomes;
}

/** Trouble that is a value; a mistake in the gateway is none. */
function told(thrown: unknown): CrosspointError {
  if (thrown instanceof CrosspointError) return thrown;
  throw thrown;
}

function notSent({ code, vendorCode }: CrosspointError): CrosspointError {
  const message = 'Not sent, because of the trouble with the one before it';
  return new CrosspointError(code === 'OUTCOME_UNKNOWN' ? 'UNAVAILABLE' : code, message, { vendorCode });
}
