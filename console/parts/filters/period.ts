import { gatewayTime } from '../../live/clock.ts';

/** The periods that lists offer, newest first. */
export const PERIODS = {
  hour: 'Last hour',
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'Last 7 days',
  month: 'Last 30 days',
  custom: 'From … to …',
} as const;

/** One of the periods. */
export type Period = keyof typeof PERIODS;

/** The begin of a period and, where it is over, its end. */
export interface Bounds {
  readonly startedAfter: string;
  readonly startedBefore?: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function midnight(daysAgo: number): Date {
  const date = new Date(gatewayTime());
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo);
}

/** The instant that `2026-01-31T09:30` is in the browser's time zone; undefined when it is none. */
function instant(local: string): string | undefined {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const ago = (milliseconds: number) => ({ startedAfter: new Date(gatewayTime() - milliseconds).toISOString() });

/** The bounds of a period at this moment, by the browser's time zone. */
export function boundsOf(period: Period, from: string, to: string): Bounds {
  if (period === 'hour') return ago(HOUR_MS);
  if (period === 'week') return ago(7 * DAY_MS);
  if (period === 'month') return ago(30 * DAY_MS);
  if (period === 'custom') {
    const startedBefore = instant(to);
    return { startedAfter: instant(from) ?? midnight(0).toISOString(), ...(startedBefore && { startedBefore }) };
  }
  if (period === 'today') return { startedAfter: midnight(0).toISOString() };
  return { startedAfter: midnight(1).toISOString(), startedBefore: midnight(0).toISOString() };
}
