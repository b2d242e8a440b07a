/** Values that one label of a metric may have before further ones are counted under `other`. */
const MOST_NAMES = 100;

/** The values of a label that callers or a configuration choose, bounded: the first ones keep their names. */
export class BoundedNames {
  readonly #names = new Set<string>();

  /** The name, or `other` where it is beyond the bound. */
  bound(name: string): string {
    if (this.#names.has(name)) return name;
    if (this.#names.size >= MOST_NAMES) return 'other';
    this.#names.add(name);
    return name;
  }
}
