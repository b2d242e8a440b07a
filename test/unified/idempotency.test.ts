import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Idempotency } from '../../src/resolvers/acts/idempotency.ts';
import { quietLog } from '../../src/server/logging.ts';
import { type IdempotencyStore, KEY_RETENTION_MS } from '../../src/storage/idempotency-store.ts';
import { RedisIdempotencyStore } from '../../src/storage/redis-idempotency-store.ts';
import { SqliteIdempotencyStore } from '../../src/storage/sqlite-idempotency-store.ts';
import { noRedis, startRedis, type TestRedis } from '../subscriptions/redis-server.ts';

if (noRedis) console.warn(noRedis);

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-acts-'));
let redis: TestRedis;
let names = 0;

beforeAll(async () => {
  if (!noRedis) redis = await startRedis();
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await redis?.dispose();
});

/** A promise, and what keeps it. */
function gate(): [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return [opened, open];
}

/** An act that counts how often it was done. */
function counted(outcome: { begun?: boolean; fail?: Error } = {}) {
  const act = { done: 0 };
  const work = {
    run: async () => {
      act.done += 1;
      if (outcome.fail) throw outcome.fail;
      return { answer: `answer ${act.done}`, begun: outcome.begun ?? true };
    },
    write: (answer: string) => `written ${answer}`,
    again: async (written: string) => written,
  };
  return { act, work };
}

/** Makes a file such that it takes nothing more. */
function spoil(file: string): void {
  const database = new Database(file);
  database.exec('DROP TABLE acts');
  database.close();
}

type Keep = [
  string,
  (name: string) => IdempotencyStore,
  (name: string, store: IdempotencyStore) => void,
  string | null,
];
const fileOf = (name: string) => join(folder, `${name}.db`);
const stores: Keep[] = [
  ['a file', (name) => new SqliteIdempotencyStore(fileOf(name)), (name) => spoil(fileOf(name)), null],
  ['Redis', (name) => new RedisIdempotencyStore(redis.url, name), (_, store) => store.close(), noRedis],
];

