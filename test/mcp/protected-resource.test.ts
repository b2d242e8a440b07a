import { expect, onTestFinished, test } from 'vitest';
import { bearerChallenge, protectedResource } from '../../src/server/protected-resource.ts';
import { startGateway } from '../server/gateway.ts';

const ISSUER = { issuer: 'https://login.example', audience: 'crosspoint', jwks: 'https://login.example/jwks' };

test('a client of /mcp without a token learns where to get one (RFC 9728)', async () => {
  const gateway = await startGateway({ vendors: ['engage'], jwt: ISSUER });
  onTestFinished(() => gateway.close());
  const refused = await fetch(`${gateway.origin}/mcp`, { method: 'POST', body: '{}' });
  expect(refused.status).toBe(401);
  const [, address = ''] =
    /^Bearer resource_metadata="([^"]+)"$/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
  const found = await fetch(address);
  expect([found.status, found.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  const metadata = await found.json();
  expect(metadata).toMatchObject({
    resource: expect.stringMatching(/^http:\/\/localhost:\d+\/mcp$/),
    authorization_servers: ['https://login.example'],
    bearer_methods_supported: ['header'],
    scopes_supported: expect.arrayContaining(['calls:read', 'admin']),
  });
  const inserted = await fetch(`${gateway.origin}/.well-known/oauth-protected-resource/mcp`);
  expect(await inserted.json()).toEqual(metadata);
});

test('without an issuer of tokens there is no metadata, and the challenge names none', async () => {
  const gateway = await startGateway({ vendors: ['engage'] });
  onTestFinished(() => gateway.close());
  const refused = await fetch(`${gateway.origin}/mcp`, { method: 'POST', body: '{}' });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect((await fetch(`${gateway.origin}/.well-known/oauth-protected-resource`)).status).toBe(404);
});

test('behind a proxy with a path both addresses have the path', () => {
  const auth = { keys: [], jwt: ISSUER } as unknown as Parameters<typeof protectedResource>[0];
  expect(protectedResource(auth, 'https://desk.example/voice/', new Set())?.resource).toBe(
    'https://desk.example/voice/mcp',
  );
  expect(bearerChallenge('https://desk.example/voice/')).toBe(
    'Bearer resource_metadata="https://desk.example/voice/.well-known/oauth-protected-resource"',
  );
});
