import { expect, test } from 'vitest';
import { isRoleChange, redisErrorCode } from '../../src/storage/redis-connection.ts';

test.each([
  ["READONLY You can't write against a read only replica.", 'READONLY', true],
  ["READONLY You can't write against a read only replica. script: 2f1c, on @user_script:4.", 'READONLY', true],
  ["ERR Error running script (call to f_2f1c): @user_script:4: -READONLY You can't write", 'READONLY', true],
  ['UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)', 'UNBLOCKED', true],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'MASTERDOWN', true],
  ['ERR Error running script (call to f_2f1c): @user_script:1: user_script: READONLY is a value', 'ERR', false],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'WRONGPASS', false],
  ["NOPERM this user has no permissions to access a key named 'READONLY'", 'NOPERM', false],
  ['Connection is closed.', undefined, false],
])('Redis: %s', (message, code, isChange) => {
  expect(redisErrorCode(new Error(message))).toBe(code);
  expect(isRoleChange(new Error(message))).toBe(isChange);
});

test('the code of the system counts before words of its message', () => {
  const refused = Object.assign(new Error('READONLY connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(redisErrorCode(refused)).toBe('ECONNREFUSED');
});
