import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AuthConfiguration } from '../../src/config/auth.ts';
import { Authenticator, createApiKey } from '../../src/server/auth.ts';
import { quietLog } from '../../src/server/logging.ts';

const NONE = { subjects: [], tenants: [] };
const { key, hash } = createApiKey();
const stored = { id: 'wallboard', hash, scopes: ['calls:read', 'recordings:listen'], accounts: ['floor', 'wfo'] };

function sections(keys: AuthConfiguration['keys'], disabled = {}): AuthConfiguration {
  return { keys, disabled: { ...NONE, ...disabled } };
}

/** Whether a caller identified under one section is revoked by another, and whether a new request is refused. */
async function afterReplacing(before: AuthConfiguration, after: AuthConfiguration) {
  const authenticator = new Authenticator(before, quietLog);
  const caller = await authenticator.authenticate(`Bearer ${key}`);
  let revoked = false;
  authenticator.revocations.watch(caller, () => {
    revoked = true;
  });
  authenticator.replace(after);
  const isRefused = await authenticator.authenticate(`Bearer ${key}`).then(
    () => false,
    () => true,
  );
  return { revoked, isRefused, link: authenticator.isCurrent(caller, 'recordings:listen', 'wfo') };
}

const other = createApiKey();
const tenant = { ...stored, tenant: 'acme' };

describe('A5, D7: another auth section', () => {
  test.each([
    ['the same key', stored, sections([stored]), { revoked: false, isRefused: false, link: true }],
    [
      'no such key',
      stored,
      sections([{ ...stored, id: 'other', hash: other.hash }]),
      { revoked: true, isRefused: true, link: false },
    ],
    [
      'another secret under the id',
      stored,
      sections([{ ...stored, hash: other.hash }]),
      { revoked: true, isRefused: true, link: false },
    ],
    [
      'a scope less',
      stored,
      sections([{ ...stored, scopes: ['calls:read'] }]),
      { revoked: true, isRefused: false, link: false },
    ],
    [
      'an account less',
      stored,
      sections([{ ...stored, accounts: ['floor'] }]),
      { revoked: true, isRefused: false, link: false },
    ],
    [
      'a scope more',
      stored,
      sections([{ ...stored, scopes: [...stored.scopes, 'x'] }]),
      { revoked: false, isRefused: false, link: true },
    ],
    [
      'an earlier end',
      stored,
      sections([{ ...stored, expiresAt: '2999-01-01T00:00:00Z' }]),
      { revoked: true, isRefused: false, link: true },
    ],
    [
      'an end that has passed',
      stored,
      sections([{ ...stored, expiresAt: '2001-01-01T00:00:00Z' }]),
      { revoked: true, isRefused: true, link: false },
    ],
    [
      'its tenant disabled',
      tenant,
      sections([tenant], { tenants: ['acme'] }),
      { revoked: true, isRefused: true, link: false },
    ],
    [
      'another tenant disabled',
      tenant,
      sections([tenant], { tenants: ['other'] }),
      { revoked: false, isRefused: false, link: true },
    ],
    [
      'a disabled tenant assigned',
      stored,
      sections([tenant], { tenants: ['acme'] }),
      { revoked: true, isRefused: true, link: false },
    ],
    [
      'a disabled subject of the name of the key',
      stored,
      sections([stored], { subjects: ['wallboard'] }),
      { revoked: false, isRefused: false, link: true },
    ],
  ] as const)('with %s', async (_, before, after, expected) => {
    expect(
      await afterReplacing(
        sections([{ ...before, scopes: [...before.scopes], accounts: [...before.accounts] }]),
        after as AuthConfiguration,
      ),
    ).toEqual(expected);
  });
});

async function issuer() {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const published = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' }] };
  let requests = 0;
  let opened: () => void = () => {};
  let gate: Promise<void> = Promise.resolve();
  const server = createServer(async (_, response) => {
    requests += 1;
    await gate;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(published));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const jwt: NonNullable<AuthConfiguration['jwt']> = {
    ...{ issuer: 'https://issuer.example', audience: 'crosspoint', algorithms: ['ES256'] },
    ...{ scopesClaim: 'scope', accountsClaim: 'accounts', tenantClaim: 'tenant', leewaySeconds: 5 },
    jwks: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
  };
  const token = (subject: string, claims = {}) =>
    new SignJWT({ scope: 'calls:read', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject(subject)
      .setIssuer(jwt.issuer)
      .setAudience(jwt.audience)
      .setExpirationTime('5m')
      .sign(keys.privateKey);
  return {
    jwt,
    token,
    requests: () => requests,
    shut: () => {
      gate = new Promise((resolve) => {
        opened = resolve;
      });
    },
    open: () => opened(),
  };
}

describe('A5, D7: tokens', () => {
  test.each([
    ['their subject disabled', { disabled: { subjects: ['ann'], tenants: [] } }],
    ['their tenant disabled', { disabled: { subjects: [], tenants: ['acme'] } }],
    ['tokens refused', { jwt: undefined }],
    ['another audience', { jwt: { audience: 'another' } }],
  ] as const)('end with %s, and those of other issuers or subjects only then', async (_, change) => {
    const { jwt, token } = await issuer();
    const before: AuthConfiguration = { keys: [], jwt, disabled: NONE };
    const authenticator = new Authenticator(before, quietLog);
    const ann = await token('ann', { tenant: 'acme' });
    const callers = await Promise.all([
      authenticator.authenticate(`Bearer ${ann}`),
      authenticator.authenticate(`Bearer ${await token('bob')}`),
    ]);
    const revoked: string[] = [];
    for (const caller of callers) authenticator.revocations.watch(caller, () => revoked.push(caller.id));
    authenticator.replace(before);
    expect(revoked).toEqual([]);
    const changed =
      'jwt' in change ? { ...before, jwt: change.jwt && { ...jwt, ...change.jwt } } : { ...before, ...change };
    authenticator.replace(changed as AuthConfiguration);
    expect(revoked).toEqual('jwt' in change ? ['jwt:ann', 'jwt:bob'] : ['jwt:ann']);
    await expect(authenticator.authenticate(`Bearer ${ann}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('are verified with the keys fetched before, where the settings of the issuer stay', async () => {
    const { jwt, token, requests } = await issuer();
    const authenticator = new Authenticator({ keys: [], jwt, disabled: NONE }, quietLog);
    await authenticator.authenticate(`Bearer ${await token('ann')}`);
    authenticator.replace({ keys: [], jwt: { ...jwt }, disabled: { ...NONE, subjects: ['bob'] } });
    await authenticator.authenticate(`Bearer ${await token('ann')}`);
    expect(requests()).toBe(1);
  });

  test('of a subject that is disabled while the issuer is asked for its keys are refused', async () => {
    const { jwt, token, shut, open } = await issuer();
    const authenticator = new Authenticator({ keys: [], jwt, disabled: NONE }, quietLog);
    shut();
    const refused = expect(authenticator.authenticate(`Bearer ${await token('ann')}`)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    authenticator.replace({ keys: [], jwt, disabled: { ...NONE, subjects: ['ann'] } });
    open();
    await refused;
  });
});
