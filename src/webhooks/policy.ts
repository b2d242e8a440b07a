import type { Matches } from '../subscriptions/deliver/filter.ts';
import type { Target } from './sender.ts';

/** The properties of a webhook that may change while it is served. */
export interface DeliveryPolicy {
  readonly target: Target;
  readonly matches: Matches;
  /** Milliseconds before each further attempt; after the last the message is put aside. */
  readonly schedule: readonly number[];
}
