import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage'] });
}, 30_000);
afterAll(() => gateway.close());

const LARGE = '{ __schema { types { name fields { name description } } } }';

/** Asks without a client that decompresses by itself. */
async function ask(query: string, acceptEncoding?: string) {
  const { statusCode, headers, body } = await request(gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...gateway.header(),
      ...(acceptEncoding && { 'accept-encoding': acceptEncoding }),
    },
    body: JSON.stringify({ query }),
  });
  return { status: statusCode, headers, bytes: Buffer.from(await body.arrayBuffer()) };
}

describe('A large answer', () => {
  test.each(['gzip', 'br, gzip;q=0.5', '*', 'deflate, GZIP'])(
    'is compressed for Accept-Encoding %s',
    async (accepted) => {
      const plain = await ask(LARGE);
      const { headers, bytes } = await ask(LARGE, accepted);
      expect(headers['content-encoding']).toBe('gzip');
      expect(headers.vary).toContain('accept-encoding');
      expect(headers['content-length']).toBe(String(bytes.length));
      expect(gunzipSync(bytes).equals(plain.bytes)).toBe(true);
      expect(bytes.length).toBeLessThan(plain.bytes.length / 4);
    },
  );

  test.each([undefined, 'br', 'gzip;q=0', 'gzip; q=0.0, br', 'xgzip'])('is sent as it is for %s', async (accepted) => {
    const { headers, bytes } = await ask(LARGE, accepted);
    expect(headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(String(bytes)).data.__schema.types.length).toBeGreaterThan(100);
  });
});

test('A small answer is sent as it is', async () => {
  const { headers } = await ask('{ __typename }', 'gzip');
  expect(headers['content-encoding']).toBeUndefined();
});

describe('A file of GraphiQL', () => {
  const file = (headers: Record<string, string> = {}) =>
    request(`${gateway.origin}/graphql/assets/app.css`, { headers });

  test('is compressed, and not sent again while it is the same', async () => {
    const { headers, body } = await file({ 'accept-encoding': 'gzip' });
    const text = gunzipSync(Buffer.from(await body.arrayBuffer()));
    expect(text.equals(Buffer.from(await (await file()).body.arrayBuffer()))).toBe(true);
    const again = await file({ 'accept-encoding': 'gzip', 'if-none-match': String(headers.etag) });
    expect([again.statusCode, await again.body.text()]).toEqual([304, '']);
    const changed = await file({ 'accept-encoding': 'gzip', 'if-none-match': '"another"' });
    expect(changed.statusCode).toBe(200);
    await changed.body.dump();
  });
});
