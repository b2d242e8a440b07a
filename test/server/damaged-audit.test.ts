import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { audit } from '../../src/commands/audit.ts';
import { AuditQueries } from '../../src/resolvers/audit-query.ts';
import { AuditTrail } from '../../src/server/audit-trail.ts';
import { SqliteAuditStore } from '../../src/storage/sqlite-audit-store.ts';

const FLOOR = { id: 'wfo', vendor: 'recorder', url: 'tcp://127.0.0.1:1' };
const caller = { id: 'auditor', accounts: 'all' as const };

/** A trail of five lines, of which the second, the third and the fourth are damaged. */
async function damagedTrail() {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-damaged-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'events-audit.db');
  const trail = new AuditTrail(new SqliteAuditStore(file), { info() {}, error() {} } as never);
  for (const operation of ['one', 'two', 'three', 'four', 'five'])
    await trail.record(caller as never, { operation, account: 'floor' }, { outcome: 'OK' });
  trail.close();
  const database = new Database(file);
  database.exec('UPDATE audit SET text = \'{"at":"2026\' WHERE sequence = 2');
  database.exec("UPDATE audit SET text = 'null' WHERE sequence = 3; UPDATE audit SET text = '{}' WHERE sequence = 4");
  database.close();
  return { folder, file };
}

test('damaged lines of the audit trail are left out of a query, and logged once', async () => {
  const { file } = await damagedTrail();
  const logged: unknown[][] = [];
  const log = { info() {}, error: (...line: unknown[]) => void logged.push(line) } as unknown as Log;
  const trail = new AuditTrail(new SqliteAuditStore(file), log);
  onTestFinished(() => trail.close());
  const context = {
    audit: trail.of(caller as never, {}),
    caller,
    gateway: { account: () => null },
    views: {},
  } as never;
  const ask = () => new AuditQueries().audit(context, { first: 10 } as never, null);
  expect((await ask()).edges.map(({ node }) => node.operation)).toEqual(['five', 'one']);
  await ask();
  expect(logged).toEqual([4, 3, 2].map((sequence) => [{ sequence }, 'A line of the audit trail cannot be read']));
});

test('an export of the audit trail has damaged lines as they are, and a check names the first', async () => {
  const { folder, file } = await damagedTrail();
  const config = join(folder, 'crosspoint.yaml');
  const hash = `sha256:${'0'.repeat(64)}`;
  const events = { file: file.replace('-audit', '') };
  writeFileSync(
    config,
    JSON.stringify({ events, accounts: [FLOOR], auth: { keys: [{ id: 'a', hash, scopes: ['admin'] }] } }),
  );
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  onTestFinished(() => write.mockRestore());
  expect(await audit({ config } as never, ['export'])).toBe(0);
  const lines = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ sequence, operation, text }) => [sequence, operation ?? text])).toEqual([
    [1, 'one'],
    [2, '{"at":"2026'],
    [3, 'null'],
    [4, undefined],
    [5, 'five'],
  ]);
  printed = '';
  expect(await audit({ config, output: 'json' } as never, ['verify'])).toBe(1);
  expect(JSON.parse(printed)).toMatchObject({ broken: 2, entries: 1 });
});
