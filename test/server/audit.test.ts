import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { auditAct } from '../../src/resolvers/acts/audit-act.ts';
import { AuditTrail } from '../../src/server/audit.ts';
import { quietLog } from '../../src/server/logging.ts';
import { type AuditStore, auditLines, auditUnavailable, verifyAudit } from '../../src/storage/audit-trail.ts';
import { RedisAuditStore } from '../../src/storage/redis-audit-store.ts';
import { SqliteAuditStore } from '../../src/storage/sqlite-audit-store.ts';
import { until } from '../helpers/until.ts';
import { noRedis, startRedis } from '../subscriptions/redis-server.ts';
import { lineTo } from '../subscriptions/tcp-proxy.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const CALLER = { id: 'key:tester' };
const entry = (operation: string) => ({ operation, account: 'acme' });

async function operationsOf(store: AuditStore): Promise<string[]> {
  const operations: string[] = [];
  for await (const { text } of auditLines(store)) operations.push(JSON.parse(text).operation);
  return operations;
}

describe('the chain of hashes', () => {
  const damages: readonly [string, string, number | null][] = [
    ['a changed entry', "UPDATE audit SET text = replace(text, 'two', 'six') WHERE sequence = 2", 2],
    ['a removed entry', 'DELETE FROM audit WHERE sequence = 2', 2],
    ['a first entry that is gone', 'DELETE FROM audit WHERE sequence = 1', 1],
    ['an inserted entry', "INSERT INTO audit VALUES (5, '{}', 'none')", 5],
    ['nothing', 'SELECT 1', null],
  ];

  test.each(damages)('shows %s', async (_, damage, broken) => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-audit-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'events-audit.db');
    const store = new SqliteAuditStore(file);
    const trail = new AuditTrail(store, quietLog);
    for (const name of ['one', 'two', 'three', 'four']) await trail.record(CALLER, entry(name), { outcome: 'OK' });
    trail.close();
    const database = new Database(file);
    database.exec(damage);
    database.close();
    const again = new SqliteAuditStore(file);
    onTestFinished(() => again.close());
    expect(await verifyAudit(again)).toMatchObject({ broken, lines: (broken ?? 5) - 1 });
  });

  test('continues after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-audit-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'events-audit.db');
    for (const name of ['one', 'two']) {
      const trail = new AuditTrail(new SqliteAuditStore(file), quietLog);
      await trail.record(CALLER, entry(name), { outcome: 'OK' });
      trail.close();
    }
    const store = new SqliteAuditStore(file);
    onTestFinished(() => store.close());
    expect(await operationsOf(store)).toEqual(['one', 'two']);
    expect(await verifyAudit(store)).toMatchObject({ broken: null, lines: 2 });
  });

  test.skipIf(noRedis)('is one for gateways that share a Redis and write at once', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.dispose());
    const prefix = `audit-${process.pid}`;
    const stores = Array.from({ length: 4 }, () => new RedisAuditStore(redis.url, prefix));
    onTestFinished(() => stores.forEach((store) => void store.close()));
    const names = Array.from({ length: 100 }, (_, index) => `act ${index}`);
    const trails = stores.map((store) => new AuditTrail(store, quietLog));
    await Promise.all(names.map((name, index) => trails[index % 4]?.record(CALLER, entry(name), { outcome: 'OK' })));
    const [store] = stores;
    if (!store) throw new Error('no store');
    for (const trail of trails) await trail.ready();
    expect((await operationsOf(store)).sort()).toEqual([...names].sort());
    expect(await verifyAudit(store)).toMatchObject({ broken: null, lines: 100 });
    expect((await store.before(3, 10)).map(({ sequence }) => sequence)).toEqual([2, 1]);
  });
});

describe('a trail that cannot be written', () => {
  test.skipIf(noRedis)('stores a line once whose answer was lost', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.dispose());
    const line = await lineTo(redis.url);
    onTestFinished(() => line.close());
    const store = new RedisAuditStore(line.url, `audit-${process.pid}`);
    onTestFinished(() => store.close());
    await store.append('zero');
    line.loseAnswerTo('XADD');
    await expect(store.append('one')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const texts = async () => (await store.after(0, 10)).map(({ text }) => text);
    await until(async () => (await texts().catch(() => [])).length === 2, 'it is stored nevertheless');
    expect(await store.append('one')).toMatchObject({ sequence: 2, text: 'one' });
    await store.append('two');
    await store.append('two');
    expect(await texts()).toEqual(['zero', 'one', 'two', 'two']);
    expect(await verifyAudit(store)).toMatchObject({ broken: null, lines: 4 });
  });

  test('refuses what follows, and stores what waited in its order once it can', async () => {
    const store = new SqliteAuditStore(':memory:');
    onTestFinished(() => store.close());
    let isFull = true;
    const full: AuditStore = Object.assign(Object.create(store), {
      append: async (text: string) => {
        if (isFull) throw auditUnavailable(new Error('no space left'));
        return store.append(text);
      },
    });
    const trail = new AuditTrail(full, quietLog);
    await trail.ready();
    await trail.record(CALLER, entry('one'), { outcome: 'OK' });
    await expect(trail.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    isFull = false;
    await trail.ready();
    await trail.record(CALLER, entry('two'), { outcome: 'OK' });
    expect(await operationsOf(store)).toEqual(['one', 'two']);
  });
});

