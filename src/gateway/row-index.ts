/** A row with the key by which its vendor knows it. */
interface KeyedRow {
  readonly nativeId: string;
}

/** Of each list that was searched before; null after the first time, since many lists are of one operation and searched once. */
const INDEXES = new WeakMap<readonly unknown[], ReadonlyMap<string, unknown> | null>();

/** The row of a list with this vendor key; the first of equal ones. */
export function rowWithKey<Row>(rows: readonly Row[], nativeId: string): Row | undefined {
  const known = INDEXES.get(rows);
  if (known === undefined) {
    INDEXES.set(rows, null);
    return rows.find((row) => (row as KeyedRow).nativeId === nativeId);
  }
  const index = known ?? indexOf(rows as readonly KeyedRow[]);
  if (!known) INDEXES.set(rows, index);
  return index.get(nativeId) as Row | undefined;
}

function indexOf(rows: readonly KeyedRow[]): ReadonlyMap<string, KeyedRow> {
  // From the last, so that the first of equal ones remains.
  return new Map(rows.toReversed().map((row) => [row.nativeId, row]));
}
