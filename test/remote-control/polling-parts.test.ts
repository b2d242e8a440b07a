/** When an account was reached last, and how polling becomes slower and faster again. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AvailabilityTracker } from '../../src/adapters/remote-control/events/availability.ts';
import { Slowdown } from '../../src/adapters/remote-control/events/slowdown.ts';

afterEach(() => vi.restoreAllMocks());

describe('a part of a vendor', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second));

  it('was not reached since its last answer, or since the first look', () => {
    const tracker = new AvailabilityTracker([100, 400], at(0));
    expect([tracker.isFailing, tracker.answered(at(1))]).toEqual([false, null]);
    tracker.failed();
    expect(tracker.isFailing).toBe(true);
    expect(tracker.answered(at(5))).toBe(at(1).toISOString());
    expect([tracker.isFailing, tracker.answered(at(6))]).toEqual([false, null]);
    const unseen = new AvailabilityTracker([100, 400], at(0));
    unseen.failed();
    expect(unseen.answered(at(7))).toBe(at(0).toISOString());
  });

  it('is asked again after pauses that double up to the longest, and from the first again after an answer', () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const tracker = new AvailabilityTracker([100, 400], at(0));
    expect([1, 2, 3, 4].map(() => tracker.failed())).toEqual([100, 200, 400, 400]);
    tracker.answered(at(1));
    expect(tracker.failed()).toBe(100);
  });
});

describe('polling under a rate limit', () => {
  it('takes twice as long after each refusal, of which those within five seconds are one, and sixteen times at most', () => {
    const slowdown = new Slowdown();
    expect(slowdown.factor).toBe(1);
    const factors = [0, 4_999, 5_000, 9_999, 10_000, 15_000, 20_000].map((now) => {
      slowdown.refused(now);
      return slowdown.factor;
    });
    expect(factors).toEqual([2, 2, 4, 4, 8, 16, 16]);
  });

  it('becomes half as slow after ten minutes without a refusal, step by step', () => {
    const slowdown = new Slowdown();
    for (const now of [0, 5_000]) slowdown.refused(now);
    const factors = [604_999, 605_000, 605_001, 1_204_999, 1_205_000, 1_805_000].map((now) => {
      slowdown.answered(now);
      return slowdown.factor;
    });
    expect(factors).toEqual([4, 2, 2, 2, 1, 1]);
    slowdown.refused(1_805_000);
    expect(slowdown.factor, 'answers at the usual pace change nothing').toBe(2);
  });

  it('is at its usual pace before the first refusal, however much was answered', () => {
    const slowdown = new Slowdown();
    slowdown.answered(0);
    slowdown.answered(700_000);
    slowdown.refused(700_001);
    expect(slowdown.factor).toBe(2);
  });
});
