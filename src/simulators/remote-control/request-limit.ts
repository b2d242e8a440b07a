const MOST = 120;
const MINUTE = 60_000;

/** Counts the requests of the last minute. */
export class RequestLimit {
  #times: number[] = [];

  /** Takes a request in at a time in milliseconds; false where it is one too many. */
  take(now: number): boolean {
    this.#times = this.#times.filter((at) => now - at < MINUTE);
    if (this.#times.length >= MOST) return false;
    this.#times.push(now);
    return true;
  }
}
