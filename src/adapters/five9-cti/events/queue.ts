/**
 * A bounded queue between a desk's listener and a reader: while it is full, the listener waits and the desk buffers
 * the events.
 */
export class EventQueue<Item> {
  private readonly items: Item[] = [];
  private wakeReader: (() => void) | undefined;
  private readonly writers: (() => void)[] = [];
  private closed = false;

  constructor(private readonly limit: number) {}

  /** Adds an item; waits while there is no room. */
  async push(item: Item): Promise<void> {
    while (this.items.length >= this.limit && !this.closed)
      await new Promise<void>((resolve) => {
        this.writers.push(resolve);
      });
    if (this.closed) return;
    this.items.push(item);
    this.wakeReader?.();
  }

  /** Ends the reading; items not read are dropped. */
  close(): void {
    this.closed = true;
    this.wakeReader?.();
    for (const wake of this.writers.splice(0)) wake();
  }

  /** The items in order of arrival, until the queue is closed. */
  async *read(): AsyncGenerator<Item, void, undefined> {
    while (!this.closed) {
      const item = this.items.shift();
      if (item === undefined) {
        await new Promise<void>((resolve) => {
          this.wakeReader = resolve;
        });
        continue;
      }
      this.writers.shift()?.();
      yield item;
    }
  }
}
