import { describe, expect, it } from 'vitest';
import { five9DateTime } from '../../src/adapters/five9-config/contract/types/scalars.ts';

const chicago = { timeZone: 'America/Chicago' };

describe('dates and times of the Configuration Web Services', () => {
  it.each([
    ['2013-04-23T21:00:00.000-07:00', '2013-04-23T21:00:00-07:00'],
    ['2013-04-23T21:00:00Z', '2013-04-23T21:00:00Z'],
    ['2013-04-23T21:00:00.250', '2013-04-23T21:00:00.250-05:00'],
    ['2017-10-31 19:32:30.000', '2017-10-31T19:32:30-05:00'],
    ['2019-06-30 16:00:00.000 GMT0', '2019-06-30T16:00:00Z'],
    ['2019-05-08T02:37:42.4786435-05:00', '2019-05-08T02:37:42.478-05:00'],
    ['2019-01-08', '2019-01-08T00:00:00-06:00'],
  ])('reads %s as %s (F11)', (text, expected) => {
    expect(five9DateTime.decode(text, chicago)).toBe(expected);
  });

  it.each(['', 'tomorrow', '2026', '2026-W01-1', '2026-02-30T10:00:00Z', '10/30/2006 4:05:38 PM'])(
    'refuses to read "%s"',
    (text) => {
      expect(() => five9DateTime.decode(text, chicago)).toThrow();
    },
  );

  it('sends a time with the offset it came with', () => {
    expect(five9DateTime.encode('2026-03-01T08:00:00+01:00', chicago)).toBe('2026-03-01T08:00:00+01:00');
  });

  it.each(['2026-03-01T08:00:00', '2026-03-01', 'soon'])('refuses to send "%s", which is no instant', (text) => {
    expect(() => five9DateTime.encode(text, chicago)).toThrow();
  });
});
