import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuthConfiguration } from '../../src/config/auth.ts';
import { createApiKey, createAuthenticate } from '../../src/server/auth.ts';
import { createTokenVerifier } from '../../src/server/jwt.ts';
import { createLog, quietLog } from '../../src/server/logging.ts';

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'crosspoint';

let issuer: Server;
let jwks: string;
let down = false;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
/** What the issuer publishes. */
let published: JWK[] = [];

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
  published = [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
  issuer = createServer((_, response) => {
    if (down) response.writeHead(503).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
  jwks = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`;
});
afterAll(() => issuer.close());

function configuration(parts: Partial<AuthConfiguration>): AuthConfiguration {
  return { keys: [], disabled: { subjects: [], tenants: [] }, ...parts };
}

function jwtConfiguration(leewaySeconds = 5): AuthConfiguration {
  const jwt = {
    issuer: ISSUER,
    audience: AUDIENCE,
    jwks,
    algorithms: ['ES256' as const],
    scopesClaim: 'scope',
    accountsClaim: 'accounts',
    tenantClaim: 'tenant',
    leewaySeconds,
  };
  return configuration({ jwt });
}

function token(claims: JWTPayload, parts: { audience?: string; issuer?: string; expires?: string | number } = {}) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setSubject('ann')
    .setIssuer(parts.issuer ?? ISSUER)
    .setAudience(parts.audience ?? AUDIENCE)
    .setExpirationTime(parts.expires ?? '5m')
    .sign(keys.privateKey);
}

describe('API keys', () => {
  const { key, hash } = createApiKey();
  const stored = { id: 'wallboard', hash, scopes: ['calls:read'], accounts: ['floor'] };
  const authenticate = createAuthenticate(configuration({ keys: [stored] }), quietLog);

  test('the right key brings its scopes and accounts', async () => {
    const caller = await authenticate(`Bearer ${key}`);
    expect(caller).toMatchObject({
      id: 'key:wallboard',
      scopes: new Set(['calls:read']),
      accounts: new Set(['floor']),
    });
  });

  test.each([
    ['nothing', undefined],
    ['an empty credential', 'Bearer '],
    ['another key', `Bearer ${createApiKey().key}`],
    ['the hash itself', `Bearer ${hash}`],
    ['another scheme', `Basic ${Buffer.from(`x:${key}`).toString('base64')}`],
  ])('%s is refused', async (_, authorization) => {
    await expect(authenticate(authorization)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('a key for no account sees none', async () => {
    const none = createAuthenticate(configuration({ keys: [{ ...stored, accounts: [] }] }), quietLog);
    expect((await none(`Bearer ${key}`)).accounts).toEqual(new Set());
  });

  test('an expired key is refused', async () => {
    const expired = createAuthenticate(
      configuration({ keys: [{ ...stored, expiresAt: '2020-01-01T00:00:00Z' }] }),
      quietLog,
    );
    await expect(expired(`Bearer ${key}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('tokens (A4)', () => {
  test('a good token brings its scopes, accounts and end', async () => {
    const authenticate = createAuthenticate(jwtConfiguration(), quietLog);
    const caller = await authenticate(
      `Bearer ${await token({ scope: 'calls:read calls:control', accounts: ['floor'] })}`,
    );
    expect(caller).toMatchObject({
      id: 'jwt:ann',
      scopes: new Set(['calls:read', 'calls:control']),
      accounts: new Set(['floor']),
    });
    expect(caller.expiresAt?.getTime()).toBeGreaterThan(Date.now());
  });

  test('bad tokens are refused', async () => {
    const authenticate = createAuthenticate(jwtConfiguration(), quietLog);
    const other = await generateKeyPair('ES256');
    const forged = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(other.privateKey);
    const symmetric = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode('a-public-key-used-as-a-secret-key'));
    const traversal = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: '../../etc/passwd' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(keys.privateKey);
    const bad = [
      await new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .sign(keys.privateKey),
      new UnsecuredJWT({}).setIssuer(ISSUER).setAudience(AUDIENCE).setExpirationTime('5m').encode(),
      forged,
      symmetric,
      traversal,
      await token({}, { audience: 'another' }),
      await token({}, { issuer: 'https://another.example' }),
      await token({}, { expires: Math.floor(Date.now() / 1000) - 60 }),
      `${(await token({})).slice(0, -4)}AAAA`,
      'not.a.token',
    ];
    for (const credential of bad) {
      await expect(authenticate(`Bearer ${credential}`), credential).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  test('why a credential is refused stands in the log, without the credential', async () => {
    const lines: string[] = [];
    const log = createLog('debug', { write: (line) => void lines.push(line) });
    let authenticate = createAuthenticate(jwtConfiguration(), log);
    const logged = async (credential: string) => {
      lines.length = 0;
      await expect(authenticate(`Bearer ${credential}`)).rejects.toThrow();
      expect(lines.join('')).not.toContain(credential);
      const { level, err } = JSON.parse(lines[0] ?? '');
      return [level, err.cause?.message ?? err.message];
    };
    expect(await logged(await token({}, { audience: 'another' }))).toEqual([20, 'unexpected "aud" claim value']);
    expect(await logged('cpk_unknown')).toEqual([20, 'The credential is not valid']);
    down = true;
    authenticate = createAuthenticate(jwtConfiguration(), log);
    expect((await logged(await token({})))[0], 'a warning').toBe(40);
    down = false;
  });

  test('an algorithm that was not named is refused, though the issuer has such a key', async () => {
    const other = await generateKeyPair('ES384');
    published.push({ ...(await exportJWK(other.publicKey)), kid: 'two', alg: 'ES384', use: 'sig' });
    const signed = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES384', kid: 'two' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(other.privateKey);
    const authenticate = createAuthenticate(jwtConfiguration(), quietLog);
    await expect(authenticate(`Bearer ${signed}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    published.pop();
  });

  test('a scope that does not exist is logged once, with its claim', async () => {
    const lines: { facts: object; message: string }[] = [];
    const warn = (facts: object, message: string) => void lines.push({ facts, message });
    const authenticate = createAuthenticate(jwtConfiguration(), { ...quietLog, warn });
    const scope = 'calls:read call:reed';
    for (const sub of ['ann', 'ben']) await authenticate(`Bearer ${await token({ scope, sub })}`);
    expect(lines).toEqual([
      { facts: { claim: 'scope', scope: 'call:reed' }, message: 'A token has a scope that grants nothing here' },
    ]);
  });

  test('scopes that do not exist are logged a hundred times at most', async () => {
    const lines: object[] = [];
    const authenticate = createAuthenticate(jwtConfiguration(), {
      ...quietLog,
      warn: (facts) => void lines.push(facts),
    });
    for (const first of [0, 90, 180]) {
      const scope = Array.from({ length: 90 }, (_, index) => `none:${first + index}`).join(' ');
      await authenticate(`Bearer ${await token({ scope })}`);
    }
    expect(lines).toHaveLength(100);
  });

  test('a key that the issuer has withdrawn is good no longer (A4)', async () => {
    const { jwt } = jwtConfiguration();
    if (!jwt) throw new Error('no jwt configuration');
    const verify = createTokenVerifier(jwt, 0);
    await verify(await token({}));
    const [withdrawn] = published.splice(0);
    await expect(verify(await token({}))).rejects.toMatchObject({ code: 'UNAUTHENTICATED', retryable: false });
    if (withdrawn) published.push(withdrawn);
  });

  test('while the issuer is down, keys seen before stay good and nothing new is believed (A4)', async () => {
    const { jwt } = jwtConfiguration();
    if (!jwt) throw new Error('no jwt configuration');
    const verify = createTokenVerifier(jwt, 0);
    await verify(await token({}));
    down = true;
    await expect(verify(await token({ scope: 'calls:read' }))).resolves.toMatchObject({ id: 'jwt:ann' });
    await expect(createTokenVerifier(jwt)(await token({}))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      retryable: true,
    });
    down = false;
  });
});

describe('clocks that differ', () => {
  const seconds = (offset: number) => Math.floor(Date.now() / 1_000) + offset;
  const authenticate = async (claims: JWTPayload, expires: number, leeway = 5) =>
    createAuthenticate(jwtConfiguration(leeway), quietLog)(`Bearer ${await token(claims, { expires })}`);

  test('a token that begins 3 s ahead or ended 3 s ago is accepted', async () => {
    await expect(authenticate({ sub: 'a', nbf: seconds(3) }, seconds(60))).resolves.toMatchObject({ id: 'jwt:ann' });
    await expect(authenticate({ sub: 'a' }, seconds(-3))).resolves.toMatchObject({ id: 'jwt:ann' });
  });

  test.each([
    ['issued 30 s ahead', { iat: 30 }, 60, 5, true],
    ['that ended 20 s ago under a leeway of 60 s', {}, -20, 60, true],
    ['that ended 3 s ago without leeway', {}, -3, 0, false],
    ['that begins 3 s ahead without leeway', { nbf: 3 }, 60, 0, false],
  ])('a token %s', async (_, ahead, expires, leeway, isGood) => {
    const claims = Object.fromEntries(Object.entries(ahead).map(([name, offset]) => [name, seconds(offset)]));
    const answer = authenticate({ sub: 'a', ...claims }, seconds(expires), leeway);
    if (isGood) await expect(answer).resolves.toMatchObject({ id: 'jwt:ann' });
    else await expect(answer).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('a token beyond the leeway is refused, as expired where it has', async () => {
    await expect(authenticate({ sub: 'a' }, seconds(-60))).rejects.toThrow('The token has expired');
    await expect(authenticate({ sub: 'a', nbf: seconds(60) }, seconds(90))).rejects.toThrow('The token is not valid');
  });
});
