/** How many vendor calls one caller may cause at one account in a minute (D4), by a clock that only the test moves. */
import { expect, test } from 'vitest';
import { LookupShare, SHARE_SPENT } from '../../src/access/lookup-share.ts';

const clock = { time: 0 };
const shareOf = (perMinute: number) => new LookupShare(perMinute, () => clock.time);

test('a caller may cause so many calls in a minute, and not one more', () => {
  const share = shareOf(3);
  for (let call = 0; call < 3; call += 1) share.take({ id: 'one' }, 'acme');
  clock.time += 30_500;
  expect(() => share.take({ id: 'one' }, 'acme')).toThrowError(
    expect.objectContaining({
      code: 'RATE_LIMITED',
      message: 'A caller may cause 3 calls a minute at the account acme; try again in 30 s',
      ...{ account: 'acme', vendorCode: SHARE_SPENT },
      details: { limit: 3, retryAfterSeconds: 30 },
    }),
  );
});

test('the share of another caller, of another account and of the next minute is whole', () => {
  const share = shareOf(1);
  const take = (id: string, account: string) => () => share.take({ id }, account);
  take('one', 'acme')();
  expect(take('one', 'acme')).toThrow('try again in 60 s');
  expect(take('two', 'acme')).not.toThrow();
  expect(take('one', 'other')).not.toThrow();
  clock.time += 59_999.5;
  expect(take('one', 'acme')).toThrow('try again in 1 s');
  clock.time += 0.5;
  expect(take('one', 'acme')).not.toThrow();
  expect(take('one', 'acme')).toThrow('try again in 60 s');
});

test('callers without an id share one', () => {
  const share = shareOf(1);
  share.take({}, 'acme');
  expect(() => share.take({}, 'acme')).toThrow();
});
