import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { auditAct } from '../../src/resolvers/acts/audit-act.ts';
import { audited } from '../../src/resolvers/audited-operation.ts';
import { AuditTrail } from '../../src/server/audit-trail.ts';
import { quietLog } from '../../src/server/logging.ts';
import { type AuditStore, auditLines, auditUnavailable, verifyAudit } from '../../src/storage/audit-store.ts';
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
    const another = new RedisAuditStore(redis.url, `${prefix}-another`);
    onTestFinished(() => another.close());
    expect(await another.after(0, 10), 'another prefix is another trail').toEqual([]);
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
    for (const text of ['one', 'two', 'two']) await store.append(text);
    expect(await texts(), 'a text that is recorded again is another line').toEqual([
      'zero',
      'one',
      'one',
      'two',
      'two',
    ]);
    expect(await verifyAudit(store)).toMatchObject({ broken: null, lines: 5 });
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
    await expect(trail.record(CALLER, entry('one'), { outcome: 'OK' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(trail.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    isFull = false;
    await trail.ready();
    await trail.record(CALLER, entry('two'), { outcome: 'OK' });
    expect(await operationsOf(store)).toEqual(['one', 'two']);
  });

  test('fails only the entries that it could not store', async () => {
    const store = new SqliteAuditStore(':memory:');
    onTestFinished(() => store.close());
    const one: AuditStore = Object.assign(Object.create(store), {
      append: async (text: string) => {
        if (text.includes('two')) throw auditUnavailable(new Error('no space left'));
        return store.append(text);
      },
    });
    const trail = new AuditTrail(one, quietLog);
    const records = ['one', 'two'].map((name) => trail.record(CALLER, entry(name), { outcome: 'OK' }));
    expect((await Promise.allSettled(records)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

test('an entry is stored when its record resolves, at any end of the write before it', async () => {
  const store = new SqliteAuditStore(':memory:');
  onTestFinished(() => store.close());
  const trail = new AuditTrail(store, quietLog);
  for (let turns = 0; turns < 12; turns++) {
    const first = trail.record(CALLER, entry('one'), { outcome: 'OK' });
    for (let turn = 0; turn < turns; turn++) await null;
    await trail.record(CALLER, entry(`after ${turns}`), { outcome: 'OK' });
    expect(await operationsOf(store)).toContain(`after ${turns}`);
    await first;
  }
});

describe('an operation that was done and whose entry cannot be stored', () => {
  const audit = {
    ready: async () => undefined,
    write: () => Promise.reject(auditUnavailable(null)),
    before: async () => [],
    noteUnreadable() {},
  };
  const payload = { campaign: { state: 'RUNNING' }, userErrors: [] };
  const refusal = { userErrors: [{ code: 'RATE_LIMITED', message: 'Later', path: null, vendorCode: null }] } as const;

  test('is not answered as done: a mutation of the unified plane', async () => {
    const act = auditAct({ audit }, 'campaignStart', {}, async () => ({ answer: payload, begun: true }));
    expect((await act).answer).toEqual({ userErrors: [expect.objectContaining({ code: 'OUTCOME_UNKNOWN' })] });
  });

  test('is not answered as done: a mutation of the vendor plane', async () => {
    const call = audited({ audit }, { ...entry('five9Config_startCampaign'), kind: 'mutation' }, async () => true);
    await expect(call).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  test('is refused: a recording that would leave', async () => {
    const call = audited({ audit }, { ...entry('recorder_EXPORT'), kind: 'query' }, async () => 'audio');
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('is answered as it was refused: a mutation that was not sent', async () => {
    const act = auditAct({ audit }, 'campaignStart', {}, async () => ({ answer: refusal, begun: false }));
    expect((await act).answer).toEqual(refusal);
  });
});

test('an act is not sent while the trail cannot be written', async () => {
  const audit = {
    ready: () => Promise.reject(auditUnavailable(null)),
    write: () => Promise.reject(new Error('nothing is written')),
    before: async () => [],
    noteUnreadable() {},
  };
  let sent = 0;
  const act = auditAct({ audit }, 'callHold', {}, async () => {
    sent += 1;
    return { answer: { userErrors: [] }, begun: true };
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
