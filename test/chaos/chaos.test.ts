import { describe, expect, it } from 'vitest';
import { noRedis, ownRedis } from '../subscriptions/redis-server.ts';
import { runChaos } from './run.ts';

/** A short run; `npm run chaos` takes ten minutes, and times reads while a vendor hangs. */
const PLAN = { seed: 7, faultsMs: 15_000, everyMs: 1_500, hungMs: 0, pace: 1, readers: 1 };

describe.skipIf(noRedis || !ownRedis)('real processes that are killed, suspended and cut', () => {
  it('lose, double and misreport nothing', async () => {
    const { faults, promises } = await runChaos(PLAN, () => undefined);
    expect([...faults.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
    expect(promises.filter(({ broken }) => broken.length > 0)).toEqual([]);
  }, 300_000);
});
