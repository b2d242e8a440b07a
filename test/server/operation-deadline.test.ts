/** A query that exceeds its deadline answers what it has, over every transport, while garbage is collected (H17). */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { Answer } from '../program/process.ts';
import { openStream, sentEvents } from '../streaming/open-stream.ts';
import { startGateway, type TestGateway } from './gateway.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const OPERATION_MILLISECONDS = 800;
const SLOW = `{ accounts { key } slow: node(id: "${writeId('ContactImport', 'acme-five9', 'import-1')}") { id } }`;

let gateway: TestGateway;
let client: Client;
let collecting: NodeJS.Timeout;
beforeAll(async () => {
  const more = { limits: { operationMilliseconds: OPERATION_MILLISECONDS, accountMilliseconds: 60_000 } };
  gateway = await startGateway({ vendors: ['five9-config', 'engage'], more });
  client = gateway.socket();
  await overSocket('{ accounts { key } }');
  gateway.simulator('five9-config').trouble({ kind: 'hang' });
  collecting = setInterval(collectGarbage, 50);
}, 60_000);
afterAll(async () => {
  clearInterval(collecting);
  await client?.dispose();
  await gateway?.close();
});

function overSocket(query: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answer: unknown;
    client.subscribe(
      { query },
      {
        next: (value) => {
          answer = value;
        },
        error: reject,
        complete: () => resolve(answer as Answer),
      },
    );
  });
}

/** The answer of a query as the one result of a stream of server-sent events. */
async function overServerSentEvents(query: string): Promise<Answer> {
  const stream = await openStream(gateway.url, sentEvents(query, gateway.header()));
  await stream.ended;
  return JSON.parse(stream.events.find(({ event }) => event === 'next')?.data ?? 'null');
}

/** The answer of a query as the payload of the one part with a result. */
async function overMultipart(query: string): Promise<Answer> {
  const accept = 'multipart/mixed;subscriptionSpec=1.0';
  const stream = await openStream(gateway.url, sentEvents(query, { ...gateway.header(), accept }));
  await stream.ended;
  const [part = 'null'] = /\{"payload":[\s\S]*?(?=\r\n--graphql)/.exec(stream.text()) ?? [];
  return JSON.parse(part).payload;
}

test.each([
  ['HTTP', (query: string) => gateway.ask(query)],
  ['a WebSocket', overSocket],
  ['server-sent events', overServerSentEvents],
  ['multipart', overMultipart],
] as const)(
  'H17: over %s the slow field alone is TIMEOUT at the deadline, and the next query is answered',
  async (_, ask) => {
    const began = performance.now();
    const { data, errors } = await ask(SLOW);
    const took = performance.now() - began;
    expect(data.accounts).toHaveLength(2);
    expect(data.slow).toBeNull();
    expect(errors).toMatchObject([{ path: ['slow'], extensions: { code: 'TIMEOUT' } }]);
    expect(took).toBeGreaterThan(OPERATION_MILLISECONDS - 50);
    expect(took).toBeLessThan(OPERATION_MILLISECONDS + 10_000);
    expect((await ask('{ accounts { key } }')).data.accounts).toHaveLength(2);
  },
  30_000,
);

test('H17: over MCP a tool whose vendor never answers ends at the deadline', async () => {
  const mcp = new McpClient({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`${gateway.origin}/mcp`), {
    requestInit: { headers: gateway.header() },
  });
  await mcp.connect(transport as Parameters<McpClient['connect']>[0]);
  const began = performance.now();
  const called = await mcp.callTool({ name: 'check_do_not_call', arguments: { numbers: ['6505550100'] } });
  const took = performance.now() - began;
  await mcp.close();
  const { text } = (called.content as readonly { readonly text: string }[]).at(-1) ?? { text: '' };
  expect(text).toContain('"code":"TIMEOUT"');
  expect(took).toBeGreaterThan(OPERATION_MILLISECONDS - 50);
  expect(took).toBeLessThan(OPERATION_MILLISECONDS + 10_000);
}, 30_000);
