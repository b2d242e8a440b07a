import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PublishedElsewhere } from '../../src/subscriptions/ingest/published-elsewhere.ts';
import { callEvent } from './events.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const event = { ...callEvent({}), subject: 'floor/1' };
const receivedAt = (time: number) => ({ ...event, receivedAt: new Date(time).toISOString() });

test('an event published elsewhere is forgotten once its time is over, and not before', () => {
  const published = new PublishedElsewhere(1_000);
  for (const key of ['early', 'late']) published.add(key, event);
  pass(999);
  expect(published.take('early')).toBe(true);
  pass(1);
  expect(published.take('late')).toBe(false);
});

test('a stream still delivers what was received after it was opened, for less than twenty seconds', () => {
  const published = new PublishedElsewhere(60_000);
  const now = Date.now();
  published.add('one', receivedAt(now));
  expect([now - 1, now, now + 1].map((openSince) => published.isDue(event.subject, openSince))).toEqual([
    true,
    false,
    false,
  ]);
  expect(published.isDue('floor/2', now - 1)).toBe(false);
  pass(19_999);
  expect(published.isDue(event.subject, now - 1)).toBe(true);
  pass(1);
  expect(published.isDue(event.subject, now - 1)).toBe(false);
});

test('no event of a subject is due once all of them were taken', () => {
  const published = new PublishedElsewhere(60_000);
  const now = Date.now();
  for (const key of ['one', 'two']) published.add(key, receivedAt(now));
  const due = ['one', 'two'].map((key) => [published.take(key), published.isDue(event.subject, now - 1)]);
  expect(due).toEqual([
    [true, true],
    [true, false],
  ]);
});

test('what was received until a time is forgotten, and what was received later is not', () => {
  const published = new PublishedElsewhere(60_000);
  const now = Date.now();
  for (const ahead of [-1, 0, 1]) published.add(`at ${ahead}`, receivedAt(now + ahead));
  published.forgetReceivedUntil(now);
  expect([-1, 0, 1].map((ahead) => published.take(`at ${ahead}`))).toEqual([false, false, true]);
});

test('equal events published elsewhere are taken one by one', () => {
  const published = new PublishedElsewhere(60_000);
  for (let count = 0; count < 3; count += 1) published.add('one', event);
  expect([1, 2, 3, 4].map(() => published.take('one'))).toEqual([true, true, true, false]);
});

test('nothing is left of what was cleared', () => {
  const published = new PublishedElsewhere(60_000);
  const now = Date.now();
  published.add('one', receivedAt(now));
  published.clear();
  expect([published.take('one'), published.isDue(event.subject, now - 1)]).toEqual([false, false]);
});

test('of two equal events the one that was received earlier is forgotten without the other', () => {
  const published = new PublishedElsewhere(60_000);
  const now = Date.now();
  for (const ahead of [0, 1]) published.add('one', receivedAt(now + ahead));
  published.forgetReceivedUntil(now);
  expect([published.isDue(event.subject, now), published.take('one'), published.take('one')]).toEqual([
    true,
    true,
    false,
  ]);
});
