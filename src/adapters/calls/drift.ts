/** What a vendor says that its contract has not, counted: a vendor that drifts away from its own document shows here. */

/** The ways to differ, which are all there are, however many words a vendor finds. */
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
  /** Replaced, never changed, so that who reads a document a second time can put back what was counted before. */
  counts = NONE;

  note(kind: DriftKind, times = 1): void {
    this.counts = { ...this.counts, [kind]: this.counts[kind] + times };
  }
}
