/** Work on long lists in slices of time, between which the event loop serves other work. */

/** Milliseconds of a slice. */
export const SLICE_MS = 2;
/** Items after which work yields: many, so that it is compiled as the loop that it is, and few enough to end in time. */
export const STRIDE = 64;
/** Items sorted at a time; sorted parts are then merged. */
const SORTED_AT_ONCE = 1_024;

/** Ends the slices of one piece of work: `if (slices.isOver()) await slices.next()` after some items. */
class Slices {
  #began = performance.now();

  /** Whether the slice is over. */
  isOver(): boolean {
    return performance.now() - this.#began >= SLICE_MS;
  }

  /** Begins the next slice after other work. */
  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#began = performance.now();
  }
}

/** Work that yields after every `STRIDE` items, or after each long one. */
export type Steps<Result> = Generator<void, Result>;

/** Does the work at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does the work in slices. */
export async function finishInSlices<Result>(steps: Steps<Result>): Promise<Result> {
  const slices = new Slices();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (slices.isOver()) await slices.next();
  }
}

/** A sorted copy of a list that may be long; equal items keep their order. */
export async function sortInSlices<Item>(items: readonly Item[], compare: (one: Item, other: Item) => number) {
  let sorted: Item[][] = [];
  const slices = new Slices();
  for (let from = 0; from < items.length; from += SORTED_AT_ONCE) {
    if (from > 0) await slices.next();
    sorted.push(items.slice(from, from + SORTED_AT_ONCE).sort(compare));
  }
  while (sorted.length > 1) {
    const merged: Item[][] = [];
    for (let at = 0; at < sorted.length; at += 2)
      merged.push(await finishInSlices(merge(sorted[at] ?? [], sorted[at + 1] ?? [], compare)));
    sorted = merged;
  }
  return sorted[0] ?? [];
}

function* merge<Item>(
  one: readonly Item[],
  other: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Steps<Item[]> {
  const [last, first] = [one.at(-1), other[0]];
  // A list that came in its order has nothing to merge.
  if (last === undefined || first === undefined || compare(last, first) <= 0) return one.concat(other);
  const merged: Item[] = [];
  for (let [mine, theirs] = [0, 0]; mine < one.length || theirs < other.length; ) {
    const isMine =
      theirs === other.length || (mine < one.length && compare(one[mine] as Item, other[theirs] as Item) <= 0);
    merged.push((isMine ? one[mine] : other[theirs]) as Item);
    if (isMine) mine += 1;
    else theirs += 1;
    if (merged.length % STRIDE === 0) yield;
  }
  return merged;
}
