/** How soon a poll finds what happened on a phone that was quiet for minutes, by a clock that the test advances. */
import { expect, test, vi } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { Slowdown } from '../../src/adapters/remote-control/events/slowdown.ts';
import { createEvents } from '../../src/adapters/remote-control/events.ts';
import type { Phones } from '../../src/adapters/remote-control/reads/phones.ts';
import { RequestLimit } from '../../src/simulators/remote-control/request-limit.ts';
import { Kinds } from '../../src/subscriptions/ingest/watches.ts';
import { silent } from './floor.ts';

const clock = vi.hoisted(() => ({ now: 0 }));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (milliseconds: number) => {
    clock.now += milliseconds;
  },
}));

const MINUTES = 300_000;
const START = Date.parse('2026-03-02T10:00:00Z');

/** The moments at which phones were read, and those at which that was refused, over minutes of a vendor that answers 120 requests a minute. */
async function watchedUnderLimit(phonesCount: number, minutes: number) {
  const time = vi.spyOn(performance, 'now').mockImplementation(() => clock.now);
  clock.now = 0;
  const stop = new AbortController();
  const limit = new RequestLimit();
  const refused: number[] = [];
  const phones = {
    users: async () => Array.from({ length: phonesCount }, (_, at) => at + 1),
    callRecords: async () => {
      if (clock.now >= minutes * 60_000) stop.abort();
      if (limit.take(clock.now)) return [];
      refused.push(clock.now);
      throw new CrosspointError('RATE_LIMITED', 'The vendor refused the call because of its rate limit');
    },
  } as unknown as Phones;
  const now = () => new Date(START + clock.now);
  const { watch } = createEvents({ account: 'floor', phones, reads: {} as never, log: silent, now });
  const events: EventRecord[] = [];
  try {
    for await (const event of watch?.(new Kinds(['CALL']), { signal: stop.signal }) ?? []) events.push(event);
  } finally {
    time.mockRestore();
  }
  return { refused, gaps: events.filter(({ kind }) => kind === 'GAP') };
}

test('a vendor that refuses requests because of their rate is polled more slowly, and what was missed is a gap', async () => {
  const { refused, gaps } = await watchedUnderLimit(40, 8);
  expect(refused.length).toBeGreaterThan(0);
  expect(gaps.length).toBeGreaterThan(0);
  expect(
    refused.filter((at) => at > 4 * 60_000),
    'it has settled after some minutes',
  ).toEqual([]);
});

test('and at the usual pace again when it refuses none any more', () => {
  const slowdown = new Slowdown();
  slowdown.refused(0);
  slowdown.refused(1_000);
  slowdown.refused(6_000);
  expect(slowdown.factor).toBe(4);
  slowdown.answered(60_000);
  expect(slowdown.factor).toBe(4);
  slowdown.answered(606_000);
  slowdown.answered(1_206_000);
  expect(slowdown.factor).toBe(1);
});

/** The events of one phone that a call comes to after minutes, and the moments at which the phone was read. */
async function watchedUntil(end: number) {
  clock.now = 0;
  const time = vi.spyOn(performance, 'now').mockImplementation(() => clock.now);
  const stop = new AbortController();
  const startedAt = new Date(START + MINUTES).toISOString();
  const call = { nativeId: `7/1@${startedAt}`, state: 'CONNECTED', startedAt, agent: { nativeId: '7' } };
  const looks: number[] = [];
  const phones = {
    users: async () => [7],
    callRecords: async () => {
      looks.push(clock.now);
      if (clock.now >= end) stop.abort();
      return clock.now >= MINUTES ? [call] : [];
    },
  } as unknown as Phones;
  const reads = { campaigns: async () => ({ items: [] }) } as never;
  const now = () => new Date(START + clock.now);
  const { watch } = createEvents({ account: 'floor', phones, reads, log: silent, now });
  if (!watch) throw new Error('no watch');
  const events: EventRecord[] = [];
  try {
    for await (const event of watch(new Kinds(['CALL', 'AGENT']), { signal: stop.signal })) events.push(event);
  } finally {
    time.mockRestore();
  }
  return { events, looks };
}

test('a call on a phone that was quiet for five minutes is found within five seconds', async () => {
  const { events, looks } = await watchedUntil(MINUTES + 10_000);
  const connected = events.find((event) => event.kind === 'CALL' && event.type === 'CONNECTED');
  const after = Date.parse(connected?.occurredAt ?? '') - (START + MINUTES);
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThanOrEqual(5_000);
  const pauses = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
  expect(Math.max(...pauses)).toBeLessThanOrEqual(5_000);
  // A phone is quiet most of the time, so it is not read more often either.
  expect(looks.filter((at) => at < MINUTES).length).toBeLessThan(MINUTES / 4_500);
});
