/** The facts that the reducer of figures has beside its events, and its answer about a call. */
import type { QueueReference } from '../adapters/records.ts';
import type { QueueFacts } from './conversation.ts';
import type { UncoveredSpan } from './coverage.ts';
import type { Durations, Leg } from './leg.ts';

/** The facts about an account that the reducer needs beside its events. */
export interface AccountFacts extends QueueFacts {
  /** The IANA zone whose midnight ends the account's day. */
  readonly zone: string;
  /** Its events are received only while something needs them. */
  readonly isPolled?: boolean;
}

/** A stretch of an account that events say may be missing. */
export type AccountMissing = UncoveredSpan & { readonly account: string };

/** A call's leg and its durations. */
export interface LegView {
  readonly leg: Leg;
  /** The queue that its conversation waits in or came from. */
  readonly queue: QueueReference | null;
  readonly durations: Durations;
}

/** Whether a gap's subject is this agent. */
export function isAgent(agent: Leg['agent'], subject: string): boolean {
  return agent !== null && [agent.nativeId, agent.userName].includes(subject);
}
