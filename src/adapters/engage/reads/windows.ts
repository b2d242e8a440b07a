/** Lists that the vendor caps or refuses as too large, read in narrower windows of time. */
import { exceedsSizeLimit } from '../../http/failure.ts';
import { isResultTooLarge } from '../quirks.ts';

/** A stretch of time, RFC 3339. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** Rows of one or several windows. */
export interface WindowedRows<Row> {
  readonly items: readonly Row[];
  /** Rows are missing: a window could not be read whole. */
  readonly truncated: boolean;
}

/** Calls that one list may cost unless it says otherwise. */
const MOST_CALLS = 16;
/** Milliseconds; a window is not divided further. */
const NARROWEST = 60_000;

/**
 * Reads a window, and where its answer is full or refused as too large its halves, the later one first, within a bound
 * of calls. Throws every other failure.
 */
export async function readWindows<Row>(
  whole: Window,
  cap: number,
  read: (window: Window) => Promise<readonly Row[]>,
  mostCalls = MOST_CALLS,
): Promise<WindowedRows<Row>> {
  const items: Row[] = [];
  const pending: Window[] = [whole];
  let truncated = false;
  let calls = 0;
  for (let window = pending.pop(); window; window = pending.pop()) {
    calls += 1;
    const rows = await unlessTooLarge(read(window));
    if (rows && rows.length < cap) items.push(...rows);
    else if (calls + pending.length + 2 <= mostCalls && length(window) > NARROWEST) pending.push(...halves(window));
    else {
      items.push(...(rows ?? []));
      truncated = true;
    }
  }
  return { items, truncated };
}

/** The rows; null where they are too large for the vendor or for the gateway's size limit. */
export async function unlessTooLarge<Row>(rows: Promise<readonly Row[]>): Promise<readonly Row[] | null> {
  try {
    return await rows;
  } catch (error) {
    if (isResultTooLarge(error) || exceedsSizeLimit(error)) return null;
    throw error;
  }
}

function length({ from, to }: Window): number {
  return Date.parse(to) - Date.parse(from);
}

/** The earlier and the later half. */
function halves({ from, to }: Window): readonly Window[] {
  const middle = new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}
