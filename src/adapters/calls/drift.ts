/** Counts of answers that differ from the contract, which show that a vendor's API has changed. */

/** The kinds of difference; a fixed list, however many names a vendor sends. */
export const DRIFTS = [
  'unknown_type',
  'unknown_word',
  'unknown_field',
  'missing_field',
  'unreadable_value',
  'unreadable_character',
] as const;

/** One way to differ from the contract. */
type DriftKind = (typeof DRIFTS)[number];

const NONE: Readonly<Record<DriftKind, number>> = {
  unknown_type: 0,
  unknown_word: 0,
  unknown_field: 0,
  missing_field: 0,
  unreadable_value: 0,
  unreadable_character: 0,
};

/** Counts what the answers and events of one account hold beyond the contract, or lack of what it requires. */
export class Drift {
  /** Replaced, never mutated, so that a second reading of a document can restore the earlier counts. */
  counts = NONE;

  note(kind: DriftKind, times = 1): void {
    this.counts = { ...this.counts, [kind]: this.counts[kind] + times };
  }
}
