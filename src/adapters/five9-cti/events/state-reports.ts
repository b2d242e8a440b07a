import { setTimeout as sleep } from 'node:timers/promises';
import type { CallState } from '../../../../schema/vocabulary.ts';

/** Milliseconds that an act waits for the event of its effect before the status is read instead. */
const LONGEST_WAIT = 250;

/** The event that an act is expected to cause. */
export interface AwaitedReport {
  /** Whether the event has come; waits a short time for it. */
  came(): Promise<boolean>;
  /** Ends the wait. */
  forget(): void;
}

interface Waiting {
  readonly state: CallState;
  readonly report: () => void;
}

/** The events that acts wait for: each names its call and the state that the call is in now. */
export class StateReports {
  readonly #waiting = new Map<string, Waiting>();

  /** Awaits the event of a state from now on; called before the act is sent, since the event may precede its answer. */
  expect(id: string, state: CallState): AwaitedReport {
    const over = new AbortController();
    const reported = new Promise<boolean>((report) => this.#waiting.set(id, { state, report: () => report(true) }));
    const forget = () => {
      this.#waiting.delete(id);
      over.abort();
    };
    const late = () => sleep(LONGEST_WAIT, false, { signal: over.signal }).catch(() => false);
    return { came: () => Promise.race([reported, late()]).finally(forget), forget };
  }

  /** Takes the state of a call that an event reported. */
  note(id: string, state: CallState): void {
    const waiting = this.#waiting.get(id);
    if (waiting?.state === state) waiting.report();
  }
}
