import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, it, onTestFinished } from 'vitest';
import type { PastCall } from '../../src/storage/past-call-store.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';

const ALL = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 100 };
const began = (minute: number) => `2026-03-02T10:0${minute}:00.000Z`;

/** A call that ended, of a minute. */
const ended = (minute: number): PastCall => ({
  account: 'floor',
  at: Date.parse(began(minute)),
  call: { nativeId: `c${minute}`, startedAt: began(minute), state: 'ENDED', from: '+16145550143' },
});

it('a call whose text is damaged is one that ended, costs no other call, and is whole again when it is stored anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-past-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'calls.db');
  const store = new SqlitePastCallStore(file);
  onTestFinished(() => store.close());
  const calls = [ended(3), ended(2), ended(1)];
  await store.save(calls);
  const database = new Database(file);
  database.prepare("UPDATE calls SET body = '{\"nativeId\":' WHERE native = 'c2'").run();
  database.close();
  const known = { account: 'floor', at: ended(2).at, call: { nativeId: 'c2', startedAt: began(2), state: 'ENDED' } };
  expect(await store.read(ALL)).toEqual([calls[0], known, calls[2]]);
  expect(await store.find('floor', 'c2')).toEqual(known);
  await store.save([ended(2), ended(4)]);
  expect(await store.read(ALL)).toEqual([ended(4), ...calls]);
});
