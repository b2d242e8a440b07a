import { describe, expect, test } from 'vitest';
import {
  addMeasures,
  cellKey,
  type Dimensions,
  differenceOf,
  type Measures,
  waitBucket,
} from '../../src/figures/cells.ts';
import { agentEvent, floor, TEN } from './events.ts';

const WHOLE: Dimensions = {
  ...{ account: 'floor', campaign: { nativeId: '1' }, queue: { nativeId: '2' }, agent: { nativeId: 'ann' } },
  ...{ direction: 'INBOUND', channel: 'VOICE' },
};

describe('minutes', () => {
  test.each([
    ['account', 'office'],
    ['campaign', { nativeId: '9' }],
    ['queue', { nativeId: '9' }],
    ['agent', { nativeId: 'bob' }],
    ['direction', 'OUTBOUND'],
    ['channel', 'CHAT'],
  ])('are counted apart by %s', (name, value) => {
    expect(cellKey({ ...WHOLE, [name]: value })).not.toBe(cellKey(WHOLE));
    expect(cellKey({ ...WHOLE })).toBe(cellKey(WHOLE));
  });

  test('have waits in buckets of whole seconds, the longest in one more', () => {
    const waits = [0, 1, 1_000, 1_001, 20_000, 600_000, 600_001, 9_000_000];
    expect(waits.map(waitBucket)).toEqual([0, 1, 1, 2, 20, 600, 601, 601].map((bucket) => `wait.${bucket}`));
  });

  test('are merged in any order: counts and sums add up, of maxima the greatest stays', () => {
    const parts: Measures[] = [
      { offered: 1, queue: 5_000, 'max.queue': 5_000, 'wait.3': 1 },
      { offered: 2, queue: 9_000, 'max.queue': 7_000, 'wait.3': 1, 'wait.4': 1 },
      { offered: 1, queue: 1_000, 'max.queue': 1_000 },
    ];
    const merged = (some: readonly Measures[]) => {
      const total: Measures = {};
      for (const part of some) addMeasures(total, part);
      return total;
    };
    const whole = { offered: 4, queue: 15_000, 'max.queue': 7_000, 'wait.3': 2, 'wait.4': 1 };
    expect(merged(parts)).toEqual(whole);
    expect(merged(parts.toReversed())).toEqual(whole);
    expect(merged([merged(parts.slice(0, 2)), merged(parts.slice(2))])).toEqual(whole);
  });

  test('change by what is new of a conversation alone', () => {
    const [before, after] = [
      { offered: 1, queue: 5_000, 'max.queue': 5_000, abandoned: 1 },
      { offered: 1, queue: 8_000, 'max.queue': 8_000, answered: 1 },
    ];
    const difference = { queue: 3_000, 'max.queue': 8_000, answered: 1, abandoned: -1 };
    expect(differenceOf(before, after)).toEqual(difference);
    expect(differenceOf(after, { ...after })).toBeNull();
    const total: Measures = { ...before };
    addMeasures(total, difference);
    expect(total).toEqual(after);
  });
});

test('a gap of one desk of four lowers the coverage by a quarter of its time', () => {
  const { figures, apply, gap } = floor();
  const of = (name: string) => ({ ...agentEvent(0, 'READY'), agent: { nativeId: name }, subject: name });
  apply(...['ann', 'bob', 'cid', 'dee'].map((name) => of(name) as ReturnType<typeof agentEvent>));
  gap(0, 60, 'bob');
  const span = { from: TEN, to: TEN + 120_000 };
  expect(figures.listening.coverage('floor', span)).toBeCloseTo(1 - 0.5 / 4);
  gap(60, 120);
  expect(figures.listening.coverage('floor', span)).toBeCloseTo(0.5 - 0.5 / 4);
});
