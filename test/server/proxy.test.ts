/** A gateway behind a proxy that gives it a path, a host and a scheme of its own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { localPath, publicPath } from '../../src/server/public-path.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const PUBLIC = 'https://voice.example/cc';
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage'], more: { publicUrl: `${PUBLIC}/` } });
}, 30_000);
afterAll(() => gateway.close());

const post = (path: string) =>
  fetch(gateway.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://voice.example', ...gateway.header() },
    body: JSON.stringify({ query: '{ accounts { key } }' }),
  });

describe('a public URL with a path', () => {
  test.each(['/graphql', '/graphql/', '/cc/graphql', '/cc/graphql/'])('%s is the endpoint', async (path) => {
    const response = await post(path);
    expect(await response.json()).toMatchObject({ data: { accounts: [{ key: 'outreach' }] } });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://voice.example');
  });

  test('the pages load their files from under the path', async () => {
    const page = await (await fetch(`${gateway.origin}/cc/graphql`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('src="/cc/graphql/assets/app.js"');
    const root = await fetch(`${gateway.origin}/cc/`);
    expect(await root.text()).toContain('src="/cc/console/assets/app.js"');
  });

  test.each(['/graphql', '/cc/graphql'])('a socket of the public origin opens at %s', async (path) => {
    const socket = new WebSocket(gateway.origin.replace('http', 'ws') + path, 'graphql-transport-ws', {
      origin: 'https://voice.example',
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
  });

  test('a socket of another origin does not', async () => {
    const socket = new WebSocket(`${gateway.origin.replace('http', 'ws')}/cc/graphql`, 'graphql-transport-ws', {
      origin: 'https://other.example',
    });
    await expect(new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))).rejects.toThrow(
      '403',
    );
  });
});

test.each([
  ['a query', () => post('/graphql')],
  ['a refused query', () => fetch(`${gateway.origin}/graphql?query={`)],
  ['a look at readiness', () => fetch(`${gateway.origin}/readyz`)],
  ['a page', () => fetch(`${gateway.origin}/`)],
  ['an address where nothing is', () => fetch(`${gateway.origin}/nothing`)],
])('a connection that is idle after %s outlives those of load balancers', async (_, ask) => {
  const response = await ask();
  await response.text();
  expect(response.headers.get('keep-alive')).toBe('timeout=75');
});

test('readiness names accounts only to callers with a key', async () => {
  expect(await (await fetch(`${gateway.origin}/readyz`)).json()).toEqual({ status: 'ready', events: 'persisted' });
  const known = await fetch(`${gateway.origin}/readyz`, { headers: gateway.header() });
  expect(await known.json()).toMatchObject({ accounts: { outreach: expect.any(String) } });
});

test.each([
  ['/cc', '/cc', '/'],
  ['/cc/media/a.b?x=1', '/cc', '/media/a.b'],
  ['/ccx/graphql', '/cc', '/ccx/graphql'],
  ['/media/a', '', '/media/a'],
])('the local path of %s under %s is %s', (url, base, path) => expect(localPath(url, base)).toBe(path));

test('the public path has no last slash', () => {
  expect([publicPath(undefined), publicPath('https://a.example'), publicPath('https://a.example/x/y/')]).toEqual([
    ...['', '', '/x/y'],
  ]);
});
