import { expect, it } from 'vitest';
import { ConcurrentUse } from '../../src/adapters/calls/concurrent-use.ts';

const MINUTE = 60_000;

/** The use of an account on a clock of the test, with what was logged about it. */
function observed() {
  const warnings: object[] = [];
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, error: quiet, warn: (facts: object) => void warnings.push(facts) };
  const clock = { at: Date.parse('2026-01-01T00:00:00Z') };
  const use = new ConcurrentUse('acme', { log, now: () => new Date(clock.at) } as never);
  return { use, warnings, clock };
}

it('a user is used elsewhere from its third ended session in ten minutes on, which is logged once', () => {
  const { use, warnings } = observed();
  use.record('ann');
  use.record('ann');
  expect([use.problem, warnings]).toEqual([null, []]);
  use.record('ann');
  expect(use.problem).toMatchObject({ code: 'FAILED_PRECONDITION', account: 'acme' });
  expect(warnings).toEqual([{ account: 'acme', user: 'ann', denied: 3 }]);
  use.record('ann');
  expect([use.denied, warnings.length]).toEqual([4, 1]);
});

it('sessions of several users are counted apart, and those of ten minutes ago no more', () => {
  const { use, clock } = observed();
  for (const user of ['ann', 'bob', 'ann', 'bob']) use.record(user);
  expect(use.problem).toBeNull();
  clock.at += 5 * MINUTE;
  use.record('ann');
  expect(use.problem?.message).toContain('(1 of its users)');
  clock.at += 5 * MINUTE;
  expect(use.problem).toBeNull();
});
