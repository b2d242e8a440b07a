import { CrosspointError } from '../adapters/errors.ts';
import type { CallCount, SharedCounts } from '../adapters/vendor.ts';
import { createRedis, type RedisClient } from './redis-connection.ts';

/** Milliseconds a call waits for its count. */
const COMMAND_TIMEOUT_MS = 500;

/**
 * Raises every count to what this gateway has counted, so that a Redis that lost counts gets them back; then adds the calls
 * to all of them or to none.
 */
export const COUNT_CALLS = `
local calls = tonumber(ARGV[1])
local used = {}
local taken = 1
for i = 1, #KEYS do
  local at = i * 4 - 2
  local stored = tonumber(redis.call('GET', KEYS[i]) or '0')
  used[i] = math.max(stored, tonumber(ARGV[at + 1])) + tonumber(ARGV[at + 2])
  if used[i] + calls > tonumber(ARGV[at]) then taken = 0 end
end
for i = 1, #KEYS do
  if taken == 1 then used[i] = used[i] + calls end
  if used[i] > 0 then redis.call('SET', KEYS[i], used[i], 'PX', ARGV[i * 4 + 1]) end
end
return {taken, unpack(used)}
`;

/** Counts of calls in Redis, for all gateways that share it. */
export class RedisQuotaCounts implements SharedCounts {
  readonly #prefix: string;

  constructor(
    private readonly redis: RedisClient,
    prefix: string,
  ) {
    this.#prefix = `{${prefix}}:calls:`;
  }

  async take(counts: readonly CallCount[], calls: number) {
    const keys = counts.map(({ name }) => this.#prefix + name);
    const facts = counts.flatMap(({ limit, known, owed, left }) => [limit, known, owed, left]);
    try {
      const answer = await this.redis.eval(COUNT_CALLS, keys.length, ...keys, calls, ...facts);
      const [taken, ...used] = answer as number[];
      return { taken: taken === 1, used };
    } catch (cause) {
      throw new CrosspointError('UNAVAILABLE', 'Redis does not count', { cause });
    }
  }

  close(): void {
    this.redis.disconnect();
  }
}

/** Connects to where calls are counted. */
export async function openRedisQuotaCounts(url: string, prefix = 'crosspoint'): Promise<RedisQuotaCounts> {
  const redis = createRedis(url, {
    lazyConnect: true,
    // A call never waits for Redis: while Redis is away it is counted here, and added to Redis later.
    ...{ enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT_MS },
  });
  await redis.connect().catch(() => undefined);
  return new RedisQuotaCounts(redis, prefix);
}
