import { afterEach, describe, expect, test } from 'vitest';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { WebhookAdmin } from '../../src/webhooks/admin.ts';
import type { Definition } from '../../src/webhooks/definition.ts';
import { WebhookStateStore } from '../../src/webhooks/state-store.ts';
import { Webhooks } from '../../src/webhooks/webhooks.ts';
import { silent } from '../subscriptions/events.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const VIEWER = { id: 'someone', scopes: new Set(['admin']), accounts: 'all' } as const;
/** One that is not served, so that no message goes anywhere. */
const OFF = { name: 'Partner', url: 'https://192.0.32.8/', enabled: false };

async function administered() {
  const log = await openSqliteLog({ file: ':memory:' });
  const hub = new Hub(log);
  const cursors = createCursors(log.identity);
  const webhooks = new Webhooks({ webhooks: [], hub, cursors, logger: silent, vendorOf: () => null });
  cleanups.push(
    () => log.close(),
    () => hub.close(),
    () => webhooks.stop(),
  );
  const known = { configured: [], networks: [], accounts: () => ['floor'], lookup: () => ({}) as never };
  return { log, cursors, webhooks, admin: new WebhookAdmin({ webhooks, log, cursors, ...known }) };
}

describe('a webhook', () => {
  test('is refused where there are a hundred already', async () => {
    const { admin, webhooks } = await administered();
    for (let count = 1; count < 100; count += 1)
      await webhooks.definitions.add({
        id: `${count}`,
        enabled: false,
        createdAt: '',
        secrets: [],
      } as never as Definition);
    await admin.create(VIEWER, OFF);
    await expect(admin.create(VIEWER, OFF)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  test('is created by callers of other accounts where those of one have created a hundred', async () => {
    const { admin, webhooks } = await administered();
    const [greedy, other] = ['floor', 'outreach'].map((account) => ({ ...VIEWER, accounts: new Set([account]) }));
    const definition = await admin.create(greedy ?? VIEWER, OFF).then(() => webhooks.definitions.load());
    for (let count = 1; count < 100; count += 1)
      await webhooks.definitions.add({ ...definition.definitions[0], id: `${count}` } as Definition);
    const refused = { code: 'FAILED_PRECONDITION', message: 'There are 100 webhooks already' };
    await expect(admin.create(greedy ?? VIEWER, OFF)).rejects.toMatchObject(refused);
    for (let count = 0; count < 10; count += 1) await admin.create(other ?? VIEWER, OFF);
    await expect(admin.create(other ?? VIEWER, OFF)).rejects.toMatchObject(refused);
    await expect(admin.create(VIEWER, OFF)).rejects.toMatchObject(refused);
  });

  test('leaves nothing with the log when it is removed', async () => {
    const { admin, log } = await administered();
    const { webhook } = await admin.create(VIEWER, OFF);
    const stateStore = new WebhookStateStore(log, webhook.key);
    await stateStore.dead();
    await stateStore.storeDead([{ id: 'dead' }] as never);
    await stateStore.addReplayRequest({ id: 'again', dead: 'all' });
    expect((await log.notes('webhook')).size).toBe(4);
    await admin.remove(VIEWER, webhook.key);
    expect([...(await log.notes('webhook')).keys()]).toEqual([]);
  });

  test('is signed by each old secret for its time, and by five at most', async () => {
    const { admin, webhooks } = await administered();
    const { key } = (await admin.create(VIEWER, OFF)).webhook;
    const id = key.slice('created/'.length);
    const ends = async () =>
      (await webhooks.definitions.load()).definitions
        .find((definition) => definition.id === id)
        ?.secrets.map(({ until }) => until && Date.parse(until) - Date.now());
    await admin.rotateSecret(VIEWER, key, 3_600);
    await admin.rotateSecret(VIEWER, key, 60);
    const [now, second = 0, first = 0] = (await ends()) ?? [];
    expect(now).toBeNull();
    expect(second).toBeLessThanOrEqual(60_000);
    expect(first).toBeGreaterThan(3_000_000);
    for (let times = 0; times < 4; times += 1) await admin.rotateSecret(VIEWER, key, 60);
    expect(await ends()).toHaveLength(5);
  });

  test('has every change that is made to it at the same time', async () => {
    const { admin } = await administered();
    const { key } = (await admin.create(VIEWER, OFF)).webhook;
    await Promise.all([
      admin.update(VIEWER, key, { name: 'Another' }),
      admin.update(VIEWER, key, { retrySeconds: [7] }),
      admin.rotateSecret(VIEWER, key),
    ]);
    const changed = { name: 'Another', retrySeconds: [7], oldSecretUntil: expect.any(String) };
    expect(await admin.find(VIEWER, key)).toMatchObject(changed);
  });

  test('names at most a hundred of a kind in its filter', async () => {
    const { admin } = await administered();
    const filter = (count: number) => ({ ...OFF, filter: { types: Array<string>(count).fill('CALL.ENDED') } });
    await admin.create(VIEWER, filter(100));
    await expect(admin.create(VIEWER, filter(101))).rejects.toMatchObject({
      argumentPath: ['input', 'filter', 'types'],
    });
  });

  test('D5: is refused a filter that names no type of event, when made and when changed', async () => {
    const { admin } = await administered();
    const filter = { types: ['CALL.ENDED', 'CALL.MELTED'] };
    const refused = { code: 'INVALID_ARGUMENT', argumentPath: ['input', 'filter', 'types', 1] };
    await expect(admin.create(VIEWER, { ...OFF, filter })).rejects.toMatchObject(refused);
    const { key } = (await admin.create(VIEWER, OFF)).webhook;
    await expect(admin.update(VIEWER, key, { filter })).rejects.toMatchObject(refused);
    expect(await admin.list(VIEWER)).toHaveLength(1);
  });

  test('is sent again what is asked for in one way, and nothing that has not happened', async () => {
    const { admin, cursors } = await administered();
    const { key } = (await admin.create(VIEWER, OFF)).webhook;
    const after = cursors.write('0');
    await expect(admin.replay(VIEWER, key, { after, dead: ['x'] })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const later = cursors.write('9'.repeat(16));
    const refused = { code: 'INVALID_ARGUMENT', argumentPath: ['input', 'after'] };
    await expect(admin.replay(VIEWER, key, { after: later })).rejects.toMatchObject(refused);
    await expect(admin.create(VIEWER, { ...OFF, after: later })).rejects.toMatchObject(refused);
    expect(await admin.replay(VIEWER, key, { after })).toBeNull();
  });
});
