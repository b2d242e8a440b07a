import { CrosspointError } from '../../errors.ts';

/** How much of a new duration counts, where it is shorter than what is known. */
const SHARE = 0.3;
/** A call needs this many times its usual duration. */
const MARGIN = 1.5;
/** Milliseconds of waiting for a turn that count as none. */
const NOTICEABLE = 50;
/** The part of its time that a call may need at most, so that a slow operation is not refused for ever. */
const MOST_NEEDED = 0.9;

/** How long each operation usually takes, from the durations seen; rises at once and falls slowly. */
export class TypicalDurations {
  readonly #byName = new Map<string, number>();
  #any = 0;

  /** Takes in how many milliseconds a call took. */
  record(name: string, milliseconds: number): void {
    this.#byName.set(name, follow(this.#byName.get(name) ?? 0, milliseconds));
    this.#any = follow(this.#any, milliseconds);
  }

  /** Throws UNAVAILABLE where a call has waited for its turn until too little of its time is left for the answer. */
  check(name: string, left: number, total: number): void {
    const hasWaited = total - left > NOTICEABLE;
    const needed = Math.min(this.needed(name), total * MOST_NEEDED);
    if (!hasWaited || left >= needed) return;
    const message = `The account's users are busy: ${Math.round(left)} ms are left and the vendor usually takes ${Math.round(needed)} ms; the call was not sent. Try again, or configure more \`users\``;
    throw new CrosspointError('UNAVAILABLE', message);
  }

  /** Milliseconds a call needs to be answered; those of any call for an operation not seen yet, 0 before the first. */
  needed(name: string): number {
    return (this.#byName.get(name) ?? this.#any) * MARGIN;
  }
}

function follow(known: number, seen: number): number {
  return seen > known ? seen : known + (seen - known) * SHARE;
}