test('an act is not sent while the trail cannot be written', async () => {
  const audit = {
    ready: () => Promise.reject(auditUnavailable(null)),
    write: () => Promise.reject(new Error('nothing is written')),
    before: async () => [],
  };
  let sent = 0;
  const act = auditAct({ audit }, 'callHold', {}, async () => {
    sent += 1;
    return { answer: { userErrors: [] } };
  });
  await expect(act).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(sent).toBe(0);
});

describe('the query audit', () => {
  let gateway: TestGateway;
  const AUDIT = `query ($first: Int, $after: Cursor, $filter: AuditFilter) {
    audit(first: $first, after: $after, filter: $filter) {
      edges { node { sequence caller operation account { key } targets idempotencyKey outcome readBack { name value } requestId } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  const audit = async (variables: object, name?: string) =>
    (await gateway.ask(AUDIT, { first: 10, ...variables }, name)).data.audit;

  beforeAll(async () => {
    gateway = await startGateway({
      vendors: ['five9-config', 'engage'],
      grants: {
        auditor: { scopes: ['audit'], accounts: ['outreach'] },
        reader: { scopes: ['campaigns:read'] },
      },
    });
  }, 30_000);
  afterAll(() => gateway.close());

  test('shows an act with its caller, key and what was read back, and a refused one with its code', async () => {
    const idle =
      '{ campaigns(first: 1, filter: { accounts: ["acme-five9"], states: [NOT_RUNNING] }) { edges { node { id } } } }';
    const { data } = await gateway.ask(idle);
    const [{ node }] = data.campaigns.edges;
    const START =
      'mutation ($id: ID!) { campaignStart(input: { id: $id, idempotencyKey: "one" }) { campaign { state } userErrors { code } } }';
    const started = await gateway.ask(START, { id: node.id });
    await gateway.ask('mutation ($id: ID!) { campaignPause(input: { id: $id }) { userErrors { code } } }', {
      id: node.id,
    });
    const { edges } = await audit({});
    expect(edges.map((edge: { node: object }) => edge.node)).toMatchObject([
      { operation: 'campaignPause', account: { key: 'acme-five9' }, outcome: 'UNSUPPORTED' },
      {
        ...{
          operation: 'campaignStart',
          caller: 'key:admin',
          targets: [node.id],
          idempotencyKey: 'one',
          outcome: 'OK',
        },
        readBack: [{ name: 'campaign.state', value: started.data.campaignStart.campaign.state }],
      },
    ]);
    const { requestId } = edges[1].node;
    const found = await audit({ filter: { requestId, operations: ['campaignStart'], accounts: ['acme-five9'] } });
    expect(found.edges).toHaveLength(1);
  });

  test('an act of the vendor plane is in it with its plain input', async () => {
    const name = `skill ${process.pid}`;
    await gateway.ask(
      `mutation ($name: String) { five9Config_createSkill(skillInfo: { skill: { name: $name } }) { skill { name } } }`,
      { name },
    );
    const [{ node }] = (await audit({ first: 1 })).edges;
    expect(node).toMatchObject({ operation: 'five9Config_createSkill', account: { key: 'acme-five9' } });
  });

  test('pages back to the first entry, each entry once', async () => {
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const {
        edges,
        pageInfo,
      }: { edges: { node: { sequence: number } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } =
        await audit({ first: 1, after });
      seen.push(...edges.map(({ node }) => node.sequence));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(seen.map((_, index) => seen.length - index));
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  test('shows nothing of other accounts, and needs the scope audit', async () => {
    expect((await audit({}, 'auditor')).edges).toEqual([]);
    const { errors } = await gateway.ask(AUDIT, { first: 1 }, 'reader');
    expect(errors?.[0]?.extensions.code).toMatch(/PERMISSION_DENIED|GRAPHQL_VALIDATION_FAILED/);
  });
});
