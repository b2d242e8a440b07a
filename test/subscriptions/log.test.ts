import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { EventLog, LoggedEvent, Position, Retention } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { openRedisLog } from '../../src/subscriptions/log/redis-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { folder, redis } from './logs.ts';
import { noRedis, ownRedis } from './redis-server.ts';
import { startMastersOnly } from './redis-topology.ts';

const noCluster = ownRedis ? null : 'SKIPPED: there is no redis-server here to make a cluster of';
if (noCluster) console.warn(noCluster);

let cluster: Awaited<ReturnType<typeof startMastersOnly>> | undefined;

beforeAll(async () => {
  if (!noCluster) cluster = await startMastersOnly();
}, 60_000);

afterAll(() => cluster?.dispose());

interface TestStore {
  open(name: string, retention?: Partial<Retention>): Promise<EventLog>;
}

let names = 0;
const name = () => `log-${process.pid}-${++names}`;

const stores: [string, TestStore, string | null][] = [
  ['a file', { open: (key, retention) => openSqliteLog({ file: join(folder, `${key}.db`), retention }) }, null],
  // Each log has a hash tag of its own, so that these lie on different masters.
  [
    'Redis Cluster',
    { open: (prefix, retention) => openRedisLog({ url: cluster?.url ?? '', prefix, retention }) },
    noCluster,
  ],
  ['Redis', { open: (key, retention) => openRedisLog({ url: redis.url, prefix: key, retention }) }, noRedis],
];

/** The log as a reader imagines it. */
class Model {
  readonly stored: { position: Position; event: EventRecord }[] = [];
  readonly seen = new Set<string>();
}

interface Real {
  log: EventLog;
  followed: LoggedEvent[];
  reopen(): Promise<void>;
}

class Append implements fc.AsyncCommand<Model, Real> {
  constructor(readonly batches: [account: string, fingerprint: number][][]) {}
  check = () => true;
  async run(model: Model, real: Real) {
    const batches = this.batches.map((batch) =>
      batch.map(([account, number]) => callEvent({ account, fingerprint: String(number) })),
    );
    const answers = await Promise.all(batches.map((batch) => real.log.append(batch)));
    for (const [index, event] of batches.flat().entries()) {
      const position = answers.flat()[index];
      const key = `${event.account} ${event.fingerprint}`;
      expect(position === null).toBe(model.seen.has(key));
      if (typeof position !== 'string') continue;
      model.seen.add(key);
      const newest = model.stored.at(-1)?.position;
      if (newest !== undefined) expect(position > newest).toBe(true);
      model.stored.push({ position, event });
    }
  }
  toString = () => `append ${JSON.stringify(this.batches)}`;
}

class Read implements fc.AsyncCommand<Model, Real> {
  constructor(
    readonly from: number,
    readonly limit: number,
  ) {}
  check = () => true;
  async run(model: Model, real: Real) {
    const start = model.stored.length === 0 ? -1 : (this.from % (model.stored.length + 1)) - 1;
    const page = await real.log.read(model.stored[start]?.position ?? null, this.limit);
    expect(page.events).toEqual(model.stored.slice(start + 1, start + 1 + this.limit));
    expect(page.more).toBe(model.stored.length > start + 1 + this.limit);
    expect(page.gap).toBe(false);
    const end = start + 1;
    const back = await real.log.readBefore(model.stored[end]?.position ?? null, this.limit);
    expect(back.events).toEqual(model.stored.slice(Math.max(0, end - this.limit), end).reverse());
    expect(back.more).toBe(end > this.limit);
    expect(await real.log.head()).toBe(model.stored.at(-1)?.position ?? null);
  }
  toString = () => `read ${this.from} ${this.limit}`;
}

class Follow implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  async run(model: Model, real: Real) {
    await until(() => real.followed.length >= model.stored.length, 'everything appended is followed');
    // What is followed has its keys too, which serve only the index of readers.
    expect(real.followed.map(({ position, event }) => ({ position, event }))).toEqual(model.stored);
  }
  toString = () => 'follow';
}

class Reopen implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  run = (_: Model, real: Real) => real.reopen();
  toString = () => 'reopen';
}

const commands = fc.commands(
  [
    fc
      .array(fc.array(fc.tuple(fc.constantFrom('floor', 'wfo'), fc.nat(12)), { maxLength: 4 }), { maxLength: 3 })
      .map((batches) => new Append(batches)),
    fc.tuple(fc.nat(), fc.integer({ min: 1, max: 5 })).map(([from, limit]) => new Read(from, limit)),
    fc.constant(new Follow()),
    fc.constant(new Reopen()),
  ],
  { maxCommands: 25 },
);

async function begin(store: TestStore, key: string): Promise<Real> {
  const real: Real = {
    log: await store.open(key),
    followed: [],
    async reopen() {
      // What was appended before is followed before closing, as a new follower begins at the end.
      const newest = await real.log.head();
      if (newest) await until(() => real.followed.at(-1)?.position === newest, 'followed before closing');
      const { identity } = real.log;
      await real.log.close();
      real.log = await store.open(key);
      expect(real.log.identity).toEqual(identity);
      real.log.follow((events) => real.followed.push(...events));
    },
  };
  real.log.follow((events) => real.followed.push(...events));
  return real;
}

