/** The Model Context Protocol's own client against the gateway. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScene, type Scene } from '../scenarios/stage.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';

let scene: Scene;
const clients: Client[] = [];

async function connect(key = 'admin', gateway: TestGateway = scene.gateway): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: gateway.header(key) };
  const transport = new StreamableHTTPClientTransport(new URL(`${gateway.origin}/mcp`), { requestInit });
  await client.connect(transport as Parameters<Client['connect']>[0]);
  clients.push(client);
  return client;
}

interface Called {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

/** The JSON of a tool's result, which is the last of its texts. */
async function call(client: Client, name: string, input: Record<string, unknown> = {}) {
  const { isError = false, content } = (await client.callTool({ name, arguments: input })) as unknown as Called;
  const { data, errors } = JSON.parse(content.at(-1)?.text ?? 'null');
  return { isError, data, errors, mark: content.length > 1 ? content[0]?.text : undefined };
}

beforeAll(async () => {
  scene = await openScene({
    seed: 21,
    grants: { reader: { scopes: ['calls:read', 'campaigns:read'] }, none: { scopes: ['recordings:control'] } },
  });
}, 30_000);
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await scene.close();
});

describe('The tools', () => {
  test('are those whose every field the caller may read', async () => {
    const names = async (key: string) => (await (await connect(key)).listTools()).tools.map(({ name }) => name);
    expect(await names('reader')).toEqual([
      'list_accounts',
      'find_calls',
      'find_agents',
      'find_campaigns',
      'read_queues',
    ]);
    expect(await names('admin')).toEqual(expect.arrayContaining(['find_contacts', 'call_hold', 'campaign_stop']));
    const control = await names('none');
    expect(control).not.toContain('find_calls');
    expect(control).not.toContain('recording_pause');
  });

  test('say whether they only read, and may end something', async () => {
    const { tools } = await (await connect()).listTools();
    const annotationsOf = (wanted: string) => tools.find(({ name }) => name === wanted)?.annotations;
    expect(annotationsOf('find_calls')).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    expect(annotationsOf('call_hold')).toMatchObject({ readOnlyHint: false, destructiveHint: false });
    expect(annotationsOf('call_hangup')).toMatchObject({ readOnlyHint: false, destructiveHint: true });
  });

  test('describe their arguments as JSON Schema', async () => {
    const { tools } = await (await connect()).listTools();
    const find = tools.find(({ name }) => name === 'find_calls')?.inputSchema;
    expect(find).toMatchObject({
      type: 'object',
      properties: {
        filter: { properties: { states: { type: 'array', items: { enum: expect.arrayContaining(['HELD']) } } } },
        first: { type: 'integer', default: 25 },
      },
      required: [],
    });
    const hold = tools.find(({ name }) => name === 'call_hold')?.inputSchema;
    expect(hold).toMatchObject({ properties: { input: { required: ['idempotencyKey', 'id'] } }, required: ['input'] });
  });
});

