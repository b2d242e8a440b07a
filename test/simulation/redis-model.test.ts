import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { redisAt, redisForTests } from '../subscriptions/redis-client.ts';
import { noRedis } from '../subscriptions/redis-server.ts';
import { Random } from './random.ts';
import { RedisData, type Reply } from './redis-data.ts';
import { SCRIPTS } from './redis-scripts.ts';

type Command = readonly [name: string, ...given: unknown[]];

/** Commands that the gateway sends, over a few keys of one prefix. */
function commandOf(random: Random, prefix: string): Command {
  const key = (name: string) => `{${prefix}}:${name}`;
  const text = () => random.pick(['a', 'b', 'c']);
  const id = () => `${random.integer(1, 9)}-${random.integer(0, 3)}`;
  const [hash, sorted, string] = [key('hash'), key('sorted'), key(`text-${text()}`)];
  return random.pick<Command>([
    ['set', string, text(), 'PX', 100_000, 'NX', 'GET'],
    ['set', string, text(), 'PX', 100_000],
    ['get', string],
    ['exists', string, key('text-b')],
    ['del', string, key('text-b')],
    ['pexpire', string, 100_000],
    ['hset', hash, text(), text(), text(), text()],
    ['hsetnx', hash, text(), text()],
    ['hget', hash, text()],
    ['hmget', hash, text(), text()],
    ['hdel', hash, text()],
    ['zadd', sorted, random.integer(1, 4), text()],
    ['zrem', sorted, text()],
    ['zrangebyscore', sorted, `(${random.integer(0, 4)}`, '+inf'],
    ['zrangebyscore', sorted, '-inf', random.integer(0, 4), 'LIMIT', 0, 2],
    ['zrevrangebyscore', sorted, '+inf', '-inf', 'LIMIT', 0, random.integer(1, 3)],
    ['xrange', key('fixed'), `(${id()}`, '+', 'COUNT', random.integer(1, 4)],
    ['xrevrange', key('fixed'), `(${id()}`, '-', 'COUNT', random.integer(1, 4)],
    ['xrange', key('fixed'), '-', String(random.integer(1, 9))],
    ['xdel', key('fixed'), id()],
    ['xlen', key('fixed')],
    ['pubsub', 'NUMSUB', key('alive'), key('dead')],
  ]);
}

/** Scripts with their keys and arguments, on states that they change themselves. */
function scriptOf(random: Random, prefix: string): readonly [text: string, keys: string[], given: string[]] {
  const key = (name: string) => `{${prefix}}:${name}`;
  const owner = random.pick(['A', 'B']);
  const lease = ['lease', 'lease:offer', 'lease:heir', 'lease:term'].map(key);
  const [append, identify, trim, exchange, take, inherit, renew, release, line, figures, count, note] = [
    ...SCRIPTS.keys(),
  ];
  const fingerprint = key(`seen:${random.integer(1, 6)}`);
  const before = random.pick(['', '1 x', '2 x']);
  const gone = [random.pick(['', 'A', 'B']), random.pick([key('alive'), key('dead')])];
  return random.pick([
    [append, [key('log'), fingerprint, key('lease:term')], ['90000', '0', '1', `${owner} 1`, '1', `${random.next()}`]],
    [append, [key('log'), fingerprint], ['90000', '0', '0', '0', `${random.next()}`]],
    [identify, [key('meta'), key('none')], [owner, 'k', '0']],
    [trim, [key('log'), key('meta')], ['9000000', '4', '2']],
    [note, [key('meta')], ['note', owner, '']],
    [note, [key('meta'), key('lease:term')], ['note', owner, `${owner} 1`]],
    [exchange, [key('meta')], ['note', random.pick(['0', '1']), owner, '1', random.pick(['A', 'B'])]],
    [take, [...lease, key(random.pick(['mark', 'lease:heir']))], [owner, '50000', `${owner} 1`, '90000', ...gone]],
    [inherit, lease, [owner, '50000']],
    [renew, lease.slice(0, 1), [owner, '50000']],
    [release, lease, [owner, '50000']],
    [line, [key('lines'), key('head')], [before, String(Number(before[0] ?? 0) + 1), 'text', 'x']],
    [
      figures,
      [key('figures'), key('quarters')],
      ['L', `${random.integer(1, 5)}`, '1', 'body', key('cells:'), '900', 'acme', 'k', '{}'],
    ],
    [count, [key('count')], ['1', '5', '0', `${random.integer(0, 1)}`, '50000']],
  ] as [string, string[], string[]][]);
}

/** Ids of entries depend on the clock; what matters is whether there is one. */
const plain = (reply: unknown): unknown =>
  Array.isArray(reply) ? reply.map(plain) : typeof reply === 'string' ? reply.replace(/^\d{13}-\d+$/, 'id') : reply;

async function same(redis: Redis, name: string, real: () => Promise<unknown>, modelled: () => Reply): Promise<void> {
  const reasonOf = (thrown: unknown) => `refused: ${(thrown as Error).message.includes('equal or smaller')}`;
  const expected = await real().catch(reasonOf);
  let found: unknown;
  try {
    found = modelled();
  } catch (thrown) {
    found = reasonOf(thrown);
  }
  expect(plain(found), `${name} at ${redis.status}`).toEqual(plain(expected));
}

describe.skipIf(noRedis)('the model of Redis', () => {
  const redis = redisForTests();

  it('answers commands and scripts as Redis does', async () => {
    const subscriber = redisAt(redis.url);
    for (let seed = 1; seed <= 8; seed += 1) {
      const random = new Random(seed);
      const prefix = `model-${process.pid}-${seed}`;
      const alive = `{${prefix}}:alive`;
      await subscriber.subscribe(alive);
      const subscribers = (channel: string) => Number(channel === alive);
      const data = new RedisData(() => Date.now(), subscribers);
      for (let id = 1; id <= 9; id += 2) {
        await redis.client.xadd(`{${prefix}}:fixed`, `${id}-1`, 'f', String(id));
        data.xadd(`{${prefix}}:fixed`, `${id}-1`, 'f', String(id));
      }
      for (let step = 0; step < 250; step += 1) {
        if (random.chance(0.5)) {
          const [name, ...given] = commandOf(random, prefix);
          const run = (data as unknown as Record<string, (...words: unknown[]) => Reply>)[name];
          const words = given.map((word) => String(word));
          await same(
            redis.client,
            `${name} ${words}`,
            () => redis.client.call(name, words),
            () => run?.apply(data, words) ?? null,
          );
        } else {
          const [text, keys, given] = scriptOf(random, prefix);
          const ask = () => redis.client.eval(text, keys.length, ...keys, ...given);
          const answer = () => SCRIPTS.get(text)?.(data, keys, given, Date.now()) ?? null;
          await same(redis.client, `${text} ${keys} ${given}`, ask, answer);
        }
      }
    }
  });
});
