import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { logOutages, type RedisClient } from '../../src/storage/redis-connection.ts';
import { silent } from './events.ts';

test('the log says once that Redis is away, again for another reason, and once that it is back', () => {
  const redis = new EventEmitter();
  const lines: unknown[] = [];
  logOutages(redis as unknown as RedisClient, {
    ...silent,
    warn: (facts, message) => void lines.push([message, facts]),
    info: (facts, message) => void lines.push([message, facts]),
  });
  const fails = (code: string) => redis.emit('error', Object.assign(new Error('failed'), { code }));
  redis.emit('ready');
  expect(lines, 'nothing at the start').toEqual([]);
  for (const code of ['ECONNREFUSED', 'ECONNREFUSED', 'ETIMEDOUT']) fails(code);
  for (let times = 0; times < 2; times += 1) redis.emit('ready');
  fails('ETIMEDOUT');
  expect(lines).toEqual([
    ['Redis is away', { code: 'ECONNREFUSED' }],
    ['Redis is away', { code: 'ETIMEDOUT' }],
    ['Redis is back', {}],
    ['Redis is away', { code: 'ETIMEDOUT' }],
  ]);
});
