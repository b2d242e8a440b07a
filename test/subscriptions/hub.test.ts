import { describe, expect, it } from 'vitest';
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
