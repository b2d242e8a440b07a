import { describe, expect, test } from 'vitest';
import { dayOf, intervalOf, intervalsOf } from '../../src/figures/calendar.ts';
import { coverageOf } from '../../src/figures/coverage.ts';

const NEW_YORK = 'America/New_York';
const at = (text: string) => Date.parse(text);
const HOUR = 3_600_000;

describe('the day of an account', () => {
  test('begins and ends at its own midnight', () => {
    const day = dayOf(at('2026-03-02T03:00:00Z'), NEW_YORK);
    expect([day.from, day.to]).toEqual([at('2026-03-01T00:00:00-05:00'), at('2026-03-02T00:00:00-05:00')]);
  });

  test.each([
    ['is put forward', '2026-03-08T12:00:00-04:00', 23],
    ['is put back', '2026-11-01T12:00:00-05:00', 25],
  ])('has as many hours as the clock shows when it %s', (_, noon, hours) => {
    const day = dayOf(at(noon), NEW_YORK);
    expect((day.to - day.from) / HOUR).toBe(hours);
  });

  test.each(['2026-03-08T12:00:00-04:00', '2026-11-01T12:00:00-05:00'])(
    '%s: its quarters of an hour fill it without a hole',
    (noon) => {
      const day = dayOf(at(noon), NEW_YORK);
      const quarters = intervalsOf(day, 'FIFTEEN_MINUTES', NEW_YORK);
      expect(quarters).toHaveLength((day.to - day.from) / (HOUR / 4));
      expect(quarters[0]?.from).toBe(day.from);
      for (const [index, { from }] of quarters.entries()) if (index > 0) expect(from).toBe(quarters[index - 1]?.to);
    },
  );

  test('hours begin with the full hour of a clock that is half an hour off', () => {
    expect(intervalOf(at('2026-03-02T10:10:00+05:30'), 'HOUR', 'Asia/Kolkata').from).toBe(
      at('2026-03-02T10:00:00+05:30'),
    );
  });
});

describe('coverage', () => {
  const stretch = { from: 0, to: 100 };
  test('is the part of the time that was listened to', () => {
    expect(coverageOf(stretch, [{ from: 50, to: 200, share: 1 }], [])).toBe(0.5);
    expect(coverageOf(stretch, [{ from: 0, to: 100, share: 0.5 }], [])).toBe(0.5);
    expect(coverageOf(stretch, [], [])).toBe(0);
  });

  test('is less by what a gap leaves out of the time listened to, and by nothing else', () => {
    const listening = [{ from: 0, to: 60, share: 1 }];
    expect(coverageOf(stretch, listening, [{ from: 50, to: 80, weight: 1 }])).toBe(0.5);
    expect(coverageOf(stretch, listening, [{ from: 70, to: 80, weight: 1 }])).toBe(0.6);
    expect(coverageOf(stretch, listening, [{ from: 0, to: 60, weight: 0.1 }])).toBeCloseTo(0.54);
  });
});
