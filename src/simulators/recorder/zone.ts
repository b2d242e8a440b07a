import { DateTime } from 'luxon';

/** Zone of the simulated recorder's clock. */
export const ZONE = 'America/New_York';

/** Seconds by which the recorder's clock is ahead of UTC. */
export function clockAhead(time: Date): number {
  return DateTime.fromJSDate(time, { zone: ZONE }).offset * 60;
}
