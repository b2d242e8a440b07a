import type { Rows } from '../../adapter.ts';

/** Rows that the vendor has just answered. */
export function rowsOf<Row>(items: readonly Row[], now: () => Date): Rows<Row> {
  return { items, fetchedAt: now().toISOString() };
}
