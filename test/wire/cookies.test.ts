import { expect, test } from 'vitest';
import { CookieJar } from '../../src/adapters/soap/cookies.ts';

test('a cookie is sent until it expires, by Max-Age before Expires', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const jar = new CookieJar(() => now);
  jar.keep([
    'a=1; Expires=Thu, 01 Jan 2026 00:01:00 GMT; Path=/',
    'b=2; Expires=Thu, 01 Jan 2026 00:01:00 GMT; Max-Age=120',
    'c=3; expires=no date',
    'd=4; Expires=Wed, 31 Dec 2025 00:00:00 GMT',
  ]);
  expect(jar.header()).toBe('a=1; b=2; c=3');
  now += 60_000;
  expect(jar.header()).toBe('b=2; c=3');
  now += 60_000;
  jar.keep('c=; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
  expect(jar.header()).toBeNull();
});
