import { expect, test } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { Delivery } from '../../src/webhooks/delivery.ts';
import { Sender } from '../../src/webhooks/sender.ts';
import { WebhookStateStore } from '../../src/webhooks/state-store.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from '../subscriptions/events.ts';
import { cleanups, SECRET, startPartner } from './deliveries.ts';

const PARTS = ['webhook:', 'webhook-dead:', 'webhook-replays:'];

/** A log of two events, and the damaged state of the webhook `partner`. */
async function withDamage(text: string) {
  const log = await openSqliteLog({ file: ':memory:' });
  cleanups.push(() => log.close());
  await log.append([callEvent({ call: '1' }), callEvent({ call: '2' })]);
  for (const part of PARTS) await log.note(`${part}partner`, text);
  return log;
}

test.each(['{"place":"17', 'null', '"text"', '{}', '[null]'])(
  'A webhook whose stored state is %s delivers what is stored again',
  async (text) => {
    const log = await withDamage(text);
    const lines: unknown[][] = [];
    const logger = { debug() {}, info() {}, warn() {}, error: (...line: unknown[]) => void lines.push(line) } as Log;
    const { got, url } = await startPartner(() => 200);
    const hub = new Hub(log);
    const sender = new Sender(2_000);
    const stopping = new AbortController();
    const target = { url, secrets: [SECRET], allowPrivate: true };
    const policy = () => ({ target, schedule: [10], matches: () => true });
    const options = { key: 'partner', hub, cursors: createCursors(log.identity), sender, logger, policy };
    const delivery = new Delivery(options);
    const running = delivery.run(stopping.signal);
    cleanups.push(async () => {
      await hub.close();
      await sender.close();
    });
    await until(() => delivery.counts.delivered === 2, 'both are delivered');
    await log.append([callEvent({ call: '3' })]);
    await until(() => delivery.counts.delivered === 3, 'the next one too');
    stopping.abort();
    await running;
    expect(new Set(got.map(({ id }) => id)).size).toBe(3);
    const parts = ['progress', 'dead letters', 'replays'];
    const said = 'The stored state of a webhook cannot be read';
    expect(lines.toSorted()).toEqual(parts.map((part) => [{ webhook: 'partner', part }, said]).toSorted());
    const stored = await new WebhookStateStore(log, 'partner').progress();
    expect(stored).toMatchObject({ place: await log.head(), failure: { reason: expect.stringContaining('again') } });
  },
);

test('Dead letters and replays that cannot be read are none, and are replaced by the next', async () => {
  const log = await withDamage('[{"id":');
  const store = new WebhookStateStore(log, 'partner');
  expect([await store.dead(), await store.replayRequests()]).toEqual([[], []]);
  expect(await store.storeDead([{ id: 'one' } as never])).toBe(true);
  expect(await store.dead()).toEqual([{ id: 'one' }]);
  await store.addReplayRequest({ id: 'again', dead: 'all' });
  expect(await store.replayRequests()).toEqual([{ id: 'again', dead: 'all' }]);
});
