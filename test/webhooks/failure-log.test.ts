import { expect, test } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { Delivery } from '../../src/webhooks/delivery.ts';
import { Sender } from '../../src/webhooks/sender.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from '../subscriptions/events.ts';
import { cleanups, SECRET, startPartner } from './deliveries.ts';

test('The log says once that messages of a webhook fail, with the reason, and once that they are accepted again', async () => {
  const lines: unknown[][] = [];
  const write = (...line: unknown[]) => void lines.push(line);
  const logger = { debug() {}, info: write, warn: write, error: write } as Log;
  const { got, url } = await startPartner((_, times) => (times <= 2 ? 503 : 200));
  const log = await openSqliteLog({ file: ':memory:' });
  const hub = new Hub(log);
  const sender = new Sender(2_000);
  const stopping = new AbortController();
  const target = { url: `${url}?token=s3cret`, secrets: [SECRET], allowPrivate: true };
  const policy = () => ({ target, schedule: [10, 10, 10], matches: () => true });
  const delivery = new Delivery({
    key: 'partner',
    hub,
    cursors: createCursors(log.identity),
    sender,
    logger,
    policy,
  });
  const running = delivery.run(stopping.signal);
  cleanups.push(async () => {
    stopping.abort();
    await running;
    await hub.close();
    await sender.close();
    await log.close();
  });
  await until(() => hub.count().readers === 1, 'it reads');
  await log.append([callEvent({ call: '1' })]);
  await until(() => delivery.counts.delivered === 1, 'it is delivered');
  expect(got.length).toBe(3);
  expect(lines).toEqual([
    [
      { webhook: 'partner', reason: 'The webhook was answered with 503' },
      'Messages of a webhook are not accepted; trying again',
    ],
    [{ webhook: 'partner' }, 'Messages of a webhook are accepted again'],
  ]);
});
