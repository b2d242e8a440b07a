import { CrosspointError } from '../adapters/errors.ts';
import type { TimeSpan } from '../figures/calendar.ts';
import type { KeyedCell } from '../figures/history.ts';
import type { FigureState } from '../figures/stored.ts';
import { storedObject } from './stored-object.ts';

/** How far figures have counted a log. */
export interface FigureCheckpoint {
  /** Identity of the log. */
  readonly log: string;
  /** Place of the last event that is counted in the stored cells. */
  readonly position: string;
  /** When that event was appended, in milliseconds since 1970. */
  readonly at: number;
  /** The newest quarter with a cell, in milliseconds since 1970; null without one. */
  readonly newest: number | null;
  /** The place after which the events are that later ones build on. */
  readonly rebuildAfter: string;
  /** The states of agents and the times in which accounts were received. */
  readonly state: FigureState;
}

/** An account's quarter of an hour. */
export interface AccountQuarter {
  readonly account: string;
  /** Milliseconds since 1970 of its beginning. */
  readonly quarter: number;
}

/** Stored cells, the earliest first. */
export interface StoredCells {
  readonly cells: readonly KeyedCell[];
  /** Where cells are that are damaged. */
  readonly unreadable: readonly AccountQuarter[];
}

/** Stored figures as of a checkpoint, with the cells of the newest quarters; the checkpoint is null where it is damaged. */
export interface StoredFigures extends StoredCells {
  readonly checkpoint: FigureCheckpoint | null;
}

/** A cell as it is stored. */
export interface StoredCell extends AccountQuarter {
  readonly key: string;
  readonly body: string;
}

/**
 * Cells of figures by quarters of an hour, and the place in the log up to which they count: both are written in one step,
 * so that an event is counted once however often the log is read. Methods reject with UNAVAILABLE.
 */
export interface FigureStore {
  /** The checkpoint with the cells of so many milliseconds up to the newest quarter; null where nothing is stored. */
  load(milliseconds: number): Promise<StoredFigures | null>;
  /** The cells of an account in a stretch of whole quarters. */
  read(account: string, stretch: TimeSpan): Promise<StoredCells>;
  /**
   * Stores cells, each in place of what it was, with a checkpoint of the same moment. Resolves with false, and stores
   * nothing, where the store is ahead: its checkpoint is not of `known` and not before this one.
   */
  save(checkpoint: FigureCheckpoint, cells: readonly KeyedCell[], known: string | null): Promise<boolean>;
  /** Removes quarters that began before a time, in milliseconds since 1970. */
  trim(oldest: number): Promise<void>;
  close(): void;
}

/** The error of a store that does not answer. */
export function figuresUnavailable(cause: unknown): CrosspointError {
  return new CrosspointError('UNAVAILABLE', 'The store of figures does not answer', { cause });
}

/** The cells of stored texts. One that is damaged costs itself. */
export function storedCells(rows: readonly StoredCell[]): StoredCells {
  const [cells, unreadable]: [KeyedCell[], AccountQuarter[]] = [[], []];
  for (const { account, quarter, key, body } of rows) {
    const { dimensions, measures } = storedObject<Partial<KeyedCell>>(body) ?? {};
    if (dimensions && measures) cells.push({ key, quarter, dimensions, measures });
    else unreadable.push({ account, quarter });
  }
  return { cells, unreadable };
}
