/** The state that figures store, so that a restart continues where the last process stopped. */
import type { AgentState } from './agent-time.ts';
import type { TimeSpan } from './calendar.ts';
import type { QuarterCell } from './cells.ts';
import type { KeyedCell } from './history.ts';
import type { ListeningState } from './listening.ts';

/** The states of agents and the times in which accounts were received. */
export interface FigureState {
  readonly agents: readonly AgentState[];
  readonly listening: ListeningState;
}

/** Where the cells of quarters are that are no longer in memory. */
export interface CellArchive {
  read(account: string, stretch: TimeSpan): Promise<readonly QuarterCell[]>;
}

/** The changes of figures to store. */
export interface FigureChanges {
  /** The cells that have changed, each with all it holds. */
  readonly cells: readonly KeyedCell[];
  readonly state: FigureState;
  /** The newest quarter with a cell, in milliseconds since 1970; null without one. */
  readonly newest: number | null;
  /** Place in the log of the first event of a conversation that is not over; null without one. */
  readonly earliest: string | null;
}
