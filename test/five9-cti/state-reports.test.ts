/** The event that an act waits for: of its call, in the state that was requested. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { StateReports } from '../../src/adapters/five9-cti/events/state-reports.ts';

it('an awaited event has come once the call is reported in the state, before or after it is asked for', async () => {
  const reports = new StateReports();
  const early = reports.expect('A', 'HELD');
  reports.note('A', 'HELD');
  expect(await early.came()).toBe(true);
  const late = reports.expect('A', 'HELD').came();
  reports.note('B', 'HELD');
  reports.note('A', 'CONNECTED');
  reports.note('A', 'HELD');
  expect(await late).toBe(true);
});

it('an awaited event that does not come is waited for a quarter of a second', async () => {
  const reports = new StateReports();
  const began = performance.now();
  const report = reports.expect('A', 'HELD');
  reports.note('A', 'CONNECTED');
  expect(await report.came()).toBe(false);
  expect(performance.now() - began).toBeGreaterThan(240);
  reports.note('A', 'HELD');
  expect(await report.came(), 'it is no longer awaited').toBe(false);
});

it('an event that is no longer awaited has not come, which is known at once', async () => {
  const reports = new StateReports();
  const report = reports.expect('A', 'HELD');
  report.forget();
  reports.note('A', 'HELD');
  let answer: boolean | null = null;
  void report.came().then((came) => {
    answer = came;
  });
  for (let turns = 0; turns < 5; turns += 1) await turn();
  expect(answer).toBe(false);
});
