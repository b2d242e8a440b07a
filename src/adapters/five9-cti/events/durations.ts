import type { CallRecord } from '../../adapter.ts';
import type { DeskEvent } from '../contract/events/index.ts';

/** The event that a call is over. */
export type FinishedCall = Extract<DeskEvent, { readonly _type: 'callFinished' }>;

/** Seconds by which a duration may be longer than the time that went by, as clocks and rounding differ. */
const SLACK = 5;

/**
 * The durations of a finished call in seconds (wire.json: callHandleTime, callLength, callWrapupTime, all long; reading
 * `durations`). No document states their unit, and the call shows it: milliseconds read as seconds are longer than the
 * whole call. Without the call's beginning, or for a call under a second, they are not taken.
 */
export function vendorDurations(
  event: FinishedCall,
  startedAt: string | null,
  now: Date,
): CallRecord['vendorDurations'] {
  const { callHandleTime, callLength, callWrapupTime } = event;
  const values = [callHandleTime, callLength, callWrapupTime].map(count);
  const longest = Math.max(...values.map((value) => value ?? 0));
  const elapsed = startedAt ? (now.getTime() - Date.parse(startedAt)) / 1_000 : Number.NaN;
  if (!(elapsed >= 1) || longest === 0) return null;
  const unit = longest <= elapsed + SLACK ? 1 : 1_000;
  if (longest / unit > elapsed + SLACK) return null;
  const [handleSeconds = null, talkSeconds = null, wrapUpSeconds = null] = values.map((value) =>
    value === null ? null : value / unit,
  );
  return { handleSeconds, talkSeconds, wrapUpSeconds };
}

function count(text: string | null | undefined): number | null {
  const value = text ? Number(text) : Number.NaN;
  return Number.isFinite(value) && value >= 0 ? value : null;
}
