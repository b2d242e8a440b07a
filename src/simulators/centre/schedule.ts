interface Due {
  readonly time: number;
  readonly sequence: number;
  readonly run: () => void;
}

function before(one: Due, other: Due): boolean {
  return one.time < other.time || (one.time === other.time && one.sequence < other.sequence);
}

/** The planned changes, in order of time and, at one time, of being planned. */
export class Schedule {
  readonly #heap: Due[] = [];
  #sequence = 0;

  /** Plans something for a time in milliseconds since 1970. */
  at(time: number, run: () => void): void {
    const due = { time, sequence: this.#sequence++, run };
    this.#heap.push(due);
    this.#rise(this.#heap.length - 1);
  }

  /** Time of the next entry, or null when none is planned. */
  next(): number | null {
    return this.#heap[0]?.time ?? null;
  }

  /** Removes the next entry that is due by then. */
  take(until: number): { readonly time: number; readonly run: () => void } | null {
    const first = this.#heap[0];
    if (!first || first.time > until) return null;
    const last = this.#heap.pop() as Due;
    if (last !== first) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #swap(one: number, other: number): void {
    const swapped = this.#heap[one] as Due;
    this.#heap[one] = this.#heap[other] as Due;
    this.#heap[other] = swapped;
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(this.#heap[index] as Due, this.#heap[parent] as Due)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(from: number): void {
    let index = from;
    for (;;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        const due = this.#heap[child];
        if (due && before(due, this.#heap[least] as Due)) least = child;
      }
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }
}