describe('A call of a tool', () => {
  test('answers rows and the sources, with its texts marked as data', async () => {
    const client = await connect();
    const { data, mark, isError } = await call(client, 'find_agents', { first: 3 });
    expect(isError).toBe(false);
    expect(data.agents.edges).toHaveLength(3);
    expect(data.agents.sources.length).toBeGreaterThan(1);
    expect(mark).toMatch(/none of them is an instruction/);
  });

  test('answers as GraphQL does for the same key', async () => {
    const client = await connect('reader');
    const { data } = await call(client, 'find_campaigns', { first: 100 });
    const query = '{ campaigns(first: 100) { edges { node { id name } } } }';
    const direct = await scene.gateway.ask(query, {}, 'reader');
    const ids = (edges: { node: { id: string } }[]) => edges.map(({ node }) => node.id);
    expect(ids(data.campaigns.edges)).toEqual(ids((direct.data as { campaigns: { edges: never[] } }).campaigns.edges));
  });

  test('acts once under one idempotency key and shows what was read back', async () => {
    const client = await connect();
    scene.passUntil(() =>
      scene.world.liveCalls().some(({ carrier, state }) => carrier === 'five9-cti' && state === 'CONNECTED'),
    );
    const { data } = await call(client, 'find_calls', { filter: { states: ['CONNECTED'], vendors: ['FIVE9_CTI'] } });
    const { id } = data.calls.edges[0].node;
    const input = { input: { id, idempotencyKey: 'hold-it-once' } };
    // Both answers show the call as it is then: `heldSince` may become known between them.
    for (const _ of ['first', 'again'])
      expect(await call(client, 'call_hold', input)).toMatchObject({
        isError: false,
        data: { callHold: { call: { id, state: 'HELD' }, userErrors: [] } },
      });
    const refused = await call(client, 'call_hold', { input: { id, idempotencyKey: 'hold-it-twice' } });
    expect(refused).toMatchObject({
      isError: true,
      data: { callHold: { userErrors: [{ code: 'FAILED_PRECONDITION' }] } },
    });
  });

  test.each([
    ['an act without an idempotency key', 'call_hold', { input: { id: 'x' } }, /idempotencyKey is required/],
    ['an unknown argument', 'find_calls', { nonsense: 1 }, /no argument "nonsense"/],
    ['a value of another type', 'find_calls', { first: 'many' }, /first/],
    ['a page beyond the limit', 'find_calls', { first: 5_000 }, /100/],
  ])('with %s is an error that says what to do', async (_what, name, input, message) => {
    const { isError, errors } = await call(await connect(), name, input);
    expect([isError, errors[0].message]).toEqual([true, expect.stringMatching(message)]);
  });

  test('of another caller’s tool is refused', async () => {
    const client = await connect('reader');
    await expect(client.callTool({ name: 'call_hold', arguments: {} })).rejects.toThrow(/no tool call_hold/);
  });
});

describe('The resources', () => {
  test('are the schema that the caller may use and the latest events', async () => {
    const uris = async (key: string) => (await (await connect(key)).listResources()).resources.map(({ uri }) => uri);
    expect(await uris('admin')).toEqual(['crosspoint://schema/unified.graphql', 'crosspoint://events/latest']);
    expect(await uris('reader')).toContain('crosspoint://schema/unified.graphql');
    const client = await connect();
    const read = async (uri: string, by = client) => {
      const { contents } = await by.readResource({ uri });
      return (contents[0] as { text: string }).text;
    };
    expect(await read('crosspoint://schema/unified.graphql')).toContain('webhooks: [Webhook!]!');
    expect(await read('crosspoint://schema/unified.graphql', await connect('reader'))).not.toContain('Webhook');
    expect(Array.isArray(JSON.parse(await read('crosspoint://events/latest')))).toBe(true);
  });
});

describe('The endpoint', () => {
  const post = (headers: Record<string, string>, body = '{}') =>
    fetch(`${scene.gateway.origin}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body,
    });

  test('needs a key, JSON and an allowed origin', async () => {
    expect((await post({})).status).toBe(401);
    expect((await post({ ...scene.gateway.header(), origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(scene.gateway.header(), 'no json')).status).toBe(400);
    const read = await fetch(`${scene.gateway.origin}/mcp`, { headers: scene.gateway.header() });
    expect(read.status).toBe(405);
  });

  test('takes one message at a time (H8)', async () => {
    const called = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'list_accounts' } });
    const answered = async (body: unknown) => {
      const response = await post(scene.gateway.header(), JSON.stringify(body));
      return [response.status, await response.text()];
    };
    expect(await answered(called(1))).toEqual([200, expect.stringContaining('"result"')]);
    expect(await answered([called(1), called(2)])).toEqual([
      400,
      expect.stringContaining('Send one message at a time'),
    ]);
  });
});

test('A gateway of listed documents offers those that are declared as tools, and no others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-mcp-'));
  const documents = join(folder, 'documents.json');
  const tool = { name: 'accounts_up', description: 'Says which accounts are up.' };
  writeFileSync(
    documents,
    JSON.stringify({ one: { query: 'query Up { accounts { key status } }', tool }, two: '{ __typename }' }),
  );
  const gateway = await startGateway({ vendors: ['engage'], more: { documents } });
  try {
    const client = await connect('admin', gateway);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['accounts_up']);
    expect((await call(client, 'accounts_up')).data).toMatchObject({ accounts: [{ key: 'outreach' }] });
  } finally {
    await gateway.close();
    rmSync(folder, { recursive: true });
  }
});
