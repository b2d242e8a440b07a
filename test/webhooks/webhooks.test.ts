import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { webhookShape } from '../../src/config/webhooks.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/sqlite.ts';
import { guardedLookup, isPublic, publicAnd, refuseLiteral } from '../../src/webhooks/address.ts';
import { Delivery } from '../../src/webhooks/delivery.ts';
import { Sender, signed } from '../../src/webhooks/sender.ts';
import { WebhookStateStore } from '../../src/webhooks/state-store.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from '../subscriptions/events.ts';
import { openPartner } from './partner.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NEW_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startPartner(status: (call: string, times: number) => number) {
  const partner = await openPartner(status);
  cleanups.push(partner.close);
  return partner;
}

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
  const terms = () => ({ target, schedule, matches: () => true });
  const delivery = new Delivery({ key: 'partner', hub, cursors, sender, logger: silent, terms });
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

describe('a signature', () => {
  test('is the one of the public test vector, and two secrets make two', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
    const headers = signed(message, [secret, SECRET], new Date(1_614_265_330_000));
    expect(headers['webhook-timestamp']).toBe('1614265330');
    const [first, second] = headers['webhook-signature']?.split(' ') ?? [];
    expect(first).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    expect(second).toMatch(/^v1,.{44}$/);
  });

  test('is refused a secret that is too short to be one', () => {
    const webhook = { id: 'a', url: 'https://example.com', secrets: ['whsec_short'] };
    expect(webhookShape.safeParse(webhook).success).toBe(false);
    expect(webhookShape.safeParse({ ...webhook, secrets: [SECRET] }).success).toBe(true);
  });
});

describe('an answer of a partner', () => {
  /** Sends messages one after the other; answers how many connections that took. */
  async function connectionsFor(messages: number, answer: (response: ServerResponse) => void) {
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => answer(response));
    });
    let [connections, gone] = [0, 0];
    server.on('connection', (socket) => {
      connections += 1;
      socket.on('close', () => {
        gone += 1;
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sender = new Sender(2_000);
    cleanups.push(
      () => server.close(),
      () => sender.close(),
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const target = { url, secrets: [SECRET], allowPrivate: true };
    for (let each = 0; each < messages; each += 1) {
      await sender.send(target, { id: `m${each}`, body: '{}' }, new AbortController().signal);
      await new Promise((done) => setImmediate(done));
    }
    return { connections: () => connections, gone: () => gone };
  }

  test('leaves its connection to the next message', async () => {
    const { connections } = await connectionsFor(5, (response) => response.end('thank you'));
    expect(connections()).toBe(1);
  });

  test('without end costs its sender the connection, and nobody waits for it', async () => {
    const chatter = 'x'.repeat(8_192);
    const { gone } = await connectionsFor(1, (response) => {
      const talk = () => {
        while (!response.destroyed && response.write(chatter));
      };
      response.on('drain', talk);
      talk();
    });
    await until(() => gone() > 0, 'it is cut off');
  });
});

describe('a private address', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('%s is refused', (address) => {
    expect(isPublic(address)).toBe(false);
    const host = address.includes(':') ? `[${address}]` : address;
    expect(() => refuseLiteral(`https://${host}/`)).toThrow('private network');
  });

  test.each(['1.1.1.1', '93.184.215.14', '2606:4700::1111'])('%s is allowed', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  test('is refused behind a name too, and in every way of writing it', async () => {
    const refusal = await new Promise((done) =>
      guardedLookup(isPublic)('localhost', { all: true }, (error) => done(error)),
    );
    expect(refusal).toMatchObject({ code: 'INVALID_ARGUMENT' });
    for (const host of ['2130706433', '0x7f.1', '127.1']) expect(() => refuseLiteral(`http://${host}/`)).toThrow();
    const { got, url } = await startPartner(() => 200);
    const sender = new Sender(2_000);
    cleanups.push(() => sender.close());
    const message = { id: 'm', body: '{}' };
    for (const to of [url, url.replace('127.0.0.1', 'localhost')]) {
      const target = { url: to, secrets: [SECRET], allowPrivate: false };
      await expect(sender.send(target, message, new AbortController().signal)).rejects.toThrow('private network');
    }
    expect(got).toEqual([]);
  });
});

test('a private network that is named is reached, its neighbours are not', () => {
  const allows = publicAnd(['10.1.0.0/16', 'fd12:3456::/32']);
  for (const address of ['10.1.2.3', 'fd12:3456::1', '1.1.1.1']) expect(allows(address)).toBe(true);
  for (const address of ['10.2.2.3', 'fd12:3457::1', '127.0.0.1', '::ffff:10.2.0.1'])
    expect(allows(address)).toBe(false);
});

describe('a delivery', () => {
  test('is signed, tells what happened, and is not sent twice when taken', async () => {
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

  test('that fails holds back what follows of the same call, nothing else', async () => {
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

  test('follows no redirect, is given up after the last attempt, and can be tried again', async () => {
    let well = false;
    const { got, url } = await startPartner(() => (well ? 204 : 302));
    const { log, delivery, end, stateStore } = await startDelivery(place(), url);
    cleanups.push(end);
    await log.append([callEvent({ call: '1' })]);
    await until(() => delivery.counts.dead === 1, 'it is given up');
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

  test('leaves in the log what comes while a thousand messages wait', async () => {
    const { got, url } = await startPartner(() => 503);
    const { log, delivery, end } = await startDelivery(place(), url, [60_000]);
    cleanups.push(end);
    await log.append(Array.from({ length: 1_500 }, () => callEvent({ call: '1' })));
    await until(() => delivery.counts.waiting >= 1_000 && got.length === 1, 'a thousand wait');
    for (let turns = 0; turns < 10; turns += 1) await new Promise((done) => setImmediate(done));
    expect(delivery.counts.waiting).toBe(1_000);
  });

  test('that is given up is kept as such, though that could not be written down at first', async () => {
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
    await until(async () => (await stateStore.dead()).length === 1, 'it is kept');
    expect(refused).toBe(1);
  });

  test('that is sent again from an earlier place on has no dead letters of what comes again', async () => {
    let well = false;
    const { got, url } = await startPartner(() => (well ? 200 : 503));
    const { log, delivery, stateStore, end } = await startDelivery(place(), url, []);
    cleanups.push(end);
    await log.append([callEvent({ call: '1' })]);
    await until(() => delivery.counts.dead === 1, 'it is given up');
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

  test('ends where another has taken over unnoticed, and does not write over what that one keeps', async () => {
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
    const terms = () => ({ target: { url, secrets: [SECRET], allowPrivate: true }, schedule: [], matches: () => true });
    const cursors = createCursors(log.identity);
    const stale = new Delivery({ key: 'partner', hub, cursors, sender, logger: silent, terms });
    const ended = stale.run(stopping.signal);
    await until(() => hub.count().readers === 1, 'it reads');
    // What the one that took over wrote since.
    const now = { place: '9', waiting: [], deliveredAt: 'then', failure: null };
    expect(await stateStore.keepProgress(now)).toBe(true);
    await log.append([callEvent({ call: '1' })]);
    await ended;
    expect(got.length).toBeGreaterThan(0);
    expect(await stateStore.progress()).toEqual(now);
  });

  test('goes on after a restart where it was, what waited for another attempt included', async () => {
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
