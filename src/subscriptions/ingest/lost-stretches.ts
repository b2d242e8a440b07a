import type { EventRecord } from '../../adapters/adapter.ts';
import { gapSince } from './gateway-events.ts';
import type { BufferedEvent } from './subject-order.ts';

const OVERFLOWED = 'More events arrived than could be buffered';
const OVERTAKEN = 'Events were left out, since newer events of their calls had been published without them';

/** A stretch of a stream whose events were dropped at a standby; it lasts until now without `until`. */
export interface LostStretch {
  readonly since: Date;
  readonly until?: Date;
  readonly reason: string;
}

/** The gap of an account that reports it. */
export function gapOfStretch(account: string, { since, until, reason }: LostStretch): EventRecord {
  return gapSince(account, since, reason, until);
}

/** The stretches that a standby has to report as gaps once it publishes. */
export class LostStretches {
  #stretches: LostStretch[] = [];
  /** The stretch to which events that are left out now belong; it is not reported yet. */
  #open: LostStretch | undefined;

  /** When the first of them began; null without any. */
  get since(): Date | null {
    const times = this.#stretches.map(({ since }) => since.getTime());
    return times.length > 0 ? new Date(Math.min(...times)) : null;
  }

  /** Takes that this event, the oldest one buffered, made room for newer ones. */
  overflowed(oldest: BufferedEvent): void {
    if (this.#stretches.some(({ reason }) => reason === OVERFLOWED)) return;
    this.#stretches.push({ since: new Date(oldest.at), reason: OVERFLOWED });
  }

  /** Takes that an event that was received then is not published: all of these are one stretch until it is reported. */
  leftOut(at: Date): void {
    if (this.#open) return;
    this.#open = { since: at, reason: OVERTAKEN };
    this.#stretches.push(this.#open);
  }

  /** Takes that these events, the oldest first, are not published any more. */
  overtaken(events: readonly BufferedEvent[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    this.#stretches.push({ since: new Date(first.at), until: new Date(last.at), reason: OVERTAKEN });
  }

  /** Reports each, and forgets it once it is stored; false where one was not, since another gateway's term has begun. */
  async report(lost: (stretch: LostStretch) => Promise<boolean>): Promise<boolean> {
    for (let [stretch] = this.#stretches; stretch; [stretch] = this.#stretches) {
      if (stretch === this.#open) this.#open = undefined;
      if (!(await lost(stretch))) return false;
      this.#stretches.shift();
    }
    return true;
  }
}
