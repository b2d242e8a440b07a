import { unlessAborted } from '../../calls/deadline.ts';
import { CrosspointError } from '../../errors.ts';

/** Identical concurrent reads share one call; each caller can abort separately. */
export class SharedReads {
  private readonly flying = new Map<string, Promise<unknown>>();

  /** Joins the running read of a key, or starts one. The read continues when one caller aborts. */
  async read<Value>(key: string, signal: AbortSignal | undefined, begin: () => Promise<Value>): Promise<Value> {
    if (signal?.aborted) throw callerLeft();
    let flight = this.flying.get(key) as Promise<Value> | undefined;
    if (!flight) {
      flight = begin().finally(() => this.flying.delete(key));
      this.flying.set(key, flight);
    }
    return whileCallerWaits(flight, signal);
  }
}

function callerLeft(): CrosspointError {
  return new CrosspointError('TIMEOUT', 'The caller disconnected before the answer');
}

/** The value of a call in flight, or TIMEOUT as soon as the caller leaves. */
export function whileCallerWaits<Value>(flight: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  return unlessAborted(flight, signal, callerLeft);
}

/** Runs a task for each item, at most so many at a time; results in order of the items. Rejects with the first failure. */
export async function eachBounded<Item, Result>(
  items: readonly Item[],
  most: number,
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await task(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