for (const [store, open, breakIt, skipped] of stores) {
  describe.skipIf(skipped)(`idempotency keys in ${store}`, () => {
    /** Two processes, one after the other, that keep their keys in one place. */
    function processes() {
      const name = `acts-${process.pid}-${++names}`;
      const first = { store: open(name) };
      const second = { store: open(name) };
      return {
        name,
        store: first.store,
        before: new Idempotency(first.store, 'before', quietLog),
        after: new Idempotency(Object.assign(second.store, { claimWaitMs: 0 }), 'after', quietLog),
      };
    }

    test('a later process answers what an earlier one did, without doing it again', async () => {
      const { before, after } = processes();
      const { act, work } = counted();
      expect(await before.once('me', 'hold', 'k', { id: 1 }, work)).toBe('answer 1');
      expect(await before.once('me', 'hold', 'k', { id: 1 }, work)).toBe('written answer 1');
      expect(await after.once('me', 'hold', 'k', { id: 1 }, work)).toBe('written answer 1');
      expect(act.done).toBe(1);
    });

    test('a key belongs to its caller and act; another input under it is refused', async () => {
      const { before, after } = processes();
      const { act, work } = counted();
      await before.once('me', 'hold', 'k', { id: 1 }, work);
      await after.once('me', 'hangup', 'k', { id: 1 }, work);
      await after.once('you', 'hold', 'k', { id: 1 }, work);
      expect(act.done).toBe(3);
      await expect(after.once('me', 'hold', 'k', { id: 2 }, work)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      expect(act.done).toBe(3);
      // Any characters in a caller's name and key.
      await before.once('me,hold', 'hold', 'k', { id: 1 }, work);
      await after.once('me', 'hold', 'hold,k', { id: 1 }, work);
      expect(act.done).toBe(5);
    });

    test('a request while the act is under way reads its answer anew, or is refused with another input', async () => {
      const { before } = processes();
      const { act, work } = counted();
      const [finished, finish] = gate();
      const slow = { ...work, run: () => finished.then(work.run) };
      const [first, second] = [1, 2].map(() => before.once('me', 'hold', 'k', { id: 1 }, slow));
      const other = before.once('me', 'hold', 'k', { id: 2 }, slow);
      await expect(other).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      finish();
      expect(await Promise.all([first, second])).toEqual(['answer 1', 'written answer 1']);
      expect(act.done).toBe(1);
    });

    test('an act that was begun and never recorded is not done again, here or elsewhere', async () => {
      const { store: stored, before, after } = processes();
      const { act, work } = counted({ fail: new Error('a mistake') });
      await expect(before.once('me', 'hold', 'k', {}, work)).rejects.toThrow('a mistake');
      let claims = 0;
      const claim = stored.claim.bind(stored);
      stored.claim = (...words) => {
        claims += 1;
        return claim(...words);
      };
      for (const process of [before, after]) {
        await expect(process.once('me', 'hold', 'k', {}, work)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      }
      expect(act.done).toBe(1);
      expect(claims, 'nothing is waited for that this process itself began').toBe(1);
    });

    test('a key under which nothing was sent stays free', async () => {
      const { before, after } = processes();
      const { act, work } = counted({ begun: false });
      await before.once('me', 'hold', 'k', {}, work);
      await after.once('me', 'hold', 'k', {}, work);
      expect(act.done).toBe(2);
    });

    test('a key that cannot be released stays free for the process that claimed it', async () => {
      const { store: stored, before } = processes();
      const { act, work } = counted({ begun: false });
      stored.release = () => Promise.reject(new Error('full'));
      for (const answer of ['answer 1', 'answer 2'])
        expect(await before.once('me', 'hold', 'k', {}, work)).toBe(answer);
      expect(act.done).toBe(2);
    });

    test('an answer that cannot be stored is known here, and unknown elsewhere', async () => {
      const { store: stored, before, after } = processes();
      const { act, work } = counted();
      const settle = stored.settle;
      stored.settle = () => Promise.reject(new Error('full'));
      await before.once('me', 'hold', 'k', {}, work);
      stored.settle = settle;
      expect(await before.once('me', 'hold', 'k', {}, work)).toBe('written answer 1');
      await expect(after.once('me', 'hold', 'k', {}, work)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      expect(act.done).toBe(1);
    });

    test('a claim whose confirmation was lost is resumed by the process that made it', async () => {
      const { store: stored, before } = processes();
      const { act, work } = counted();
      const claim = stored.claim.bind(stored);
      stored.claim = async (...words) => {
        await claim(...words);
        throw new Error('the line broke');
      };
      await expect(before.once('me', 'hold', 'k', {}, work)).rejects.toThrow('the line broke');
      stored.claim = claim;
      expect(await before.once('me', 'hold', 'k', {}, work)).toBe('answer 1');
      expect(act.done).toBe(1);
    });

    test('nothing is begun where the key cannot be stored', async () => {
      const { name, store: stored, before } = processes();
      const { act, work } = counted();
      breakIt(name, stored);
      await expect(before.once('me', 'hold', 'k', {}, work)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(act.done).toBe(0);
    });

    test('neither the key nor the input can be read from the store', async () => {
      const { store: stored, before } = processes();
      const seen: unknown[] = [];
      const claim = stored.claim.bind(stored);
      stored.claim = (...words) => {
        seen.push(...words);
        return claim(...words);
      };
      await before.once('me', 'callSendDtmf', 'key-4711', { digits: '4111111111111111' }, counted().work);
      expect(seen).toHaveLength(3);
      expect(JSON.stringify(seen)).not.toMatch(/4711|4111/);
      await before.once('me', 'callSendDtmf', 'key-4712', { digits: '4111111111111111' }, counted().work);
      expect(seen[4], 'the same input under another key').not.toBe(seen[1]);
    });
  });
}

test('a file removes a key after a day', async () => {
  let now = Date.now();
  const store = new SqliteIdempotencyStore(':memory:', () => now);
  const { act, work } = counted();
  const idempotency = new Idempotency(store, 'here', quietLog);
  await idempotency.once('me', 'hold', 'k', {}, work);
  now += KEY_RETENTION_MS - 1;
  await idempotency.once('me', 'hold', 'k', {}, work);
  expect(act.done).toBe(1);
  now += KEY_RETENTION_MS;
  await idempotency.once('me', 'hold', 'k', {}, work);
  expect(act.done).toBe(2);
});

test('a Redis that takes a claim and never answers delays no act for long', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const store = new RedisIdempotencyStore(`redis://127.0.0.1:${(mute.address() as AddressInfo).port}`);
  onTestFinished(() => {
    store.close();
    for (const socket of sockets) socket.destroy();
    mute.close();
  });
  const { act, work } = counted();
  const asked = new Idempotency(store, 'here', quietLog).once('me', 'hold', 'k', {}, work);
  await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(act.done).toBe(0);
}, 10_000);

test.skipIf(noRedis)('Redis removes a key after a day, answered or not', async () => {
  const name = `acts-${process.pid}-${++names}`;
  const client = new Redis(redis.url);
  onTestFinished(() => client.disconnect());
  const stored = async () => {
    const [key = '', ...others] = await client.keys(`{${name}}:*`);
    expect(others).toEqual([]);
    return client.pttl(key);
  };
  const { work } = counted();
  const whileRun: number[] = [];
  const run = async () => {
    whileRun.push(await stored());
    return work.run();
  };
  await new Idempotency(new RedisIdempotencyStore(redis.url, name), 'here', quietLog).once(
    'me',
    'hold',
    'k',
    {},
    { ...work, run },
  );
  expect(whileRun).toHaveLength(1);
  for (const left of [...whileRun, await stored()]) {
    expect(left).toBeGreaterThan(KEY_RETENTION_MS - 60_000);
    expect(left).toBeLessThanOrEqual(KEY_RETENTION_MS);
  }
});

test.skipIf(noRedis)(
  'another gateway waits for an act that is under way, and takes up one that was given back',
  async () => {
    const name = `acts-${process.pid}-${++names}`;
    const [one, other] = [
      new Idempotency(new RedisIdempotencyStore(redis.url, name), 'one', quietLog),
      new Idempotency(new RedisIdempotencyStore(redis.url, name), 'other', quietLog),
    ];
    for (const begun of [true, false]) {
      const { act, work } = counted();
      const [started, start] = gate();
      const [finished, finish] = gate();
      const slow = {
        ...work,
        run: async () => {
          start();
          await finished;
          return { ...(await work.run()), begun };
        },
      };
      const first = one.once('me', 'hold', `k${begun}`, {}, slow);
      await started;
      const second = other.once('me', 'hold', `k${begun}`, {}, work);
      finish();
      expect(await first).toBe('answer 1');
      expect(await second).toBe(begun ? 'written answer 1' : 'answer 2');
      expect(act.done).toBe(begun ? 1 : 2);
    }
  },
);
