import { describe, expect, onTestFinished, test } from 'vitest';
import { Breaker } from '../../src/adapters/calls/breaker.ts';
import { Guard, isOutage } from '../../src/adapters/calls/guard.ts';
import { RetryBudget } from '../../src/adapters/calls/retry-budget.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';

/** A breaker whose clock the test advances. */
function moved() {
  const clock = { now: 1_000_000 };
  const breaker = new Breaker(() => clock.now);
  const call = (outcome: Parameters<Breaker['ended']>[1]) => {
    const era = breaker.enter();
    if (era !== null) breaker.ended(era, outcome);
    return era !== null;
  };
  const calls = (count: number, outcome: Parameters<Breaker['ended']>[1]) => {
    for (let made = 0; made < count; made += 1) call(outcome);
  };
  const toTrial = () => {
    clock.now += breaker.seconds * 1_000;
  };
  return { clock, breaker, call, calls, toTrial };
}

describe('a breaker', () => {
  test('opens at the twentieth call when half of them failed, and not before (F13)', () => {
    const { breaker, calls } = moved();
    calls(10, 'ANSWERED');
    calls(9, 'FAILED');
    expect(breaker.state).toBe('CLOSED');
    calls(1, 'FAILED');
    expect([breaker.state, breaker.openings]).toEqual(['OPEN', 1]);
  });

  test('stays closed below half, and ignores failures older than a minute', () => {
    const { breaker, calls, clock } = moved();
    for (let round = 0; round < 50; round += 1) {
      calls(3, 'ANSWERED');
      calls(2, 'FAILED');
    }
    clock.now += 60_001;
    calls(19, 'FAILED');
    expect(breaker.state).toBe('CLOSED');
    calls(1, 'FAILED');
    expect(breaker.state).toBe('OPEN');
  });

  test('is not opened by a call that is answered', () => {
    const { breaker, calls } = moved();
    calls(19, 'FAILED');
    calls(5, 'ANSWERED');
    expect(breaker.state).toBe('CLOSED');
    calls(1, 'FAILED');
    expect(breaker.state).toBe('OPEN');
  });

  test('counts the last hundred calls only', () => {
    const { breaker, calls } = moved();
    calls(1_000, 'ANSWERED');
    calls(49, 'FAILED');
    expect(breaker.state).toBe('CLOSED');
    calls(1, 'FAILED');
    expect(breaker.state).toBe('OPEN');
  });

  test('does not count callers that disconnected', () => {
    const { breaker, calls } = moved();
    calls(19, 'FAILED');
    calls(50, 'LEFT');
    expect(breaker.state).toBe('CLOSED');
  });

  test('lets exactly one call through when its time has come, and closes when that is answered (F13)', () => {
    const { breaker, calls, call, toTrial } = moved();
    calls(20, 'FAILED');
    expect(call('ANSWERED')).toBe(false);
    toTrial();
    expect(breaker.state).toBe('HALF_OPEN');
    const trial = breaker.enter();
    expect([trial === null, breaker.enter(), breaker.enter()]).toEqual([false, null, null]);
    expect(breaker.state).toBe('HALF_OPEN');
    breaker.ended(trial ?? 0, 'ANSWERED');
    expect([breaker.state, breaker.openings, breaker.closings, breaker.refusals]).toEqual(['CLOSED', 1, 1, 3]);
    calls(19, 'FAILED');
    expect(breaker.state).toBe('CLOSED');
  });

  test('waits longer after each trial that fails, never alike, and half a minute at most', () => {
    const pauses = Array.from({ length: 20 }, () => {
      const { breaker, calls, call, clock } = moved();
      calls(20, 'FAILED');
      return Array.from({ length: 8 }, () => {
        const began = clock.now;
        while (!breaker.isPassable) clock.now += 1;
        const waited = clock.now - began;
        call('FAILED');
        return waited;
      });
    });
    for (const [first = 0, second = 0, , , , , , last = 0] of pauses) {
      expect(first).toBeGreaterThanOrEqual(500);
      expect(first).toBeLessThanOrEqual(1_000);
      expect(second).toBeGreaterThanOrEqual(1_000);
      expect(last).toBeGreaterThanOrEqual(15_000);
      expect(last).toBeLessThanOrEqual(30_000);
    }
    expect(new Set(pauses.map(([first]) => first)).size).toBeGreaterThan(1);
  });

  test('lets a call through as soon as its pause has passed, and not before', () => {
    const { random } = Math;
    onTestFinished(() => {
      Math.random = random;
    });
    Math.random = () => 0;
    const { breaker, calls, clock } = moved();
    calls(20, 'FAILED');
    clock.now += 499;
    expect([breaker.state, breaker.isPassable]).toEqual(['OPEN', false]);
    clock.now += 1;
    expect([breaker.state, breaker.isPassable]).toEqual(['HALF_OPEN', true]);
  });

  test('waits its first back-off again when it opens after it was closed', () => {
    const { breaker, calls, call, toTrial } = moved();
    calls(20, 'FAILED');
    for (let trial = 0; trial < 6; trial += 1) {
      toTrial();
      call('FAILED');
    }
    toTrial();
    call('ANSWERED');
    calls(20, 'FAILED');
    expect([breaker.state, breaker.seconds]).toEqual(['OPEN', 1]);
  });

  test('gives the trial to the next caller when the first one disconnected', () => {
    const { breaker, calls, call, toTrial } = moved();
    calls(20, 'FAILED');
    toTrial();
    call('LEFT');
    expect([breaker.state, breaker.isPassable]).toEqual(['HALF_OPEN', true]);
    call('ANSWERED');
    expect(breaker.state).toBe('CLOSED');
  });

  test('does not let a call that began before decide a trial', () => {
    const { breaker, calls, toTrial } = moved();
    const early = [breaker.enter(), breaker.enter()].map((era) => era ?? 0);
    calls(20, 'FAILED');
    breaker.ended(early[0] ?? 0, 'ANSWERED');
    expect(breaker.state).toBe('OPEN');
    toTrial();
    breaker.enter();
    breaker.ended(early[1] ?? 0, 'FAILED');
    expect(breaker.state).toBe('HALF_OPEN');
  });
});