describe.each(stores)('the event log in %s', (_, store, absent) => {
  it.skipIf(absent)('appends, drops duplicates, reads, follows and reopens as its model says', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        let real: Real | undefined;
        const setup = async () => {
          real = await begin(store, name());
          return { model: new Model(), real };
        };
        try {
          await fc.asyncModelRun(setup, steps);
        } finally {
          await real?.log.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it.skipIf(absent)('reports a gap before the first stored event, and only then', async () => {
    const log = await store.open(name(), { size: 1, age: 3_600_000 });
    const places = [];
    for (let index = 0; index < 6; index += 1) places.push((await log.append([callEvent({})]))[0] ?? '');
    await log.trim();
    const rest = await log.read(null, 10);
    const floor = await log.floor();
    const removed = places.indexOf(floor ?? '');
    expect(removed).toBeGreaterThanOrEqual(0);
    expect(rest.events.map(({ position }) => position)).toEqual(places.slice(removed + 1));
    expect((await log.read(places[removed] ?? '', 10)).gap).toBe(false);
    if (removed > 0) expect((await log.read(places[removed - 1] ?? '', 10)).gap).toBe(true);
    expect((await log.read(places[0] ?? '', 10)).gap).toBe(removed > 0);
    expect(await log.head()).toBe(places.at(-1));
    await log.close();
  });

  it.skipIf(absent)('stores notes, and changes one only where its value is still the one read', async () => {
    const key = name();
    const log = await store.open(key);
    await log.note('a:1', 'one');
    await log.note('a:2', 'two');
    await log.note('b:1', 'three');
    expect([...(await log.notes('a:'))]).toEqual([
      ['a:1', 'one'],
      ['a:2', 'two'],
    ]);
    const changes: [string | null, string | null, boolean][] = [
      ['two', 'x', false],
      [null, 'x', false],
      ['one', 'uno', true],
      ['one', null, false],
      ['uno', null, true],
      ['', 'x', false],
      [null, '', true],
      [null, 'x', false],
      ['', 'x', true],
    ];
    for (const [before, after, done] of changes) expect(await log.exchange('a:1', before, after)).toBe(done);
    expect(await log.noted('a:1')).toBe('x');
    const won = await Promise.all(['p', 'q', 'r'].map((text) => log.exchange('c', null, text)));
    expect(won.filter(Boolean)).toHaveLength(1);
    await log.close();
    const again = await store.open(key);
    expect(await again.noted('a:2')).toBe('two');
    await again.close();
  });

  it.skipIf(absent)('removes events older than its retention', async () => {
    const log = await store.open(name(), { age: 20 });
    const [first] = await log.append([callEvent({})]);
    await until(() => Date.now() > log.timeOf(first ?? '').getTime() + 25, 'the event is old');
    await log.trim();
    expect(await log.read(null, 10)).toEqual({ events: [], gap: false, more: false });
    expect(await log.floor()).toBe(first);
    expect(await log.head()).toBe(first);
    const [second] = await log.append([callEvent({})]);
    expect(second && first && second > first).toBe(true);
    await log.close();
  });

  it.skipIf(absent)('has a position for a time, before every event of it and after all earlier ones', async () => {
    const log = await store.open(name());
    const [first] = await log.append([callEvent({})]);
    const at = log.timeOf(first ?? '');
    await until(() => Date.now() > at.getTime(), 'time has passed');
    const [second] = await log.append([callEvent({})]);
    const places = [log.placeAt(at), first, log.placeAt(new Date(at.getTime() + 1)), second];
    expect([...places].sort()).toEqual(places);
    expect((await log.read(log.placeAt(at), 10)).events).toHaveLength(2);
    await log.close();
  });

  it.skipIf(absent)('has the time of each position', async () => {
    const log = await store.open(name());
    const before = Date.now();
    const [position] = await log.append([callEvent({})]);
    const taken = log.timeOf(position ?? '').getTime();
    expect(taken).toBeGreaterThanOrEqual(before - 2);
    expect(taken).toBeLessThanOrEqual(Date.now() + 2);
    await log.close();
  });

  it.skipIf(absent)('stores many small appends together and in order', async () => {
    const log = await store.open(name());
    const appends = Array.from({ length: 2_000 }, (_, index) => log.append([callEvent({ fingerprint: `n${index}` })]));
    const places = (await Promise.all(appends)).map(([position]) => position ?? '');
    expect([...places].sort()).toEqual(places);
    await log.close();
  });

  it.skipIf(absent)('stores what came before it is closed, and nothing that comes while it closes', async () => {
    const key = name();
    const log = await store.open(key);
    const before = log.append([callEvent({ fingerprint: 'before' })]);
    const closing = log.close();
    await expect(log.append([callEvent({})])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await closing;
    expect(await before).toEqual([expect.any(String)]);
    const again = await store.open(key);
    expect((await again.read(null, 10)).events.map(({ event }) => event.fingerprint)).toEqual(['before']);
    await again.close();
  });

  it.skipIf(absent)('refuses what comes after it was closed', async () => {
    const log = await store.open(name());
    await log.close();
    await expect(log.append([callEvent({})])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
