/** Counts of answers that differ from the contract, which show that a vendor's API has changed. */

import { DriftKind } from '../../../schema/vocabulary.ts';

/** The kinds of difference; a fixed list, however many names a vendor sends. */
export const DRIFTS = Object.keys(DriftKind) as readonly DriftKind[];

const NONE: Readonly<Record<DriftKind, number>> = {
  UNKNOWN_TYPE: 0,
  UNKNOWN_WORD: 0,
  UNKNOWN_FIELD: 0,
  MISSING_FIELD: 0,
  UNREADABLE_VALUE: 0,
  UNREADABLE_CHARACTER: 0,
};

/** Counts what the answers and events of one account hold beyond the contract, or lack of what it requires. */
export class Drift {
  #counts: Record<DriftKind, number> = { ...NONE };

  /** A copy of the counts, with which a second reading of a document can restore them. */
  get counts(): Readonly<Record<DriftKind, number>> {
    return { ...this.#counts };
  }

  set counts(counts: Readonly<Record<DriftKind, number>>) {
    this.#counts = { ...counts };
  }

  note(kind: DriftKind, times = 1): void {
    this.#counts[kind] += times;
  }
}
