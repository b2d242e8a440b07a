/** An account without a stream: nothing of the time in which it was not polled is counted. */
import { expect, test } from 'vitest';
import { Figures } from '../../src/figures/figures.ts';
import { agentEvent, callEvent, floor, TEN } from './events.ts';

const FACTS = { isPolled: true, reportsQueue: false };
const at = (seconds: number) => TEN + seconds * 1_000;
const readyOf = (cells: readonly { readonly measures: Readonly<Record<string, number>> }[]) =>
  cells.reduce((sum, { measures }) => sum + (measures.ready ?? 0), 0) / 1_000;

test('the time of its agents counts while it is polled alone', () => {
  const { figures, apply, today } = floor(FACTS);
  figures.beginListening('floor', at(0));
  apply(agentEvent(10, 'READY'));
  figures.endListening('floor', at(60));
  expect(readyOf(today(600))).toBe(50);
  figures.beginListening('floor', at(300));
  expect(readyOf(today(310))).toBe(60);
  expect(figures.listening.coverage('floor', { from: at(0), to: at(600) })).toBeCloseTo((60 + 300) / 600);
});

test('an event of the log from before the polling began counts no time after it', () => {
  const { apply, today, figures } = floor(FACTS);
  apply(agentEvent(10, 'READY'), agentEvent(400, 'ON_CALL'));
  expect(today(600).filter(({ measures }) => measures.loggedIn)).toEqual([]);
  expect(figures.listening.coverage('floor', { from: at(0), to: at(600) })).toBe(0);
});

test('a call that began while it was not polled has no length', () => {
  const { figures, apply } = floor(FACTS);
  figures.beginListening('floor', at(0));
  apply(callEvent(1, 'STARTED', { state: 'RINGING', startedAt: 1 }));
  figures.endListening('floor', at(10));
  figures.beginListening('floor', at(100));
  apply(callEvent(101, 'CONNECTED', { state: 'CONNECTED', startedAt: 1, connectedAt: 5 }));
  const found = figures.call('floor', { nativeId: '7/a', callId: 'a' }, at(120));
  expect(found?.durations.ring).toEqual({ seconds: null, basis: 'UNKNOWN' });
});

test('after a restart it was not polled any more from the checkpoint on', () => {
  const { figures, apply } = floor(FACTS);
  figures.beginListening('floor', at(0));
  apply(agentEvent(10, 'READY'));
  const { state, cells } = structuredClone(figures.takeChanges());
  const later = new Figures(() => ({ zone: 'UTC', reportsQueue: false, isPolled: true }), {
    archive: undefined as never,
  });
  later.restoreCells(cells);
  later.restoreState(state, at(40));
  expect(later.listening.isOpen('floor')).toBe(false);
  expect(readyOf(later.today('floor', at(600)))).toBe(30);
});
