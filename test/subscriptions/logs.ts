import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { noRedis, startRedis, type TestRedis } from './redis-server.ts';

if (noRedis) console.warn(noRedis);

/** The folder of the files of this test file; removed at the end. */
export const folder = mkdtempSync(join(tmpdir(), 'crosspoint-log-'));

/** The Redis of the test file. */
export let redis: TestRedis;

beforeAll(async () => {
  if (!noRedis) redis = await startRedis();
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await redis?.dispose();
});
