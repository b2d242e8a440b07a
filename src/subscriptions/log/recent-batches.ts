import type { PackPlace, StoredPack } from './pack-table.ts';

/** Bytes of a block's batches; those of a longer block are read from the database. */
const MOST = 512 * 1024;
/** Complete blocks, of which so many may wait to be compressed. */
const MOST_BLOCKS = 8;

/**
 * The batches of the newest blocks as they were stored, so that a block that is complete is compressed without being read from
 * the database. Their memory is reused, since what is allocated outside of the heap has garbage collected the sooner.
 */
export class RecentBatches {
  #filled = new BatchesOfBlock();
  readonly #complete: BatchesOfBlock[] = [];
  readonly #unused: BatchesOfBlock[] = [];

  /** Adds a batch that is stored behind the others; the next one belongs to another block where this ends its own. */
  add(batch: StoredPack, endsBlock: boolean): void {
    this.#filled.add(batch);
    if (!endsBlock) return;
    this.#complete.push(this.#filled);
    if (this.#complete.length > MOST_BLOCKS) this.#leaveOldest();
    this.#filled = this.#unused.pop() ?? new BatchesOfBlock();
  }

  /** The batches of a complete block with these ids, whose bytes are good until more are added. */
  between(first: number, last: number): readonly StoredPack[] | null {
    const batches = this.#complete.find((block) => block.last === last)?.all();
    return batches?.[0]?.first === first ? batches : null;
  }

  /** Leaves out the blocks up to an id, which are compressed. */
  leaveUpTo(last: number): void {
    while (this.#complete[0] && this.#complete[0].last <= last) this.#leaveOldest();
  }

  /** To be called where stored batches are not as they were added, or not there. */
  clear(): void {
    this.leaveUpTo(Number.POSITIVE_INFINITY);
    this.#filled.clear();
  }

  #leaveOldest(): void {
    const oldest = this.#complete.shift();
    oldest?.clear();
    if (oldest) this.#unused.push(oldest);
  }
}

class BatchesOfBlock {
  #bytes = Buffer.alloc(0);
  #length = 0;
  /** The id of the last event. */
  last = 0;
  #batches: (PackPlace & { readonly start: number; readonly end: number })[] = [];

  add({ first, last, count, body }: StoredPack): void {
    const [start, end] = [this.#length, this.#length + body.length];
    this.#length = end;
    this.last = last;
    if (end > MOST) return;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(body, start);
    this.#batches.push({ first, last, count, start, end });
  }

  /** All that were added; none where they are too long. */
  all(): readonly StoredPack[] {
    if (this.#length > MOST) return [];
    return this.#batches.map(({ start, end, ...place }) => ({ ...place, body: this.#bytes.subarray(start, end) }));
  }

  clear(): void {
    [this.#length, this.last] = [0, 0];
    this.#batches = [];
  }

  #grow(size: number): void {
    const bytes = Buffer.allocUnsafeSlow(Math.min(MOST, 2 * size));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
