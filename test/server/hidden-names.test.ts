/** Errors and introspection of a key, over each transport, name nothing that the key may not read and its request does not name. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStream, sentEvents } from '../streaming/open-stream.ts';
import { startGateway, type TestGateway } from './gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['engage'],
    grants: { auditor: { scopes: ['audit'] }, reader: { scopes: ['calls:read', 'calls:control', 'campaigns:read'] } },
  });
}, 30_000);
afterAll(() => gateway.close());

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}
type Send = (asked: Asked, key: string) => Promise<string>;

/** The whole text that each transport answers. */
const TRANSPORTS: Readonly<Record<string, Send>> = {
  async HTTP({ query, variables }, key) {
    return JSON.stringify(await gateway.ask(query, variables, key));
  },
  async GET({ query, variables = {} }, key) {
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const headers = { ...gateway.header(key), accept: 'application/graphql-response+json' };
    return (await fetch(`${gateway.url}?${search}`, { headers })).text();
  },
  async 'server-sent events'({ query, variables }, key) {
    const stream = await openStream(gateway.url, sentEvents(query, gateway.header(key), variables));
    await stream.ended;
    return stream.text();
  },
  async WebSocket(asked, key) {
    const socket = gateway.socket(key);
    try {
      return await new Promise<string>((resolve) => {
        const received: unknown[] = [];
        const end = (last?: unknown) => resolve(JSON.stringify([...received, last]));
        socket.subscribe(asked, { next: (result) => received.push(result), error: end, complete: () => end() });
      });
    } finally {
      await socket.dispose();
    }
  },
};

const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } } }';

/** What a key asks with wrong or missing parts, and names that its answer must not have. */
const MISTAKES: readonly (readonly [string, Asked, readonly string[]])[] = [
  ['a misspelt root field', { query: '{ webhook { id } }' }, ['webhooks', 'Query']],
  ['a misspelt field of a hidden type', { query: '{ webhooks { nam } }' }, ['name', 'Webhook"']],
  ['a misspelt argument of a hidden field', { query: '{ audit(frst: 1) { totalCount } }' }, ['first', 'Query']],
  ['a misspelt type', { query: '{ node(id: "x") { ... on Webhok { id } } }' }, ['Webhook']],
  [
    'a misspelt value of an enum',
    {
      query: 'query ($kinds: [EventKind!]) { events(filter: { kinds: $kinds }) { edges { cursor } } }',
      variables: { kinds: ['CALS'] },
    },
    ['CALL', 'CALLBACK'],
  ],
  [
    'a misspelt value of an enum of a subscription',
    {
      query: 'subscription ($kinds: [EventKind!]) { events(filter: { kinds: $kinds }) { cursor } }',
      variables: { kinds: ['CALS'] },
    },
    ['CALL', 'CALLBACK'],
  ],
  [
    'a missing argument of a hidden field',
    { query: 'mutation { webhookCreate { webhook { id } } }' },
    ['input', 'WebhookCreateInput'],
  ],
  [
    'a missing part of a hidden input',
    { query: 'mutation { webhookCreate(input: {}) { webhook { id } } }' },
    ['url', '"name', 'WebhookCreateInput'],
  ],
  ['a missing part of a hidden variable', { query: CREATE, variables: { input: {} } }, ['url', '"name', 'String!']],
  ['a misspelt part of a hidden variable', { query: CREATE, variables: { input: { url: 'x', typs: [] } } }, ['types']],
];

describe.each(Object.keys(TRANSPORTS))('Over %s an error names nothing hidden:', (transport) => {
  const send = TRANSPORTS[transport] as Send;

  test.each(MISTAKES)('%s', async (_, asked, hidden) => {
    if (transport === 'GET' && asked.query.startsWith('mutation')) return;
    const text = await send(asked, 'auditor');
    expect(text).toContain('"message"');
    expect(text).not.toMatch(/did you mean/i);
    for (const name of hidden) if (!asked.query.includes(name)) expect(text).not.toContain(name);
  });

  test('but a missing part that the key may read is named', async () => {
    if (transport === 'GET') return;
    const text = await send({ query: 'mutation { callDial { call { id } } }' }, 'reader');
    expect(text).toContain('argument \\"input\\"');
    const variables = { input: {} };
    const query = 'mutation ($input: CallHoldInput!) { callHold(input: $input) { call { id } } }';
    expect(await send({ query, variables }, 'reader')).toContain('Field \\"id\\"');
  });

  test('an enum shows the kinds of event that the key may read', async () => {
    const query = '{ __type(name: "EventKind") { enumValues { name } } }';
    const text = await send({ query }, 'auditor');
    expect(text).toContain('"enumValues":[{"name":"ACCOUNT"},{"name":"GAP"}]');
    expect(await send({ query: '{ __type(name: "VendorEvent") { name } }' }, 'auditor')).toContain('{"__type":null}');
  });

  test.each(['Webhook', 'WebhookCreateInput', 'CallState', 'VendorEvent', 'Mutation'])(
    'the hidden type %s answers as an unknown one',
    async (name) => {
      const ask = async (type: string) => {
        const query = `query ($name: String!) { __type(name: $name) { kind name description fields { name } } }`;
        const text = await send({ query, variables: { name: type } }, 'auditor');
        return text.replace(/retry: \d+|"(?:remaining|resetAt|requestId)":[^,}]+/g, '');
      };
      expect(await ask(name)).toBe(await ask('Nonsense'));
    },
  );
});

test('A tool of the Model Context Protocol names nothing that its arguments do not', async () => {
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: gateway.header('reader') };
  const transport = new StreamableHTTPClientTransport(new URL(`${gateway.origin}/mcp`), { requestInit });
  await client.connect(transport as Parameters<Client['connect']>[0]);
  const { content } = await client.callTool({ name: 'find_calls', arguments: { filter: { statez: [] } } });
  expect(JSON.stringify(content)).toMatch(/statez/);
  expect(JSON.stringify(content)).not.toMatch(/did you mean|CallFilter/i);
  await client.close();
});
