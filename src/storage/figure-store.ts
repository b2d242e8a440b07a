import { CrosspointError } from '../adapters/errors.ts';
import type { KeyedCell } from '../figures/history.ts';
import type { CellArchive, FigureState } from '../figures/stored.ts';

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

/** Stored figures as of a checkpoint. */
export interface StoredFigures {
  readonly checkpoint: FigureCheckpoint;
  /** The cells of the newest quarters, the earliest first. */
  readonly cells: readonly KeyedCell[];
}

/**
 * Cells of figures by quarters of an hour, and the place in the log up to which they count: both are written in one step,
 * so that an event is counted once however often the log is read. Methods reject with UNAVAILABLE.
 */
export interface FigureStore extends CellArchive {
  /** The checkpoint with the cells of so many milliseconds up to the newest quarter; null where nothing is stored. */
  load(milliseconds: number): Promise<StoredFigures | null>;
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
