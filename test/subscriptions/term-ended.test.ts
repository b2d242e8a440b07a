import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { gapEvent } from '../../src/adapters/gap.ts';
import { EventWriter } from '../../src/subscriptions/ingest/event-writer.ts';
import type { LostStretch } from '../../src/subscriptions/ingest/lost-stretches.ts';
import { Projection } from '../../src/subscriptions/ingest/projection.ts';
import { Standby } from '../../src/subscriptions/ingest/standby.ts';
import { type EventLog, type LoggedEvent, TERM_ENDED } from '../../src/subscriptions/log/log.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';
import { paused } from './standby.ts';

/** A standby whose terms another gateway may end; `answer` settles the oldest event that is being stored. */
function leading() {
  const stored: EventRecord[] = [];
  const waiting: { event: EventRecord; settle: (isStored: boolean) => void }[] = [];
  const lost: LostStretch[] = [];
  const standby = new Standby({
    account: 'floor',
    store: (event) => new Promise((settle) => waiting.push({ event, settle })),
    lost: async (stretch) => lost.push(stretch) > 0,
    log: { head: async () => null, read: async () => ({ events: [], gap: false, more: false }), placeAt: () => '' },
  });
  const answer = async (isStored: boolean) => {
    await until(() => waiting.length > 0, 'it is being stored');
    const { event, settle } = waiting.shift() as (typeof waiting)[number];
    if (isStored) stored.push(event);
    settle(isStored);
    await new Promise(setImmediate);
  };
  const publish = (signal = new AbortController().signal) => standby.publish(signal, async () => undefined);
  let places = 0;
  const logged = (event: EventRecord): LoggedEvent[] => {
    places += 1;
    return [{ position: String(places), event }];
  };
  return { standby, stored, waiting, lost, answer, publish, logged };
}

test('an event whose term has ended is stored in the next term, before newer ones', async () => {
  const { standby, stored, waiting, answer, publish } = leading();
  const [one, two, three] = [callEvent({}), callEvent({}), callEvent({})];
  const first = publish();
  await new Promise(setImmediate);
  for (const event of [one, two]) void standby.take(event);
  await answer(false);
  await first;
  void standby.take(three);
  const stop = new AbortController();
  const second = publish(stop.signal);
  await new Promise(setImmediate);
  expect(waiting.map(({ event }) => event)).toEqual([two]);
  await answer(false);
  for (let each = 0; each < 3; each += 1) await answer(true);
  stop.abort();
  await second;
  expect([stored, standby.size]).toEqual([[one, two, three], 0]);
});

test('an event whose term has ended is forgotten once the other gateway has stored it', async () => {
  const { standby, answer, publish, logged } = leading();
  const first = publish();
  await new Promise(setImmediate);
  const [before, after] = [paused('before'), paused('after')];
  for (const event of [before, after]) void standby.take(event);
  standby.published(logged(paused('before')));
  await answer(false);
  await answer(false);
  await first;
  expect(standby.size).toBe(1);
  standby.published(logged(paused('after')));
  expect(standby.size).toBe(0);
});

test('what an ended term left out of a call is a gap where the other gateway published newer events of the call', async () => {
  const { standby, stored, lost, answer, publish, logged } = leading();
  const first = publish();
  await new Promise(setImmediate);
  const left = ['a', 'b', 'a'].map((call) => callEvent({ call }));
  const since = Date.now();
  for (const event of left) void standby.take(event);
  for (const _ of left) await answer(false);
  await first;
  const until = Date.now();
  standby.published(logged(callEvent({ call: 'a' })));
  expect(standby.size).toBe(3);
  const stop = new AbortController();
  const second = publish(stop.signal);
  await answer(true);
  stop.abort();
  await second;
  expect(stored).toEqual([left[1]]);
  expect(lost).toHaveLength(1);
  const [stretch] = lost;
  expect(stretch?.since.getTime()).toBeGreaterThanOrEqual(since);
  expect(stretch?.until?.getTime()).toBeLessThanOrEqual(until);
  expect(stretch?.reason).toMatch(/newer events of their calls/);
});

test('an event that was left out is stored later, although its call has ended meanwhile', async () => {
  let isOver = true;
  const stored: EventRecord[] = [];
  const append = async (events: readonly EventRecord[]) =>
    events.map((event) => (isOver ? TERM_ENDED : String(stored.push(event))));
  const writer = new EventWriter({ log: { append } as unknown as EventLog, logger: silent }, new Projection());
  const occurredAt = '2026-06-01T12:00:00.000Z';
  const both = (['RINGING', 'ENDED'] as const).map((state) => callEvent({ call: 'a', state, occurredAt }));
  const term = { key: 'term', id: 'north 1' };
  const store = () => Promise.all(both.map((event) => writer.store([event], term)));
  expect(await store()).toEqual([false, false]);
  isOver = false;
  expect(await store()).toEqual([true, true]);
  expect(stored).toEqual(both);
});

test('a gap that waits for the log counts as missing since its beginning, at a standby too', async () => {
  const [from, to] = ['2026-06-01T12:00:00.000Z', '2026-06-01T12:00:09.000Z'];
  const gap = gapEvent({ account: 'floor', from, to, reason: 'No gateway listened' });
  const { standby } = leading();
  await standby.take(callEvent({}));
  await standby.take(gap);
  expect(standby.bufferedSince?.toISOString()).toBe(from);
  const append = () => new Promise<never>(() => undefined);
  const writer = new EventWriter({ log: { append } as unknown as EventLog, logger: silent }, new Projection());
  void writer.store([callEvent({ occurredAt: to })]);
  void writer.store([gap]);
  expect(writer.unstoredSince('floor')?.toISOString()).toBe(from);
});
