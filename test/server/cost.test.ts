/** What an operation cost, in each transport's answer, and the points that its caller has left. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

const QUERY =
  '{ rateLimit { limit remaining resetAt cost } none: campaigns(filter: { nameContains: "no such" }) { edges { node { id } } } }';
const ACT = 'mutation { callHold(input: { id: "x" }) { userErrors { code } } }';

let gateway: TestGateway;
beforeAll(async () => {
  const scopes = ['campaigns:read', 'calls:control'];
  const grants = {
    post: { scopes },
    get: { scopes },
    socket: { scopes },
    stream: { scopes },
    act: { scopes },
    schema: { scopes },
    mcp: { scopes },
  };
  gateway = await startGateway({ vendors: ['engage'], grants, more: { limits: { pointsPerMinute: 100 } } });
}, 30_000);
afterAll(() => gateway.close());

interface Shown {
  readonly data: { readonly rateLimit: Readonly<Record<string, unknown>> };
  readonly extensions: { readonly cost: Readonly<Record<string, number>> };
}

async function post(key: string, query: string, accept = 'application/json') {
  const headers = { 'content-type': 'application/json', accept, ...gateway.header(key) };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return response.text();
}

async function get(key: string): Promise<string> {
  const headers = { accept: 'application/graphql-response+json', ...gateway.header(key) };
  return (await fetch(`${gateway.url}?${new URLSearchParams({ query: QUERY })}`, { headers })).text();
}

async function overSocket(key: string): Promise<string> {
  const socket = gateway.socket(key);
  try {
    for await (const answer of socket.iterate({ query: QUERY })) return JSON.stringify(answer);
    throw new Error('no answer');
  } finally {
    await socket.dispose();
  }
}

const stream = async (key: string) => /^data: ?(\{.*)$/m.exec(await post(key, QUERY, 'text/event-stream'))?.[1] ?? '';

describe('the cost of an operation', () => {
  test.each([
    ['by POST', () => post('post', QUERY)],
    ['by GET', () => get('get')],
    ['over WebSocket', () => overSocket('socket')],
    ['as server-sent events', () => stream('stream')],
  ])('%s is answered, and unused points are returned', async (_, ask) => {
    const before = Date.now();
    const { data, extensions } = JSON.parse(await ask()) as Shown;
    expect(extensions.cost).toMatchObject({ requested: 27, used: 2, perMinute: 100 });
    expect(extensions.cost.left).toBeGreaterThanOrEqual(98);
    expect(data.rateLimit).toMatchObject({ limit: 100, cost: 27 });
    expect(data.rateLimit.remaining).toBeGreaterThanOrEqual(73);
    expect(data.rateLimit.remaining).toBeLessThan(98);
    expect(Date.parse(String(data.rateLimit.resetAt))).toBeGreaterThan(before);
  });

  test('of a question for the schema is answered', async () => {
    const { data, extensions } = JSON.parse(await post('schema', '{ __type(name: "Campaign") { name } }'));
    expect(data).toEqual({ __type: { name: 'Campaign' } });
    expect(extensions.cost).toMatchObject({ requested: 1, perMinute: 100 });
  });

  test('of a mutation is answered', async () => {
    expect(JSON.parse(await post('act', ACT)).extensions.cost).toMatchObject({ requested: 1, used: 1 });
  });

  test('of a tool call is in its metadata', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(`${gateway.origin}/mcp`), {
      requestInit: { headers: gateway.header('mcp') },
    });
    await client.connect(transport);
    const result = await client.callTool({ name: 'list_accounts', arguments: {} });
    expect(result._meta).toMatchObject({ cost: { requested: 1, used: 1, perMinute: 100 } });
    await client.close();
  });
});

test('where nothing limits callers, an answer has the cost alone', async () => {
  const open = await startGateway({ vendors: ['engage'] });
  const answer = await open.ask('{ rateLimit { limit remaining resetAt cost } campaigns { totalCount } }');
  expect(answer).toMatchObject({
    data: { rateLimit: { limit: null, remaining: null, resetAt: null, cost: 27 } },
    extensions: { cost: { requested: 27 } },
  });
  await open.close();
});