describe('a guard', () => {
  const error = (code: CrosspointError['code'], vendorCode?: string) =>
    new CrosspointError(code, 'trouble', vendorCode === undefined ? {} : { vendorCode });

  test.each([
    [error('TIMEOUT'), true],
    [error('UNAVAILABLE'), true],
    [error('UNAVAILABLE', 'HTTP 503'), true],
    [error('BAD_RESPONSE'), false],
    [error('BAD_RESPONSE', 'UNREADABLE_ANSWER'), false],
    [error('OUTCOME_UNKNOWN', 'UNREADABLE_ANSWER'), false],
    [error('BAD_RESPONSE', 'HTTP 302'), true],
    [error('OUTCOME_UNKNOWN'), true],
    [error('OUTCOME_UNKNOWN', 'HTTP 502'), true],
    [error('OUTCOME_UNKNOWN', 'API_PARTIAL_CORE_RESPONSE'), false],
    [error('UNAVAILABLE', 'API_ERROR_NO_FREE_CHANNELS'), false],
    [error('BAD_RESPONSE', 'HTTP 404'), false],
    [error('BAD_RESPONSE', 'UnheardOfFault'), false],
    [error('RATE_LIMITED', 'HTTP 429'), false],
    [error('NOT_FOUND'), false],
    [error('PERMISSION_DENIED', 'HTTP 401'), false],
    [new TypeError('an internal error'), false],
  ])('takes %o for an outage: %s', (thrown, outage) => {
    expect(isOutage(thrown)).toBe(outage);
  });

  test.each([
    ['a caller left', new DOMException('gone', 'AbortError'), 'CLOSED'],
    ['no reader waits any more', new Error('no reader waits any more'), 'CLOSED'],
    ['the time for it was over', new DOMException('late', 'TimeoutError'), 'OPEN'],
  ])('distinguishes why a call was ended: %s', async (_, reason, state) => {
    const guard = new Guard('acme');
    const failing = () => Promise.reject(error('TIMEOUT'));
    for (let made = 0; made < 20; made += 1)
      await guard.call(failing, AbortSignal.abort(reason)).catch(() => undefined);
    expect(guard.breaker.state).toBe(state);
  });

  const made = async (guard: Guard, count: number, call: () => Promise<unknown>) => {
    for (let times = 0; times < count; times += 1) await guard.call(call).catch(() => undefined);
  };

  test('counts what was answered, so that a few failures among many calls open nothing', async () => {
    const guard = new Guard('acme');
    await made(guard, 30, () => Promise.resolve());
    await made(guard, 20, () => Promise.reject(error('TIMEOUT')));
    expect(guard.breaker.state).toBe('CLOSED');
    await made(guard, 20, () => Promise.reject(error('TIMEOUT')));
    expect(guard.breaker.state).toBe('OPEN');
  });

  test('counts a fault declared by the vendor as an answer, and an internal error as none', async () => {
    const [named, mistaken] = [new Guard('acme'), new Guard('acme')];
    await made(named, 30, () => Promise.reject(error('NOT_FOUND')));
    await made(mistaken, 30, () => Promise.reject(new TypeError('an internal error')));
    for (const guard of [named, mistaken]) await made(guard, 20, () => Promise.reject(error('UNAVAILABLE')));
    expect([named.breaker.state, mistaken.breaker.state]).toEqual(['CLOSED', 'OPEN']);
  });

  test('counts calls, a fifth of which may be made again', async () => {
    const guard = new Guard('acme');
    await made(guard, 100, () => Promise.resolve());
    let taken = 0;
    for (; guard.retries.take(); taken += 1) await made(guard, 1, () => Promise.resolve());
    expect(taken).toBe(20);
  });

  test('refuses with a code, the account, the breaker and the seconds', async () => {
    const guard = new Guard('acme', { service: 'web' });
    for (let made = 0; made < 20; made += 1) await guard.call(() => Promise.reject(error('TIMEOUT'))).catch(() => null);
    let sent = 0;
    const refused = guard.call(async () => {
      sent += 1;
    });
    await expect(refused).rejects.toMatchObject({
      ...{ code: 'UNAVAILABLE', retryable: true, account: 'acme', vendorCode: 'BREAKER_OPEN' },
      message: expect.stringMatching(/account acme \(web\).*breaker is open.* in 1 s$/),
      details: { retryAfterSeconds: 1 },
    });
    expect(() => guard.check()).toThrow('breaker is open');
    expect([sent, guard.breaker.refusals]).toEqual([0, 2]);
  });
});

