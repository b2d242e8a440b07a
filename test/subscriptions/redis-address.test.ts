import { describe, expect, it, onTestFinished } from 'vitest';
import { isRedisAddress, parseRedisAddress } from '../../src/storage/redis-address.ts';
import { openRedisLog } from '../../src/subscriptions/log/redis-log.ts';
import { redisAt } from './redis-client.ts';
import { ownRedis, startRedis } from './redis-server.ts';

describe('an address of Redis', () => {
  it.each([
    ['redis://localhost', { kind: 'single', nodes: [{ host: 'localhost', port: 6379 }], database: 0, tls: false }],
    ['rediss://h:6380/2', { kind: 'single', nodes: [{ host: 'h', port: 6380 }], database: 2, tls: true }],
    ['redis://u:p%40w@[::1]:6379', { nodes: [{ host: '::1', port: 6379 }], username: 'u', password: 'p@w' }],
    ['redis://:pw@h', { username: undefined, password: 'pw' }],
    [
      'redis+sentinel://u:p@a:1,b/main?sentinelPassword=s',
      {
        kind: 'sentinel',
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 26379 },
        ],
        master: 'main',
        sentinelPassword: 's',
        database: 0,
      },
    ],
    [
      'rediss+cluster://a:1,b:2',
      {
        kind: 'cluster',
        tls: true,
        database: 0,
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
      },
    ],
  ])('%s is read', (url, expected) => {
    expect(parseRedisAddress(url)).toMatchObject(expected);
  });

  it.each([
    'redis://h:65536',
    'redis://h:0',
    'redis://u:%@h',
    'http://h',
    'redis://',
    'redis://a,b',
    'redis+sentinel://a:1',
    'redis+cluster://a/3',
    'redis://h/name',
  ])('%s is refused', (url) => {
    expect(isRedisAddress(url)).toBe(false);
    expect(() => parseRedisAddress(url)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});

describe.skipIf(!ownRedis)('D4: a Redis user that lacks a right', () => {
  const open = async (rules: string[]) => {
    const server = await startRedis(true);
    onTestFinished(() => server.dispose());
    await redisAt(server.url).call('ACL', 'SETUSER', 'gateway', 'on', '>pw', ...rules);
    const { host } = new URL(server.url);
    const log = await openRedisLog({ url: `redis://gateway:pw@${host}` });
    await log.close();
  };

  it.each([
    ['a command', ['~{crosspoint}:*', '&{crosspoint}:*', '+@all', '-xadd'], 'xadd (the command)'],
    ['scripts', ['~{crosspoint}:*', '&{crosspoint}:*', '+@all', '-@scripting'], 'eval (the command)'],
    ['cells of figures', ['~{crosspoint}:*', '&{crosspoint}:*', '+@all', '-hgetall'], 'hgetall (the command)'],
    ['subscriptions', ['~{crosspoint}:*', '&{crosspoint}:*', '+@all', '-subscribe'], 'subscribe (the command)'],
    ['existence', ['~{crosspoint}:*', '&{crosspoint}:*', '+@all', '-exists'], 'exists (the command)'],
    [
      'the time of scripts',
      ['~{crosspoint}:*', '&{crosspoint}:*', '+@all', '-time'],
      'eval (the command TIME in scripts)',
    ],
    ['keys to read alone', ['%R~{crosspoint}:*', '&{crosspoint}:*', '+@all'], 'set (on keys {crosspoint}:*)'],
    ['its keys', ['~other:*', '&*', '+@all'], 'set (on keys {crosspoint}:*)'],
    ['hashes', ['~{crosspoint}:*', '&{crosspoint}:*', '+@all', '-@hash'], 'hset (the command)'],
    ['one group of keys', ['~{crosspoint}:events*', '&{crosspoint}:*', '+@all'], 'set (on keys {crosspoint}:*)'],
    ['another channel', ['~{crosspoint}:*', '&other:*', '+@all'], 'publish (on channels {crosspoint}:*)'],
    ['its channel', ['~{crosspoint}:*', 'resetchannels', '+@all'], 'publish (on channels {crosspoint}:*)'],
  ])('is named with it: %s', async (_, rules, missing) => {
    const message = expect.stringContaining(missing);
    await expect(open(rules)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message });
  });

  it('is let in with the rights that are documented', async () => {
    await open([
      '~{crosspoint}:*',
      '&{crosspoint}:*',
      '+@read',
      '+@write',
      '+@stream',
      '+@pubsub',
      '+@connection',
      '+@scripting',
      '+time',
      '+info',
    ]);
  });
});
