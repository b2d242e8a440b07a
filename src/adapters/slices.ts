/** Items mapped at a time. */
const SLICE = 2_000;

/** Maps a list that may be long, so that the event loop serves other work between its slices. */
export async function mapInSlices<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const item of items.slice(from, from + SLICE)) results.push(map(item));
  }
  return results;
}
