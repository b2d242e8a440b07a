/** What the reducer of figures knows and carries, as plain data. */
import type { QueueReference } from '../adapters/records.ts';
import type { AgentState } from './agent-time.ts';
import type { Conversation } from './conversation.ts';
import type { Missing } from './coverage.ts';
import type { Durations, Leg } from './leg.ts';

/** What the reducer knows of an account beside its events. */
export interface AccountFacts {
  /** The IANA zone whose midnight ends the account's day. */
  readonly zone: string;
  /** Its vendor reports which calls wait, so a call that it never reported as waiting did not wait. */
  readonly reportsQueue: boolean;
}

/** Everything that the reducer carries from one event to the next, as plain data. */
export interface FiguresState {
  readonly conversations: readonly Conversation[];
  readonly agents: readonly AgentState[];
  readonly missing: readonly AccountMissing[];
}

/** A stretch of an account that events say may be missing. */
export type AccountMissing = Missing & { readonly account: string };

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
