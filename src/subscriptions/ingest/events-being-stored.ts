import { unlessAborted } from '../../adapters/calls/deadline.ts';
import type { BufferedEvent } from './subject-order.ts';

/** Maximum events remembered that were stored and not seen in the log. */
const MAX_UNSEEN = 20_000;

/** The events that this gateway passed to the log, until the log shows them. */
export class EventsBeingStored {
  readonly #unseen = new Map<string, BufferedEvent>();
  readonly #inFlight = new Set<Promise<boolean>>();

  /** Answers whether it was stored: false where another gateway's term has begun. */
  async store(buffered: BufferedEvent, append: () => Promise<boolean>): Promise<boolean> {
    const { fingerprint } = buffered.event;
    this.#unseen.set(fingerprint, buffered);
    if (this.#unseen.size > MAX_UNSEEN) this.#forgetOldest();
    const storing = append();
    this.#inFlight.add(storing);
    try {
      const isStored = await storing;
      if (!isStored) this.#unseen.delete(fingerprint);
      return isStored;
    } finally {
      this.#inFlight.delete(storing);
    }
  }

  /** Takes that the log shows a fingerprint; answers the event of this gateway that has it. */
  seen(fingerprint: string): BufferedEvent | undefined {
    const buffered = this.#unseen.get(fingerprint);
    this.#unseen.delete(fingerprint);
    return buffered;
  }

  /** Resolves once it is known of each event whether it was stored, or when the signal aborts. */
  async settled(signal: AbortSignal): Promise<void> {
    while (this.#inFlight.size > 0 && !signal.aborted)
      await unlessAborted(Promise.allSettled(this.#inFlight), signal).catch(() => undefined);
  }

  #forgetOldest(): void {
    const [oldest] = this.#unseen.keys();
    if (oldest !== undefined) this.#unseen.delete(oldest);
  }
}
