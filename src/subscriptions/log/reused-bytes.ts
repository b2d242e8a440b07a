/** Bytes that are reused; a longer text gets memory of its own. */
const MOST = 4 * 1024 * 1024;

/**
 * Memory for bytes that are needed one after another, each for a moment. Allocated for each of them, a second of many events
 * would take as much memory outside of the heap as has the engine collect garbage several times.
 */
export class ReusedBytes {
  #bytes = Buffer.alloc(0);

  /** So many bytes, whose content is good until the next call. */
  take(size: number): Buffer {
    if (size > MOST) return Buffer.allocUnsafe(size);
    if (size > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(Math.min(MOST, 2 * size));
    return this.#bytes.subarray(0, size);
  }
}
