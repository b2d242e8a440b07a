import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { Delivery } from '../../src/webhooks/delivery.ts';
import { Sender } from '../../src/webhooks/sender.ts';
import { WebhookStateStore } from '../../src/webhooks/state-store.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from '../subscriptions/events.ts';
import { cleanups, SECRET, startPartner } from './deliveries.ts';

const NEW_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

function place(): string {
  const path = mkdtempSync(join(tmpdir(), 'crosspoint-webhooks-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return join(path, 'events.db');
}

/** A delivery over a log in a file; `end` stops both, as a gateway that ends does. */
async function startDelivery(file: string, url: string, schedule = [20, 20], secrets = [SECRET]) {
  const log = await openSqliteLog({ file });
  const hub = new Hub(log);
  const sender = new Sender(2_000);
  const stopping = new AbortController();
  const cursors = createCursors(log.identity);
  const target = { url, secrets, allowPrivate: true };
  const policy = () => ({ target, schedule, matches: () => true });
  const delivery = new Delivery({ key: 'partner', hub, cursors, sender, logger: silent, policy });
  const running = delivery.run(stopping.signal);
  await until(() => hub.count().readers === 1, 'it reads');
  const end = async () => {
    stopping.abort();
    await running;
    await hub.close();
    await sender.close();
    await log.close();
  };
  return { log, delivery, end, stateStore: new WebhookStateStore(log, 'partner') };
}

describe('a delivery', () => {
  test('is signed, has the event, and is not sent twice when accepted', async () => {
    const { got, url } = await startPartner(() => 200);
    const { log, end } = await startDelivery(place(), url, [20], [NEW_SECRET, SECRET]);
    cleanups.push(end);
    await log.append([callEvent({ call: '1' }), callEvent({ call: '2' })]);
    await until(() => got.length === 2, 'both came');
    for (const { body, headers, id } of got) {
      for (const secret of [SECRET, NEW_SECRET]) expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
      expect(JSON.parse(body)).toMatchObject({
        type: 'call.connected',
        data: { cursor: id, kind: 'CALL', type: 'CONNECTED', account: { key: 'floor' } },
      });
    }
  });

  test('that fails delays the later messages of the same call, and no others', async () => {
    const { got, url } = await startPartner((call, times) => (call.includes('bad') && times < 3 ? 503 : 200));
    const { log, end } = await startDelivery(place(), url, [150, 150]);
    cleanups.push(end);
    const events = ['bad', 'bad', 'good', 'good'].map((call) => callEvent({ call }));
    await log.append(events);
    await until(() => got.length === 8, 'all came, the bad ones three times each');
    const calls = got.map(({ call }) => (call.includes('bad') ? 'bad' : 'good'));
    expect(calls.slice(0, 3).toSorted()).toEqual(['bad', 'good', 'good']);
    const bad = got.filter(({ call }) => call.includes('bad')).map(({ id }) => id);
    expect(new Set(bad.slice(0, 3)).size).toBe(1);
    expect(new Set(bad.slice(3)).size).toBe(1);
    expect(bad[0]).not.toBe(bad[3]);
  });

  test('follows no redirect, is a dead letter after the last attempt, and can be replayed', async () => {
    let well = false;
    const { got, url } = await startPartner(() => (well ? 204 : 302));
    const { log, delivery, end, stateStore } = await startDelivery(place(), url);
    cleanups.push(end);
    await log.append([callEvent({ call: '1' })]);
    await until(() => delivery.counts.dead === 1, 'it is a dead letter');
    expect(got).toHaveLength(3);
    well = true;
    await stateStore.addReplayRequest({ id: 'again', dead: 'all' });
    delivery.look();
    await until(() => got.length === 4 && delivery.counts.waiting === 0, 'it was taken');
    expect(delivery.counts.dead).toBe(0);
    await until(
      async () => (await stateStore.replayRequests()).length === 0 && (await stateStore.dead()).length === 0,
      'it is written down',
    );
  });

  test('leaves further events in the log while a thousand messages are pending', async () => {
    const { got, url } = await startPartner(() => 503);
    const { log, delivery, end } = await startDelivery(place(), url, [60_000]);
    cleanups.push(end);
    await log.append(Array.from({ length: 1_500 }, () => callEvent({ call: '1' })));
    await until(() => delivery.counts.waiting >= 1_000 && got.length === 1, 'a thousand wait');
    for (let turns = 0; turns < 10; turns += 1) await new Promise((done) => setImmediate(done));
    expect(delivery.counts.waiting).toBe(1_000);
  });

  test('becomes a dead letter, though it could not be stored at first', async () => {
    const { url } = await startPartner(() => 503);
    const { log, stateStore, end } = await startDelivery(place(), url, []);
    cleanups.push(end);
    const exchange = log.exchange.bind(log);
    let refused = 0;
    log.exchange = async (name, before, after) => {
      if (!name.startsWith('webhook-dead:') || refused > 0) return exchange(name, before, after);
      refused += 1;
      throw new Error('not now');
    };
    await log.append([callEvent({ call: '1' })]);
    await until(async () => (await stateStore.dead()).length === 1, 'the dead letter is stored');
    expect(refused).toBe(1);
  });

  test('that is replayed from an earlier position has no dead letters of the replayed events', async () => {
    let well = false;
    const { got, url } = await startPartner(() => (well ? 200 : 503));
    const { log, delivery, stateStore, end } = await startDelivery(place(), url, []);
    cleanups.push(end);
    await log.append([callEvent({ call: '1' })]);
    await until(() => delivery.counts.dead === 1, 'it is a dead letter');
    well = true;
    await stateStore.addReplayRequest({ id: 'back', after: '0' });
    delivery.look();
    await until(() => got.length === 2, 'it comes again');
    expect(delivery.counts.dead).toBe(0);
    await until(async () => (await stateStore.dead()).length === 0, 'it is written down');
  });

  test('that waits for another attempt waits once when it is read again', async () => {
    const { got, url } = await startPartner(() => 503);
    const { log, delivery, stateStore, end } = await startDelivery(place(), url, [60_000]);
    cleanups.push(end);
    await log.append([callEvent({ call: '1' })]);
    await until(() => got.length === 1, 'it fails');
    await stateStore.addReplayRequest({ id: 'back', after: '0' });
    delivery.look();
    await until(() => got.length === 2, 'it is tried again');
    expect(delivery.counts.waiting).toBe(1);
  });

  test('ends where another gateway has taken over, and does not overwrite its state', async () => {
    const { got, url } = await startPartner(() => 200);
    const { log, stateStore, end } = await startDelivery(place(), url);
    cleanups.push(end);
    await until(async () => (await stateStore.progress())?.place, 'it keeps its place');
    const hub = new Hub(log);
    const sender = new Sender(2_000);
    const stopping = new AbortController();
    cleanups.push(async () => {
      stopping.abort();
      await hub.close();
      await sender.close();
    });
    const policy = () => ({
      target: { url, secrets: [SECRET], allowPrivate: true },
      schedule: [],
      matches: () => true,
    });
    const cursors = createCursors(log.identity);
    const stale = new Delivery({ key: 'partner', hub, cursors, sender, logger: silent, policy });
    const ended = stale.run(stopping.signal);
    await until(() => hub.count().readers === 1, 'it reads');
    // What the one that took over wrote since.
    const now = { place: '9', waiting: [], deliveredAt: 'then', failure: null };
    expect(await stateStore.storeProgress(now)).toBe(true);
    await log.append([callEvent({ call: '1' })]);
    await ended;
    expect(got.length).toBeGreaterThan(0);
    expect(await stateStore.progress()).toEqual(now);
  });

  test('continues after a restart where it was, with its pending retries', async () => {
    const file = place();
    let well = false;
    const { got, url } = await startPartner((call) => (call.includes('bad') && !well ? 500 : 200));
    const before = await startDelivery(file, url, [60_000]);
    await before.log.append([callEvent({ call: 'good' }), callEvent({ call: 'bad' })]);
    await until(() => got.length === 2 && before.delivery.counts.waiting === 1, 'one waits');
    await before.end();
    const log = await openSqliteLog({ file });
    await log.append([callEvent({ call: 'later' })]);
    const stateStore = JSON.parse((await log.noted('webhook:partner')) ?? '');
    expect(stateStore.waiting).toHaveLength(1);
    stateStore.waiting[0].due = 0;
    await log.note('webhook:partner', JSON.stringify(stateStore));
    await log.close();
    well = true;
    const after = await startDelivery(file, url);
    cleanups.push(after.end);
    await until(() => got.length === 4 && after.delivery.counts.waiting === 0, 'the rest');
    expect(got.filter(({ call }) => call.includes('good'))).toHaveLength(1);
    expect(got.filter(({ call }) => call.includes('later'))).toHaveLength(1);
    expect(got.filter(({ call }) => call.includes('bad'))).toHaveLength(2);
  });
});
