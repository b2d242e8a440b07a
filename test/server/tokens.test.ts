/** Tokens that lack a claim, and an issuer that cannot be reached. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/server/auth.ts';
import { createTokenVerifier } from '../../src/server/jwt.ts';
import { quietLog } from '../../src/server/logging.ts';

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'crosspoint';

let issuer: Server;
let down = false;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
  const published: JWK = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  issuer = createServer((_, response) => {
    if (down) response.writeHead(503).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [published] }));
  });
  await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
});
afterAll(() => issuer.close());

const settings = () => ({
  ...{ issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256' as const], leewaySeconds: 5 },
  ...{ scopesClaim: 'scope', accountsClaim: 'accounts', tenantClaim: 'tenant' },
  jwks: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`,
});

const signed = (claims: JWTPayload, kid = 'one') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('5m')
    .sign(keys.privateKey);

describe('an issuer that is away (A4)', () => {
  test('is logged once, and a token with a newer key cannot be checked until it is back', async () => {
    const lines: string[] = [];
    const warn = (_: object, message: string) => void lines.push(message);
    const verify = createTokenVerifier(settings(), 0, { ...quietLog, warn });
    await verify(await signed({ sub: 'ann' }));
    down = true;
    for (let time = 0; time < 3; time += 1) await verify(await signed({ sub: 'ann' }));
    await expect(verify(await signed({}, 'newer'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED', retryable: true });
    down = false;
    expect(lines).toEqual([expect.stringContaining('The keys of the issuer cannot be read')]);
  });
});

describe('tokens without a claim (A4)', () => {
  const disabled = { subjects: [], tenants: [] };
  const authenticate = (credential: string) =>
    createAuthenticate({ keys: [], disabled, jwt: settings() }, quietLog)(`Bearer ${credential}`);
  const callerOf = async (claims: JWTPayload) => authenticate(await signed(claims));

  test('two tokens without a subject are two callers, and one token stays one', async () => {
    const [one, other] = [await signed({ scope: 'calls:control' }), await signed({ scope: 'calls:control' })];
    const { id } = await authenticate(one);
    expect((await authenticate(one)).id).toBe(id);
    expect((await authenticate(other)).id).not.toBe(id);
  });

  test('without a subject, the client that the token was issued to is the caller', async () => {
    expect((await callerOf({ client_id: 'svc-one' })).id).toBe('jwt:svc-one');
    expect((await callerOf({ azp: 'svc-two' })).id).toBe('jwt:svc-two');
    expect((await callerOf({ sub: '', client_id: 'svc-three' })).id).toBe('jwt:svc-three');
  });

  test('one without the claim of accounts is good for all, one with an empty claim for none', async () => {
    expect((await callerOf({ sub: 'ann' })).accounts).toBe('all');
    for (const accounts of [[], '', null, 7]) {
      const caller = await callerOf({ sub: 'ann', accounts });
      expect([accounts, caller.accounts]).toEqual([accounts, new Set()]);
    }
    expect((await callerOf({ sub: 'ann', accounts: 'floor desk' })).accounts).toEqual(new Set(['floor', 'desk']));
  });
});
