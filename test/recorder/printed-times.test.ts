/** The UNIX times of the guide's examples, beside the times that it prints with them. */
import { describe, expect, it } from 'vitest';
import { localTime, unixTime } from '../../src/adapters/recorder/contract/times.ts';

const NEW_YORK = { timeZone: 'America/New_York' };
const OF_CLOCK = { ...NEW_YORK, secondsAreLocal: true };

/** Guide lines 1009 to 1041: LASTSTATECHANGE and LASTSTATECHANGEUNIXTIME of the channels. */
const PRINTED = [
  ['1/31/2011 5:50:33 PM', '1296496234'],
  ['1/31/2011 6:15:52 PM', '1296497752'],
  ['1/31/2011 6:11:40 PM', '1296497501'],
] as const;

describe.each(PRINTED)('%s, printed beside %s', (clock, seconds) => {
  it('is the same moment to a second where UNIX times are of the clock of the recorder', () => {
    const shown = Date.parse(localTime.decode(clock, OF_CLOCK));
    expect(Math.abs(Date.parse(unixTime.decode(seconds, OF_CLOCK)) - shown)).toBeLessThanOrEqual(1_000);
  });

  it('is five hours apart where UNIX times are of UTC', () => {
    const shown = Date.parse(localTime.decode(clock, NEW_YORK));
    const apart = (shown - Date.parse(unixTime.decode(seconds, NEW_YORK))) / 3_600_000;
    expect(Math.round(apart)).toBe(5);
  });
});

// Guide line 1201: CALLDATESTART 1312156800, midnight of 1 August 2011 on a clock that UNIX times follow.
it.each([
  ['2011-08-01T04:00:00Z', OF_CLOCK, '1312156800'],
  ['2011-08-01T00:00:00Z', NEW_YORK, '1312156800'],
  ['2026-01-01T00:00:00-05:00', OF_CLOCK, '1767225600'],
  ['2026-03-08T07:00:00Z', OF_CLOCK, '1772938800'],
])('writes %s as a UNIX time under each reading, in summer and in winter', (time, context, seconds) => {
  expect(unixTime.encode(time, context)).toBe(seconds);
  expect(Date.parse(unixTime.decode(seconds, context))).toBe(Date.parse(time));
});
