import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { webhookShape } from '../../src/config/webhooks.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { WebhookAdmin } from '../../src/webhooks/admin.ts';
import type { Definition } from '../../src/webhooks/definition.ts';
import { createdKey, Webhooks } from '../../src/webhooks/webhooks.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from '../subscriptions/events.ts';
import { openPartner } from './partner.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const VIEWER = { id: 'someone', scopes: new Set(['admin']), accounts: 'all' } as const;

async function serve(webhooks: readonly { readonly id: string; readonly url: string }[]) {
  const log = await openSqliteLog({ file: ':memory:' });
  const [hub, cursors] = [new Hub(log), createCursors(log.identity)];
  const configured = webhooks.map((one) => webhookShape.parse({ ...one, secrets: [SECRET], allowPrivate: true }));
  const logged: unknown[] = [];
  const logger = { ...silent, error: (facts: object, text: string) => void logged.push({ ...facts, text }) };
  const networks = ['127.0.0.0/8'];
  const served = new Webhooks({ webhooks: configured, networks, hub, cursors, logger, vendorOf: () => null });
  const parts = { webhooks: served, configured, networks, log, cursors, accounts: () => ['floor'] };
  const admin = new WebhookAdmin({ ...parts, lookup: () => ({}) as never });
  onTestFinished(async () => {
    await served.stop();
    await hub.close();
    await log.close();
  });
  return { log, hub, served, admin, logged };
}

async function partner() {
  const opened = await openPartner();
  onTestFinished(opened.close);
  return opened;
}

/** A definition with a filter that this version does not know, as an older or newer gateway may have stored it. */
function unusable(url: string): Definition {
  const now = new Date().toISOString();
  return {
    ...{ id: 'bad', name: 'Bad', url, filter: { types: ['CALL.MELTED'] }, agents: {}, campaigns: {} },
    ...{ accounts: 'all', enabled: true, retrySeconds: [1], createdAt: now, updatedAt: now },
    secrets: [{ secret: SECRET, until: null }],
  };
}

describe('D5: a webhook that cannot be served', () => {
  test.each([
    ['is no JSON', '{"id":'],
    ['is no object', 'null'],
    ['lacks the accounts it may see', JSON.stringify({ ...unusable('http://x.example'), accounts: undefined })],
    ['has secrets of another form', JSON.stringify({ ...unusable('http://x.example'), secrets: 'whsec' })],
  ])('costs itself alone where what is stored of it %s, and can be deleted', async (_, text) => {
    const good = await partner();
    const { log, hub, served, admin, logged } = await serve([]);
    await log.exchange('webhook-definition:broken', null, text);
    await served.definitions.add({ ...unusable(good.url), id: 'good', filter: {} });
    await served.look();
    await served.look();
    await until(() => hub.count().readers === 1, 'the good one reads');
    await log.append([callEvent({})]);
    await until(() => good.got.length === 1, 'the good one delivers');
    expect((await admin.list(VIEWER)).map(({ key }) => key)).toEqual([createdKey('good')]);
    expect(logged).toMatchObject([{ webhook: createdKey('broken') }]);
    const narrow = { ...VIEWER, accounts: new Set(['floor']) };
    await expect(admin.remove(narrow, createdKey('broken'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await admin.remove(VIEWER, createdKey('broken'));
    expect(await served.definitions.load()).toMatchObject({ unreadable: [], definitions: [{ id: 'good' }] });
  });

  test('is disabled alone when the gateway starts, in its state and in the log, and the others continue', async () => {
    const good = await partner();
    const { log, hub, served, admin, logged } = await serve([]);
    await served.definitions.add(unusable(good.url));
    await served.definitions.add({ ...unusable(good.url), id: 'good', filter: {}, createdAt: '2099' });
    await served.look();
    await until(() => hub.count().readers === 1, 'the good one reads');
    await log.append([callEvent({})]);
    await until(() => good.got.length === 1, 'the good one delivers');
    expect(await admin.find(VIEWER, createdKey('bad'))).toMatchObject({ enabled: false });
    expect(await admin.find(VIEWER, createdKey('good'))).toMatchObject({ enabled: true });
    const reason = 'No event is of the type CALL.MELTED';
    expect(await admin.progress(createdKey('bad'))).toMatchObject({ failure: { reason } });
    expect(logged).toMatchObject([{ webhook: createdKey('bad') }]);
    await admin.update(VIEWER, createdKey('bad'), { filter: {} });
    await until(() => hub.count().readers === 2, 'the mended one reads');
    expect(await admin.find(VIEWER, createdKey('bad'))).toMatchObject({ enabled: true });
  });

  test('whose filter throws at an event ends its reader and no other', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    const hub = new Hub(log);
    onTestFinished(async () => {
      await hub.close();
      await log.close();
    });
    const cause = new Error('this filter is wrong');
    const bad = await hub.read({
      matches: () => {
        throw cause;
      },
    });
    const good = await hub.read({ matches: () => true });
    await Promise.all([good, bad].map((reader) => Promise.race([reader.next(), Promise.resolve()])));
    const [place] = await log.append([callEvent({})]);
    await log.append([callEvent({})]);
    await expect(bad.next()).rejects.toBe(cause);
    expect(bad.reached).toBeNull();
    expect((await good.next()).value).toMatchObject({ gap: false });
    expect(place).not.toBeNull();
  });
});

describe('two webhooks to one host', () => {
  test('share no connection: one whose partner never answers holds up no message of the other', async () => {
    let [silentRequests, answered] = [0, 0];
    const server = createServer((request, response) => {
      request.resume();
      if (request.url === '/silent') silentRequests += 1;
      else {
        answered += 1;
        response.end();
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { log, hub, served } = await serve([
      { id: 'silent', url: `${origin}/silent` },
      { id: 'good', url: `${origin}/good` },
    ]);
    served.start();
    await until(() => hub.count().readers === 2, 'both read');
    await log.append(Array.from({ length: 20 }, (_, call) => callEvent({ call: String(call) })));
    await until(() => silentRequests >= 8, 'the silent one has all its connections in use');
    await until(() => answered === 20, 'the other has delivered everything');
  });

  test('a partner whose connections are never accepted holds up none of the other', async () => {
    const unanswering = createTcpServer(() => undefined).listen(0, '127.0.0.1');
    await once(unanswering, 'listening');
    onTestFinished(() => void unanswering.close());
    const good = await partner();
    const { log, hub, served } = await serve([
      { id: 'deaf', url: `http://127.0.0.1:${(unanswering.address() as AddressInfo).port}/` },
      { id: 'good', url: good.url },
    ]);
    served.start();
    await until(() => hub.count().readers === 2, 'both read');
    await log.append(Array.from({ length: 20 }, (_, call) => callEvent({ call: String(call) })));
    await until(() => good.got.length === 20, 'the other has delivered everything');
  });
});
