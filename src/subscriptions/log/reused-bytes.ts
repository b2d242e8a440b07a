/** Bytes that are reused at most; more are allocated each time. */
const MOST = 4 * 1024 * 1024;

/**
 * Memory for bytes that are needed one after another, each for a moment. What is allocated outside of the heap counts until
 * the engine's next whole collection of garbage, which comes the sooner for it.
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
