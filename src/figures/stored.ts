/** What figures need beside the log to continue after a restart as if there had been none. */
import type { AgentState } from './agent-time.ts';
import type { Stretch } from './calendar.ts';
import type { QuarterCell } from './cells.ts';
import type { KeyedCell } from './history.ts';
import type { ListeningState } from './listening.ts';

/** What is known of agents and of the time in which accounts were received. */
export interface FigureState {
  readonly agents: readonly AgentState[];
  readonly listening: ListeningState;
}

/** Where the cells of quarters are that are no longer in memory. */
export interface CellArchive {
  /** The cells of an account in a stretch of whole quarters. */
  read(account: string, stretch: Stretch): Promise<readonly QuarterCell[]>;
}

/** What is to be stored of figures. */
export interface FigureChanges {
  /** The cells that have changed, each with all it holds. */
  readonly cells: readonly KeyedCell[];
  readonly state: FigureState;
  /** The newest quarter with a cell, in milliseconds since 1970; null without one. */
  readonly newest: number | null;
  /** Place in the log of the first event of a conversation that is not over; null without one. */
  readonly earliest: string | null;
}
