import { describe, expect, it, vi } from 'vitest';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { cleanups } from './flaky-source.ts';

describe('the hub', () => {
  it('buffers no more than its bound for a reader that does not read, and loses nothing', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log, { queue: 100, page: 50 });
    cleanups.push(() => log.close());
    cleanups.push(() => hub.close());
    const reader = await hub.read({ matches: ({ subject }) => Number(subject) % 2 === 0 });
    const got: number[] = [];
    for (let index = 0; index < 5_000; index += 1) {
      await log.append([callEvent({ call: String(index) })]);
      expect(hub.count().waiting).toBeLessThanOrEqual(150);
    }
    while (got.at(-1) !== 4_998) {
      const { value } = await reader.next();
      if (!value.gap) got.push(Number(value.event.subject));
    }
    expect(got).toEqual(Array.from({ length: 2_500 }, (_, index) => index * 2));
  });

  it('D6: reads nothing of the log for a reader that begins where it ends', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log);
    cleanups.push(() => log.close());
    cleanups.push(() => hub.close());
    await log.append([callEvent({})]);
    const read = vi.spyOn(log, 'read');
    const reader = await hub.read({ matches: () => true });
    const next = reader.next();
    await log.append([callEvent({ call: 'next' })]);
    expect((await next).value).toMatchObject({ event: { subject: 'next' } });
    expect(read).not.toHaveBeenCalled();
  });

  it('reads 500 events of the log at a time for a reader that begins earlier', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log);
    cleanups.push(() => log.close());
    cleanups.push(() => hub.close());
    const [first] = await log.append([callEvent({}), callEvent({ call: 'next' })]);
    const read = vi.spyOn(log, 'read');
    const reader = await hub.read({ after: first ?? null, matches: () => true });
    expect((await reader.next()).value).toMatchObject({ event: { subject: 'next' } });
    expect(read.mock.calls.map(([, limit]) => limit)).toContain(500);
  });

  it('reports the position of a reader that finds no match', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log);
    cleanups.push(() => log.close());
    cleanups.push(() => hub.close());
    const reader = await hub.read({ matches: ({ subject }) => subject === 'wanted' });
    const next = reader.next();
    await until(() => !reader.behind, 'it follows');
    const [place] = await log.append([callEvent({})]);
    expect(reader.reached).toBe(place);
    await log.append([callEvent({ call: 'wanted' })]);
    expect((await next).value).toMatchObject({ event: { subject: 'wanted' } });
    await log.append([callEvent({ call: 'wanted' }), callEvent({})]);
    expect(reader.reached).toBeNull();
    expect((await reader.next()).value).toMatchObject({ event: { subject: 'wanted' } });
  });

  it('D6: wakes some of many readers in one turn of the event loop, and each for each event', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log);
    cleanups.push(() => log.close());
    cleanups.push(() => hub.close());
    const [place] = await log.append([callEvent({})]);
    const readers = await Promise.all(Array.from({ length: 200 }, () => hub.read({ matches: () => true })));
    const received: string[][] = readers.map(() => []);
    const follow = async (at: number) => {
      for await (const item of readers[at] ?? []) if (!item.gap) received[at]?.push(item.event.subject);
    };
    readers.forEach((_, at) => void follow(at));
    await until(() => readers.every(({ reached }) => reached === place), 'they follow');
    const counts: number[] = [];
    const count = () => received.filter(({ length }) => length > 0).length;
    const watch = () => {
      counts.push(count());
      if (count() < readers.length) setImmediate(watch);
    };
    watch();
    await log.append([callEvent({ call: 'one' }), callEvent({ call: 'two' })]);
    await log.append([callEvent({ call: 'three' })]);
    await until(() => received.every(({ length }) => length === 3), 'each has all events');
    expect(new Set(received.map(String))).toEqual(new Set(['one,two,three']));
    counts.push(count());
    const steps = counts.map((reached, at) => reached - (counts[at - 1] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(64);
  });

  it('ends a reader that waits', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log);
    cleanups.push(() => log.close());
    const reader = await hub.read({ matches: () => true });
    const next = reader.next();
    await hub.close();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(hub.count().readers).toBe(0);
  });

  it('refuses a place behind the newest event', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log);
    cleanups.push(() => log.close());
    await expect(hub.read({ after: '9'.repeat(16), matches: () => true })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(hub.count().readers).toBe(0);
  });
});
