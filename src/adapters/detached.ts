/** Texts of rows that are stored, apart from the documents they were cut out of. */

/** Characters of the shortest text of which the engine makes a slice; it copies shorter ones. */
const SHORTEST_SLICE = 13;

/**
 * The text in memory of its own: a slice of a document keeps the whole document in memory. Joined parts are one text at
 * once, without the parts that a concatenation would keep.
 */
export function detached(text: string): string {
  return text.length < SHORTEST_SLICE ? text : [text[0], text.slice(1)].join('');
}

/** Makes each of the values that many rows have in common once. */
export class SharedValues<Value> {
  readonly #values = new Map<string, Value>();

  /** The value of a key, made where the key is new. */
  get(key: string, make: () => Value): Value {
    let value = this.#values.get(key);
    if (value === undefined) {
      value = make();
      this.#values.set(detached(key), value);
    }
    return value;
  }
}
