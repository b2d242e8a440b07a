/** How much of a new duration counts, where it is shorter than what is known. */
const SHARE = 0.3;
/** A call needs this many times its usual duration. */
const MARGIN = 1.5;

/** How long each operation usually takes, from the durations seen; rises at once and falls slowly. */
export class UsualTimes {
  readonly #byName = new Map<string, number>();
  #any = 0;

  /** Takes in how many milliseconds a call took. */
  record(name: string, milliseconds: number): void {
    this.#byName.set(name, follow(this.#byName.get(name) ?? 0, milliseconds));
    this.#any = follow(this.#any, milliseconds);
  }

  /** Milliseconds a call needs to be answered; those of any call for an operation not seen yet, 0 before the first. */
  needed(name: string): number {
    return (this.#byName.get(name) ?? this.#any) * MARGIN;
  }
}

function follow(known: number, seen: number): number {
  return seen > known ? seen : known + (seen - known) * SHARE;
}
