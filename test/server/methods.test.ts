import { describe, expect, test } from 'vitest';
import { expectRefusal, gateway, query, send, wide } from './raw-request.ts';

describe('methods', () => {
  const asked = `/graphql?query=${encodeURIComponent('{ accounts { key } }')}`;
  const mutation = `/graphql?query=${encodeURIComponent('mutation { campaignStop(input: { id: "x" }) { userErrors { code } } }')}`;
  const get = (path: string, headers: Record<string, string>) =>
    fetch(new URL(path, gateway.origin), { headers: { ...gateway.header(), ...headers } });

  test('a GET as a page could send it is refused, one with a header no page can set runs (H13)', async () => {
    expect((await get(asked, {})).status).toBe(400);
    const response = await get(asked, { 'apollo-require-preflight': 'yes' });
    expect(await response.json()).toMatchObject({ data: { accounts: expect.any(Array) } });
  });

  test('a GET changes nothing (H13)', async () => {
    const response = await get(mutation, { 'apollo-require-preflight': 'yes' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  test.each(['/docs/', '/schema.graphql', '/metrics', '/readyz', '/'])('%s is only read', async (path) => {
    const { origin } = new URL(gateway.url);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(`${origin}${path}`, { method, headers: gateway.header() });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
    }
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is not served', async (method) => {
    expect((await send(null, {}, { method })).status).toBe(405);
  });

  test('a subscription by POST is pointed to the socket (H14)', async () => {
    const answer = await send(query('subscription { callChanged { cursor } }'));
    expectRefusal(answer, 405, 'SUBSCRIPTION_NEEDS_SOCKET');
    expect(JSON.parse(answer.text).errors[0].message).toContain('WebSocket');
  });

  test('of a hundred operations only the named one runs (H8)', async () => {
    const simulator = gateway.simulator('five9-config');
    const before = simulator.received.get('getSkills') ?? 0;
    const operations = wide(99, (i) => `query Q${i} { five9Config_getSkills { __typename } }`);
    const answer = await send(query(`${operations} query Wanted { accounts { key } }`, { operationName: 'Wanted' }));
    expect(JSON.parse(answer.text)).toMatchObject({ data: { accounts: expect.any(Array) } });
    expect(simulator.received.get('getSkills') ?? 0).toBe(before);
  });

  test('what is not there is not found', async () => {
    for (const path of [
      '/graphq',
      '/graphql/assets/../../package.json',
      '/graphql/assets/%2e%2e%2fpackage.json',
      '/.env',
    ])
      expect((await send(null, {}, { method: 'GET', path })).status, path).toBe(404);
  });
});

describe('other origins (H21)', () => {
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };

  test.each([['https://evil.example'], ['null'], ['https://desk.example.evil.example']])(
    '%s reads nothing',
    async (origin) => {
      for (const answer of [
        await send(null, { origin, ...preflight }, { method: 'OPTIONS' }),
        await send(query('{ __typename }'), { origin }),
      ]) {
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
        expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      }
    },
  );

  test('an allowed one does, without cookies', async () => {
    const origin = 'https://desk.example';
    const asked = await send(null, { origin, ...preflight }, { method: 'OPTIONS' });
    expect(asked.headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'origin' });
    const answer = await send(query('{ __typename }'), { origin });
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});
