import { expect, it } from 'vitest';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { SubscriptionService } from '../../src/subscriptions/service.ts';
import { callEvent } from './events.ts';

function serviceOver(log: EventLog): SubscriptionService {
  return new SubscriptionService({
    hub: new Hub(log),
    cursors: createCursors(log.identity),
    accounts: () => ['floor', 'wfo'],
    vendorOf: () => null,
    lookup: () => ({}) as never,
    views: { account: (key: string) => ({ key }), call: (_: string, record: object) => record } as never,
  });
}

const viewer = { id: 'test', scopes: new Set(['admin']), accounts: 'all' as const };

it('a page without a match in a long log has a cursor to continue from', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  await log.append(Array.from({ length: 250 }, (_, index) => callEvent({ call: String(index) })));
  await log.append([callEvent({ account: 'wfo', call: 'wanted' })]);
  const read = log.read.bind(log);
  log.read = (after) => read(after, 1);
  const live = serviceOver(log);
  const found: unknown[] = [];
  let pages = 0;
  for (let after: string | null = null, more = true; more; pages += 1) {
    const page = await live.page({ viewer, after, wanted: { accounts: ['wfo'] }, first: 10 });
    found.push(...page.payloads);
    more = page.more;
    if (more && !page.reached) throw new Error('there is no cursor to continue from');
    after = page.reached ?? null;
  }
  expect(found).toHaveLength(1);
  expect(pages).toBe(3);
  await log.close();
});

it('a page from the end reads back through a long log, and continues from a cursor where nothing matched', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  await log.append([callEvent({ account: 'wfo', call: 'wanted' })]);
  await log.append(Array.from({ length: 250 }, (_, index) => callEvent({ call: String(index) })));
  const readBefore = log.readBefore.bind(log);
  log.readBefore = (before) => readBefore(before, 1);
  const live = serviceOver(log);
  const found: unknown[] = [];
  let pages = 0;
  for (let before: string | null = null, more = true; more; pages += 1) {
    const page = await live.pageBefore({ viewer, before, wanted: { accounts: ['wfo'] }, size: 10 });
    found.push(...page.payloads);
    more = page.more;
    if (more && !page.reached) throw new Error('there is no cursor to continue from');
    before = page.reached ?? null;
  }
  expect(found).toHaveLength(1);
  expect(pages).toBe(3);
  await log.close();
});

it('a page after events that were removed begins with a gap, which ends where the log begins', async () => {
  const log = await openSqliteLog({ file: ':memory:', retention: { size: 100_000 } });
  const [first] = await log.append([callEvent({ call: 'removed' })]);
  await log.append(Array.from({ length: 1_500 }, (_, index) => callEvent({ call: String(index) })));
  await log.trim();
  const floor = await log.floor();
  expect(floor).not.toBeNull();
  const after = createCursors(log.identity).write(first ?? '');
  const wanted = { accounts: ['floor'] };
  const { payloads } = await serviceOver(log).page({ viewer, after, wanted, first: 2 });
  expect(payloads.map(({ event }) => event.kind)).toEqual(['GAP', 'CALL']);
  expect(payloads[0]?.event).toMatchObject({ cursor: createCursors(log.identity).write(floor ?? '') });
  await log.close();
});
