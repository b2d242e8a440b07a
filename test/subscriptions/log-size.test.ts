/** The size of a log's file is known when it is opened, without a look at its events. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { LogDatabase } from '../../src/subscriptions/log/log-database.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { callEvent } from './events.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-log-size-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

/** Bytes of all events: as the log knows them when it is opened, and summed up. */
function sizes(file: string) {
  const opened = new LogDatabase(file);
  const known = opened.size();
  opened.close();
  const database = new Database(file);
  const sum = (table: string) => `(SELECT coalesce(sum(octet_length(body)), 0) FROM ${table})`;
  const { value } = database.prepare(`SELECT ${sum('batches')} + ${sum('packs')} AS value`).get() as { value: number };
  const noted = database.prepare("SELECT value FROM meta WHERE name = 'size'").get() as { value: string } | undefined;
  database.close();
  return { known, summed: value, noted: Number(noted?.value.split(' ')[2]) };
}

test('after events were appended, and removed beyond the bound', async () => {
  const file = newFile();
  const events = (from: number) => Array.from({ length: 300 }, (_, at) => callEvent({ call: `${from + at}` }));
  const log = await openSqliteLog({ file });
  await log.append(events(0));
  await log.append([...events(200), ...events(300)]);
  await log.close();
  const { known, summed, noted } = sizes(file);
  expect([known, noted]).toEqual([summed, summed]);
  const bound = Math.round(summed / 2);
  const bounded = await openSqliteLog({ file, retention: { size: bound } });
  await bounded.trim();
  await bounded.append(events(1_000).slice(0, 3));
  await bounded.close();
  const after = sizes(file);
  expect([after.known, after.noted]).toEqual([after.summed, after.summed]);
  expect(after.summed).toBeLessThan(bound + 2_000);
  expect(after.summed).toBeGreaterThan(bound / 2);
});

test('also where it was not noted after the last event', async () => {
  const file = newFile();
  const log = await openSqliteLog({ file });
  await log.append([callEvent({ call: '1' }), callEvent({ call: '2' })]);
  await log.close();
  const database = new Database(file);
  database.exec("INSERT INTO batches SELECT max(last) + 1, max(last) + 1, 1, CAST('[1]' AS BLOB) FROM batches");
  database.close();
  const { known, summed, noted } = sizes(file);
  expect(known).toBe(summed);
  expect(noted).toBe(summed - 3);
});