describe('a retry budget', () => {
  test('allows a fifth of the calls of the last minute again, and three where there are few (F13)', () => {
    const clock = { now: 5_000_000 };
    const budget = new RetryBudget(() => clock.now);
    const again = () => {
      const may = budget.take();
      if (may) budget.called();
      return may;
    };
    const taken = (asked: number) => Array.from({ length: asked }, again).filter(Boolean).length;
    budget.called();
    expect(taken(10)).toBe(3);
    clock.now += 60_000;
    for (let made = 0; made < 100; made += 1) budget.called();
    expect(taken(50)).toBe(20);
    clock.now += 30_000;
    expect(taken(50)).toBe(0);
    clock.now += 30_000;
    expect(taken(50)).toBe(3);
    expect([budget.taken, budget.refused]).toEqual([26, 7 + 30 + 50 + 47]);
  });

  test('allows several together or none of them', () => {
    const budget = new RetryBudget(() => 5_000_000);
    for (let made = 0; made < 100; made += 1) budget.called();
    const again = (calls: number) => {
      const may = budget.take(calls);
      if (may) for (let made = 0; made < calls; made += 1) budget.called();
      return may;
    };
    expect([21, 15, 6, 5, 1].map(again)).toEqual([false, true, false, true, false]);
    expect([budget.taken, budget.refused]).toEqual([20, 3]);
  });
});
