/** An ended call whose stored text is damaged is what its key says, and the rest of the record is answered. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { type PastCall, type PastCallStore, pastCallKey } from '../../src/storage/past-call-store.ts';
import { RedisPastCallStore } from '../../src/storage/redis-past-call-store.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';
import { silent } from './events.ts';
import { redisForTests } from './redis-client.ts';
import { noRedis } from './redis-server.ts';

const START = Date.parse('2026-03-02T10:00:00Z');
const past = (nativeId: string, at: number): PastCall => ({
  ...{ account: 'floor', at },
  call: { nativeId, state: 'ENDED', startedAt: new Date(at).toISOString(), from: '+16145550100' },
});
const EVERYTHING = { after: 0, before: Number.POSITIVE_INFINITY, limit: 100 };

/** A store, and how the text of a call is replaced behind its back. */
interface Damageable {
  readonly store: PastCallStore;
  replace(call: PastCall, text: string): unknown;
}

function inFile(log: Log): Damageable {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-past-calls-'));
  const store = new SqlitePastCallStore(join(folder, 'calls.db'), log);
  const other = new Database(join(folder, 'calls.db'));
  onTestFinished(() => {
    other.close();
    store.close();
    rmSync(folder, { recursive: true });
  });
  const update = other.prepare('UPDATE calls SET body = ? WHERE key = ?');
  return { store, replace: (call, text) => update.run(text, pastCallKey(call)) };
}

const redis = noRedis ? null : redisForTests();

function inRedis(log: Log): Damageable {
  const prefix = `damaged-past-${process.pid}-${Math.random()}`;
  const store = new RedisPastCallStore({ url: redis?.url ?? '', prefix, log });
  onTestFinished(() => store.close());
  const key = `{${prefix}}:past-calls:by-key`;
  return { store, replace: (call, text) => redis?.client.hset(key, pastCallKey(call), text) };
}

describe.each([['a file', inFile] as const, ...(redis ? [['Redis', inRedis] as const] : [])])('in %s', (_, make) => {
  test('a call that is damaged is logged once, without what is left of its text', async () => {
    const logged: unknown[] = [];
    const { store, replace } = make({ ...silent, error: (...given) => void logged.push(given) });
    const calls = [past('1', START), past('2', START + 60_000), past('3', START + 120_000)];
    await store.save(calls);
    for (const call of calls.slice(0, 2)) await replace(call, '{"from":"+16145550100');
    for (let read = 0; read < 3; read += 1) await store.read(EVERYTHING);
    await store.find('floor', '2');
    await store.save(calls);
    const text = 'A stored call cannot be read';
    expect(logged).toEqual([
      [{ account: 'floor', call: '2' }, text],
      [{ account: 'floor', call: '1' }, text],
    ]);
  });

  test.each(['{"nativeId":', 'null', '""', ''])('a call whose text is %s', async (text) => {
    const { store, replace } = make(silent);
    const [one, other] = [past('1', START), past('2', START + 60_000)];
    await store.save([one, other]);
    await replace(one, text);
    const known = {
      account: 'floor',
      at: START,
      call: { nativeId: '1', state: 'ENDED', startedAt: one.call.startedAt },
    };
    expect(await store.read(EVERYTHING)).toEqual([other, known]);
    expect(await store.find('floor', '1')).toEqual(known);
    await store.save([one]);
    expect(await store.read(EVERYTHING)).toEqual([other, one]);
    await replace(one, text);
    await store.trim(START + 1);
    expect(await store.read(EVERYTHING)).toEqual([other]);
    expect(await store.find('floor', '1')).toBeNull();
  });
});

if (noRedis) test.skip(`in Redis (${noRedis})`);
