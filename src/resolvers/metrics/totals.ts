import type { ServiceLevelBasis } from '../../../schema/vocabulary.ts';
import { addMeasures, type Dimensions, type Measures } from '../../figures/cells.ts';
import { answeredWithin, longestSeconds, meanSeconds, occupancy, ratio } from '../../figures/ratios.ts';

/** The threshold of the service level for calls of these dimensions; null where there is none. */
export interface Thresholds {
  readonly basis: ServiceLevelBasis;
  of(dimensions: Dimensions): number | null;
}

/** Time of agents, which belongs to no campaign, queue, direction or medium. */
const AGENT_TIME = /^(?:loggedIn|notReady|ready|ringing|onCall|wrappingUp|reason\..*)$/;
const REASON = 'reason.';
/** The measures of a conversation as a whole, which belong to no agent. */
const CONVERSATION = /^(?:offered|answered|abandoned|abandonWaits?|waits?|wait\.\d+|max\.wait|queues?|max\.queue)$/;

/** Which measures count in rows of these groups. */
interface Counted {
  readonly isByAgent: boolean;
  readonly hasAgentTime: boolean;
}

/** The measures that belong into such rows; null where none does. */
export function relevantMeasures(measures: Measures, { isByAgent, hasAgentTime }: Counted): Measures | null {
  const names = Object.keys(measures).filter(
    (name) => !(AGENT_TIME.test(name) && !hasAgentTime) && !(CONVERSATION.test(name) && isByAgent),
  );
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, measures[name] ?? 0]));
}

/** Sums of the cells of one row. */
export class Totals {
  readonly measures: Measures = {};
  readonly #thresholds = new Set<number | null>();
  #within = 0;

  /** Adds a cell of measures that belong into the row. */
  add(dimensions: Dimensions, measures: Measures, thresholds: Thresholds): void {
    addMeasures(this.measures, measures);
    if (!measures.offered) return;
    const seconds = thresholds.of(dimensions);
    this.#thresholds.add(seconds);
    if (seconds !== null) this.#within += answeredWithin(measures, seconds);
  }

  /** Counts of offered calls; of rows by agent those that rang at the agent’s phone. */
  counts(isByAgent: boolean) {
    const { offered = 0, answered = 0, abandoned = 0, rung = 0, taken = 0 } = this.measures;
    return isByAgent ? { offered: rung, answered: taken, abandoned: null } : { offered, answered, abandoned };
  }

  /**
   * Calls answered within the threshold ÷ calls offered, with the threshold. Null where none was offered, or where a call was
   * answered after a wait of unknown length.
   */
  serviceLevel({ basis }: Thresholds) {
    const [seconds = null, ...others] = this.#thresholds;
    const { offered = 0, answered = 0, waits = 0 } = this.measures;
    const isKnown = !this.#thresholds.has(null) && answered <= waits;
    return {
      serviceLevel: isKnown ? ratio(this.#within, offered) : null,
      serviceLevelSeconds: others.length > 0 ? null : seconds,
      serviceLevelBasis: this.#thresholds.size > 0 && !this.#thresholds.has(null) ? basis : null,
    };
  }

  /** The figures of a stretch of the past. */
  past(isByAgent: boolean, hasAgentTime: boolean) {
    const { offered = 0, abandoned = 0, handled = 0, transferred = 0, attempted = 0, contacted = 0 } = this.measures;
    return {
      ...this.counts(isByAgent),
      ...{ handled, transferred, attempted, contacted },
      abandonRate: isByAgent ? null : ratio(abandoned, offered),
      averageQueueSeconds: meanSeconds(this.measures, 'queue'),
      averageRingSeconds: meanSeconds(this.measures, 'ring'),
      averageTalkSeconds: meanSeconds(this.measures, 'talk'),
      averageHoldSeconds: meanSeconds(this.measures, 'hold'),
      averageWrapUpSeconds: meanSeconds(this.measures, 'wrapUp'),
      longestQueueSeconds: longestSeconds(this.measures, 'queue'),
      longestTalkSeconds: longestSeconds(this.measures, 'talk'),
      longestHoldSeconds: longestSeconds(this.measures, 'hold'),
      longestHandleSeconds: longestSeconds(this.measures, 'handle'),
      ...this.averages(hasAgentTime),
      ...(hasAgentTime && this.#agentTime()),
      notReadyByReason: this.#reasons(),
    };
  }

  #agentTime() {
    const { loggedIn = 0, ready = 0, notReady = 0, onCall = 0, wrappingUp = 0 } = this.measures;
    return {
      loggedInSeconds: loggedIn / 1_000,
      readySeconds: ready / 1_000,
      notReadySeconds: notReady / 1_000,
      handlingSeconds: (onCall + wrappingUp) / 1_000,
    };
  }

  #reasons() {
    const reasons = Object.entries(this.measures).filter(([name]) => name.startsWith(REASON));
    return reasons
      .map(([name, milliseconds]) => ({ reasonCode: name.slice(REASON.length), seconds: milliseconds / 1_000 }))
      .sort((one, other) => other.seconds - one.seconds);
  }

  /** The averages that current and past figures share. */
  averages(hasAgentTime: boolean) {
    return {
      averageSpeedOfAnswerSeconds: meanSeconds(this.measures, 'wait'),
      averageHandleSeconds: meanSeconds(this.measures, 'handle'),
      occupancy: hasAgentTime ? occupancy(this.measures) : null,
    };
  }
}
