import { randomUUID } from 'node:crypto';
import { CrosspointError } from '../adapters/errors.ts';
import type { RedisClient } from './redis-connection.ts';

/** A command that the gateway needs, tried on keys under the gateway's prefix that expire within seconds. */
interface Need {
  readonly command: string;
  run(redis: RedisClient, key: string): Promise<unknown>;
}

const SECONDS = 10;

/** Every command that the gateway sends or that its scripts run; docs/operations/redis.md lists them by key. */
const NEEDS: readonly Need[] = [
  { command: 'set', run: (redis, key) => redis.set(`${key}:text`, '1', 'EX', SECONDS) },
  { command: 'exists', run: (redis, key) => redis.exists(`${key}:text`) },
  { command: 'get', run: (redis, key) => redis.get(`${key}:text`) },
  { command: 'hset', run: (redis, key) => redis.hset(`${key}:hash`, 'a', '1') },
  { command: 'hsetnx', run: (redis, key) => redis.hsetnx(`${key}:hash`, 'a', '1') },
  { command: 'hget', run: (redis, key) => redis.hget(`${key}:hash`, 'a') },
  { command: 'hgetall', run: (redis, key) => redis.hgetall(`${key}:hash`) },
  { command: 'hmget', run: (redis, key) => redis.hmget(`${key}:hash`, 'a') },
  { command: 'hkeys', run: (redis, key) => redis.hkeys(`${key}:hash`) },
  { command: 'hdel', run: (redis, key) => redis.hdel(`${key}:hash`, 'b') },
  { command: 'pexpire', run: (redis, key) => redis.pexpire(`${key}:hash`, SECONDS * 1_000) },
  { command: 'xadd', run: (redis, key) => redis.xadd(`${key}:stream`, '*', 'e', '1') },
  { command: 'xlen', run: (redis, key) => redis.xlen(`${key}:stream`) },
  { command: 'xrange', run: (redis, key) => redis.xrange(`${key}:stream`, '-', '+', 'COUNT', 1) },
  { command: 'xrevrange', run: (redis, key) => redis.xrevrange(`${key}:stream`, '+', '-', 'COUNT', 1) },
  { command: 'xread', run: (redis, key) => redis.xread('COUNT', 1, 'STREAMS', `${key}:stream`, '0') },
  { command: 'xdel', run: (redis, key) => redis.xdel(`${key}:stream`, '0-1') },
  { command: 'zadd', run: (redis, key) => redis.zadd(`${key}:sorted`, 1, 'a') },
  { command: 'zrangebyscore', run: (redis, key) => redis.zrangebyscore(`${key}:sorted`, 0, 1) },
  { command: 'zrevrangebyscore', run: (redis, key) => redis.zrevrangebyscore(`${key}:sorted`, 1, 0) },
  { command: 'zrem', run: (redis, key) => redis.zrem(`${key}:sorted`, 'a') },
  { command: 'eval', run: (redis, key) => redis.eval("return redis.call('TIME')[1]", 1, `${key}:text`) },
  { command: 'publish', run: (redis, key) => redis.publish(`${key}:channel`, '') },
  { command: 'subscribe', run: subscribeOnce },
  { command: 'del', run: (redis, key) => redis.del(`${key}:text`, `${key}:hash`, `${key}:stream`) },
];

/** A connection that subscribes takes no other command, so this is another one. */
async function subscribeOnce(redis: RedisClient, key: string): Promise<void> {
  const another = redis.duplicate();
  another.on('error', () => undefined);
  try {
    if (another.status === 'wait') await another.connect();
    await another.subscribe(`${key}:channel`);
  } finally {
    another.disconnect();
  }
}

/** The commands, keys and channels that the user of a connection may not use, in Redis' words; empty where all may be used. */
async function missingRights(redis: RedisClient, prefix = 'crosspoint'): Promise<readonly string[]> {
  const key = `{${prefix}}:rights:${randomUUID()}`;
  const missing: string[] = [];
  for (const { command, run } of NEEDS) {
    const refusal = await run(redis, key).then(
      () => null,
      (thrown: unknown) => refusalOf(thrown),
    );
    if (refusal !== null) missing.push(`${command} (${refusal})`);
  }
  return missing;
}

/** Throws FAILED_PRECONDITION, naming the rights that a Redis user lacks. */
export async function requireRights(redis: RedisClient, prefix?: string): Promise<void> {
  const missing = await missingRights(redis, prefix);
  if (missing.length === 0) return;
  const message = `The Redis user lacks rights: ${missing.join('; ')}. Grant them with ACL SETUSER`;
  throw new CrosspointError('FAILED_PRECONDITION', message);
}

/** The right that the user lacks; null where the command failed for another reason. */
function refusalOf(thrown: unknown): string | null {
  const { message = '' } = thrown as Error;
  // Redis 6 and 7 refuse a command of a script in these words.
  if (/executing the script|from script|script: /i.test(message) && /can't run|no permission/i.test(message))
    return 'the command TIME in scripts';
  if (!message.includes('NOPERM')) return null;
  if (/key/i.test(message)) return 'on keys {crosspoint}:*';
  return /channel/i.test(message) ? 'on channels {crosspoint}:*' : 'the command';
}
