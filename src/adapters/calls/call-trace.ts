/** Where calls to vendors stand in a trace, found by the signal of their operation. */

const places = new WeakMap<AbortSignal, object>();

/** Puts the calls under a signal at a place of a trace. */
export function setPlace(signal: AbortSignal, place: object): void {
  places.set(signal, place);
}

/** The place of the calls under a signal; undefined where they are not recorded. */
export function placeOf(signal: AbortSignal | undefined): object | undefined {
  return signal && places.get(signal);
}

/** Puts the calls under the second signal at the first place among those of the parents. */
export function copyPlace(parents: readonly (AbortSignal | undefined)[], signal: AbortSignal): void {
  for (const parent of parents) {
    const place = placeOf(parent);
    if (place) return void places.set(signal, place);
  }
}
