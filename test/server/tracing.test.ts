import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import type { Answer } from '../program/process.ts';
import { startGateway, type TestGateway } from './gateway.ts';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const NAME = 'Ada Lovelace';
let collector: Server;
let body = '';
let spans: readonly Span[];
/** The contexts that arrived at any server of this process other than the gateway's callers' one. */
const received: string[] = [];
const onRequest = (message: unknown) => {
  const { traceparent } = (message as { request: IncomingMessage }).request.headers;
  if (typeof traceparent === 'string' && !traceparent.includes(PARENT)) received.push(traceparent);
};

/** Asks one query, one act and one event source, and reads what was exported when the gateway ends. */
async function ask(gateway: TestGateway): Promise<void> {
  const headers = { ...gateway.header(), 'content-type': 'application/json', traceparent: `00-${TRACE}-${PARENT}-01` };
  const query = 'query Floor($name: String!) { five9Config_getCampaigns(campaignNamePattern: $name) { name } }';
  await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query, variables: { name: NAME } }) });
  const body = JSON.stringify({ query: 'query Unrecorded { five9Config_getSkills { skill { name } } }' });
  await fetch(gateway.url, { method: 'POST', headers: { ...headers, traceparent: `00-${TRACE}-${PARENT}-00` }, body });
  const nested = 'query Nested { campaigns(first: 100) { edges { node { id state numbers } } } }';
  const { data: listed } = await gateway.ask(nested);
  const { node } = listed.campaigns.edges.find((edge: { node: { state: string } }) => edge.node.state === 'RUNNING');
  const stop = 'mutation Stop($id: ID!) { campaignStop(input: { id: $id }) { userErrors { code } } }';
  await gateway.ask(stop, { id: node.id });
  const socket = gateway.socket();
  const act = 'mutation Start { campaignStart(input: { id: "x" }) { userErrors { code } } }';
  await socket.iterate({ query: act }).next();
  await socket.dispose();
  const isThere = ({ data }: Answer) => data.events.edges.length > 0;
  await untilAnswer(() => gateway.ask('{ events(first: 1) { edges { cursor } } }'), isThere, 15_000);
}

beforeAll(async () => {
  const exported: Span[] = [];
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    body += text;
    for (const { scopeSpans } of JSON.parse(text).resourceSpans)
      for (const scope of scopeSpans) exported.push(...scope.spans);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  subscribe('http.server.request.start', onRequest);
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`;
  const gateway = await startGateway({
    vendors: ['five9-config', 'five9-cti'],
    more: { tracing: { url, sampleRatio: 1 } },
  });
  await ask(gateway);
  await gateway.close();
  unsubscribe('http.server.request.start', onRequest);
  spans = exported;
}, 60_000);
afterAll(() => void collector.close());

const named = (name: string) => spans.find((span) => span.name === name);
const childOf = (span: Span | undefined) => spans.filter(({ parentSpanId }) => parentSpanId === span?.spanId);

describe('the traces of a gateway', () => {
  test("continue the caller's trace from the operation to its field and the vendor call below", () => {
    const operation = named('query Floor');
    expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    const [field] = childOf(operation);
    expect(field).toMatchObject({ name: 'Query.five9Config_getCampaigns', traceId: TRACE });
    expect(childOf(field).map(({ name }) => name)).toContain('vendor getCampaigns');
  });

  test('send the context of a vendor call to the vendor, and none where the caller does not record', () => {
    const calls = spans.filter(({ name, traceId }) => name === 'vendor getCampaigns' && traceId === TRACE);
    expect(calls.length).toBeGreaterThan(0);
    for (const { spanId } of calls) expect(received).toContain(`00-${TRACE}-${spanId}-01`);
    expect(received.filter((traceparent) => traceparent.endsWith('-00'))).toEqual([]);
    expect(named('query Unrecorded')).toBeUndefined();
    expect(spans.filter(({ name }) => name === 'vendor getSkills')).toEqual([]);
  });

  test('have the vendor call of a nested field under its root field', () => {
    const [field] = childOf(named('query Nested'));
    expect(field?.name).toBe('Query.campaigns');
    expect(childOf(field).map(({ name }) => name)).toContain('vendor getCampaignDNISList');
  });

  test('have the vendor call of an act under the act, and its context at the vendor', () => {
    const [act] = childOf(named('mutation Stop'));
    expect(act?.name).toBe('Mutation.campaignStop');
    const sent = childOf(act).find(({ name }) => name === 'vendor stopCampaign');
    expect(received).toContain(`00-${sent?.traceId}-${sent?.spanId}-01`);
  });

  test('have a span of an act over a WebSocket, in a trace of its own', () => {
    const act = named('mutation Start');
    expect(act?.traceId).not.toBe(TRACE);
    expect(childOf(act).map(({ name }) => name)).toEqual(['Mutation.campaignStart']);
  });

  test('have a span of each event', () => {
    expect(spans.some(({ name }) => name.startsWith('event '))).toBe(true);
  });

  test('hold keys, operations and codes, and no values of callers, numbers or credentials', () => {
    const keys = new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
    expect([...keys].filter((key) => !/^(graphql|crosspoint)\./.test(key))).toEqual([]);
    for (const secret of [NAME, 'simulated-password', 'authorization', 'Bearer', '+1'])
      expect(body).not.toContain(secret);
  });
});
