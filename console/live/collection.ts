/** How long changes are collected before the page is drawn again. */
const DRAW_AFTER_MS = 100;

/** The live objects of one kind. A snapshot replaces them without emptying the page. */
export class Collection<Row extends { readonly id: string }> {
  readonly #rows = new Map<string, Row>();
  readonly #listeners = new Set<() => void>();
  #list: readonly Row[] = [];
  #unseen: Set<string> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the latest whole snapshot was received, in milliseconds of the browser; null before the first. */
  completedAt: number | null = null;

  /** Whether a whole snapshot was received. */
  get complete(): boolean {
    return this.completedAt !== null;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  set(row: Row): void {
    this.#rows.set(row.id, row);
    this.#unseen?.delete(row.id);
    this.#changed();
  }

  delete(id: string): void {
    if (this.#rows.delete(id)) this.#changed();
  }

  /** From here to the end of the snapshot, rows that are not set again are the ones that no longer exist. */
  beginSnapshot(): void {
    this.#unseen = new Set(this.#rows.keys());
  }

  endSnapshot(): void {
    for (const id of this.#unseen ?? []) this.#rows.delete(id);
    this.#unseen = null;
    this.completedAt = Date.now();
    this.#changed();
  }

  /** The rows as an array that stays the same until something changes, as React asks for it. */
  readonly list = (): readonly Row[] => this.#list;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed(): void {
    this.#timer ??= setTimeout(() => this.#draw(), DRAW_AFTER_MS);
  }

  #draw(): void {
    this.#timer = undefined;
    this.#list = [...this.#rows.values()];
    for (const listener of this.#listeners) listener();
  }
}
