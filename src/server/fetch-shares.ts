/** How many times the usual number run at most, with those that begin although it is reached. */
const MOST_FACTOR = 2;

/**
 * Shares a number of fetches among accounts and callers. Where it is reached, an account or a caller that has none under
 * way may still begin one: a vendor that does not answer, or a caller that wants many, keeps no other from its first.
 */
export class FetchShares {
  readonly #underWay = new Map<string, number>();
  #total = 0;

  constructor(private readonly usual: number) {}

  /** Whether a fetch for these may begin. */
  admits(sharers: readonly string[]): boolean {
    if (this.#total < this.usual) return true;
    return this.#total < this.usual * MOST_FACTOR && sharers.some((sharer) => !this.#underWay.has(sharer));
  }

  /** Counts one that begins, or with -1 one that has ended. */
  add(sharers: readonly string[], change: 1 | -1): void {
    this.#total += change;
    for (const sharer of sharers) {
      const count = (this.#underWay.get(sharer) ?? 0) + change;
      if (count > 0) this.#underWay.set(sharer, count);
      else this.#underWay.delete(sharer);
    }
  }
}
