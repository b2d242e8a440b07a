/** Times and lengths of time as reports write them. */
import { DateTime } from 'luxon';
import type { LocalTimeAmbiguity } from '../../../../schema/vocabulary.ts';
import { ambiguityOf, atWallClock } from '../../zone.ts';

const HOUR = 3_600_000;
/** The zone of reports, with and without daylight saving time (guide l. 8131 and l. 8161). */
const PACIFIC = 'America/Los_Angeles';
const STANDARD_OFFSET = -8 * HOUR;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** `Fri, 21 Aug 2026 09:00:06`, with or without the day of the week. */
const BY_NAME =
  /^(?:[a-z]+,\s*)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/i;
/** `2026-08-21 09:00:06.123`. */
const BY_NUMBER = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const LENGTH = /^(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$/;

/** A time of a report. */
interface ReportTime {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why the time is not certain; null where it is. */
  readonly ambiguity: LocalTimeAmbiguity | null;
}

/** Reads the times of reports, by the account's reading of their zone. */
export class ReportClock {
  /** The time of each hour of the clock in the zone, since a report has many rows of few hours. */
  readonly #hours = new Map<number, ReportTime>();

  constructor(private readonly zone: 'pacific' | 'standard') {}

  /** The time of a cell; null where it cannot be read. */
  read(cell: string): ReportTime | null {
    const shown = shownTime(cell.trim());
    if (shown === null) return null;
    if (this.zone === 'standard') return { at: shown - STANDARD_OFFSET, ambiguity: null };
    const hour = shown - (shown % HOUR);
    const { at, ambiguity } = this.#hours.get(hour) ?? this.#learn(hour);
    return { at: at + (shown - hour), ambiguity };
  }

  #learn(hour: number): ReportTime {
    const there = atWallClock(DateTime.fromMillis(hour, { zone: 'utc' }), PACIFIC);
    const time = { at: there.toMillis(), ambiguity: ambiguityOf(there.toISO(), PACIFIC) };
    if (this.#hours.size > 1_000) this.#hours.clear();
    this.#hours.set(hour, time);
    return time;
  }
}

/** The time that the clock shows, as if it were UTC. */
function shownTime(text: string): number | null {
  const named = BY_NAME.exec(text);
  if (named) {
    const [, day, month = '', year, ...clock] = named;
    return moment(Number(year), MONTHS.indexOf(month.toLowerCase()), Number(day), clock);
  }
  const [, year, month, day, ...clock] = BY_NUMBER.exec(text) ?? [];
  return year === undefined ? null : moment(Number(year), Number(month) - 1, Number(day), clock);
}

function moment(year: number, month: number, day: number, clock: readonly (string | undefined)[]): number | null {
  const [hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock;
  const at = Date.UTC(
    year,
    month,
    day,
    Number(hours),
    Number(minutes),
    Number(seconds),
    Number(fraction.padEnd(3, '0')),
  );
  const date = new Date(at);
  const isDate = date.getUTCMonth() === month && date.getUTCDate() === day && Number(hours) < 24;
  return isDate ? at : null;
}

/** The seconds of a length of time such as `00:03:54`, `03:54`, `00:00:00.235` or `234`; null where there is none. */
export function secondsOf(cell: string | undefined): number | null {
  const text = cell?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const [, hours = '0', minutes, seconds] = LENGTH.exec(text) ?? [];
  return minutes === undefined ? null : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
