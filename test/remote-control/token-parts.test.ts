/** The token of an account: when it is requested, how often, and in which answers it is found. */
import { describe, expect, it } from 'vitest';
import { Guard } from '../../src/adapters/calls/guard.ts';
import { readToken, TokenCache } from '../../src/adapters/remote-control/client/token.ts';
import { vendorAnswering } from './unit-vendor.ts';

const login = { userName: 'gate way/1', password: 'sécret' };

/** The token of an account whose token service answers so; without a count, with a token of its number. */
async function tokens(
  answer: Parameters<typeof vendorAnswering>[0] = (_, at) => ({ body: `token-${at}` }),
  options: ConstructorParameters<typeof TokenCache>[4] = {},
) {
  const { url, asked } = await vendorAnswering(answer);
  const guard = new Guard('dialler');
  return { cache: new TokenCache(url, 'dialler', { login }, guard, options), guard, asked };
}

// WIRE: GET {base}/webservices/services/apitoken/login/{login}, with the base64 of the password in Authorization.
describe('a token from the token service', () => {
  it('is requested with the name in the path and the password in base64, once', async () => {
    const { cache, asked } = await tokens();
    expect(await Promise.all([cache.current(), cache.current()])).toEqual(['token-1', 'token-1']);
    expect(await cache.current()).toBe('token-1');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/webservices/services/apitoken/login/gate%20way%2F1' });
    expect(asked[0]?.headers.authorization).toBe('c8OpY3JldA==');
    expect(asked[0]?.headers['content-type']).toBeUndefined();
  });

  it('is requested as JSON where the account asks for JSON', async () => {
    const { cache, asked } = await tokens(() => ({ body: '"token-1"' }), { json: true });
    expect(await cache.current()).toBe('token-1');
    expect(asked[0]?.headers['content-type']).toBe('application/json');
  });

  it('is replaced once it was refused, for which the retry budget pays two calls', async () => {
    const { cache, asked, guard } = await tokens();
    await cache.current();
    expect(await cache.instead('token-1')).toBe('token-2');
    expect([asked.length, guard.retries.taken, await cache.current()]).toEqual([2, 2, 'token-2']);
  });

  it('is the newer one for a call whose token was replaced meanwhile, for which the budget pays one call', async () => {
    const { cache, asked, guard } = await tokens();
    await cache.current();
    expect(await cache.instead('token-0')).toBe('token-1');
    expect([asked.length, guard.retries.taken]).toEqual([1, 1]);
  });

  it('is not replaced where the retry budget is spent', async () => {
    const { cache, asked, guard } = await tokens();
    await cache.current();
    while (guard.retries.take());
    expect(await cache.instead('token-1')).toBeNull();
    expect([asked.length, await cache.current()]).toEqual([1, 'token-1']);
  });

  it.each([
    [{ status: 401 }, { code: 'UNAUTHENTICATED' }],
    [{ status: 403 }, { code: 'UNAUTHENTICATED' }],
    [{ status: 404 }, { code: 'UNAUTHENTICATED' }],
    [{ body: '' }, { code: 'UNAUTHENTICATED' }],
    [
      { status: 400, body: 'token' },
      { code: 'BAD_RESPONSE', vendorCode: 'HTTP 400' },
    ],
    [
      { status: 402, body: 'token' },
      { code: 'BAD_RESPONSE', vendorCode: 'HTTP 402' },
    ],
    [
      { status: 405, body: 'token' },
      { code: 'BAD_RESPONSE', vendorCode: 'HTTP 405' },
    ],
    [
      { status: 503, body: 'token' },
      { code: 'UNAVAILABLE', vendorCode: 'HTTP 503' },
    ],
  ])('that is answered by %j fails with %j, and is requested again by the next call', async (reply, error) => {
    const { cache, asked } = await tokens((_, at) => (at === 1 ? reply : { body: 'token' }));
    const facts = { account: 'dialler', vendor: 'REMOTE_CONTROL', operation: 'apitoken' };
    await expect(cache.current()).rejects.toMatchObject({ ...facts, ...error });
    expect([await cache.current(), asked.length]).toEqual(['token', 2]);
  });

  it('that is not answered in time is TIMEOUT, since its request changes nothing', async () => {
    const { cache } = await tokens(() => null, { deadline: 60 });
    await expect(cache.current()).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('is found in answers of up to 64 KiB', async () => {
    const padded = (length: number) => () => ({ body: 'token'.padEnd(length) });
    const { cache } = await tokens(padded(65_536));
    expect(await cache.current()).toBe('token');
    const { cache: other } = await tokens(padded(65_537));
    await expect(other.current()).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('is not requested while the breaker is open', async () => {
    const { cache, guard, asked } = await tokens(() => ({ status: 503 }));
    while (guard.breaker.isPassable) await cache.current().catch(() => undefined);
    const before = asked.length;
    await expect(cache.current()).rejects.toMatchObject({ vendorCode: 'BREAKER_OPEN' });
    expect(asked).toHaveLength(before);
  });
});

it('a token of the configuration is used as it is, and never replaced', async () => {
  const guard = new Guard('dialler');
  const cache = new TokenCache('http://127.0.0.1:9', 'dialler', { token: 'fixed' }, guard);
  expect([await cache.current(), await cache.instead('fixed'), guard.retries.taken]).toEqual(['fixed', null, 0]);
});

describe('an answer of the token service', () => {
  it.each([
    'k-1',
    ' k-1\r\n',
    '"k-1"',
    '<string xmlns="urn:x"> k-1 </string>',
    '<R><TokenKey>k-1</TokenKey></R>',
    '<r><tokenkey> k-1 </tokenkey></r>',
    '<R><Key>k-1</Key></R>',
    '<R><string>k-1</string></R>',
    '<R><Data>no</Data><Token>k-1</Token></R>',
    '<R><Success>true</Success><Data>k-1</Data></R>',
    '<R><Success>true</Success><Data><Other>no</Other><TokenKey>k-1</TokenKey></Data></R>',
    '{"Token":"k-1"}',
    '{"Data":"no","TokenKey":"k-1"}',
    '{"TokenKey":null,"Data":"k-1"}',
    '{"Success":"True","Data":{"tokenKey":" k-1 "}}',
  ])('%s has the token k-1', (answer) => {
    expect(readToken(answer)).toBe('k-1');
  });

  it('of digits alone is a token', () => {
    expect(readToken('0123')).toBe('0123');
    expect(readToken('123')).toBe('123');
  });

  it.each([
    '',
    'a; b=c',
    'a\r\nb',
    'null',
    'true',
    '{}',
    '{"Token":5}',
    '{"Other":"k-1"}',
    '["k-1"]',
    '{"Success":false,"Data":"k-1"}',
    '{"Success":" False ","Data":"k-1"}',
    '<R><Success>false</Success><Data>k-1</Data></R>',
    '<R>k-1<Other>no</Other></R>',
    '<html>k-1</html>',
    '<HTML><body/></HTML>',
    '<!DOCTYPE html><html>k-1</html>',
  ])('%s has none', (answer) => {
    expect(readToken(answer)).toBeNull();
  });
});
