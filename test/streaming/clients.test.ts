/** GraphQL clients as they come from npm, and curl, against the gateway's HTTP door. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { EventSource } from 'eventsource';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';

const ACCOUNTS = '{ accounts { key } }';
const AGENTS = 'subscription { agentChanged { cursor agent { name } } }';
const NAMED = { agentChanged: { cursor: expect.any(String), agent: { name: expect.any(String) } } };

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 21, vendors: ['five9-cti'] });
}, 30_000);
afterAll(() => scene.close());

/** Has an idle agent come and go until something was received. */
async function receive(received: readonly unknown[], count = 1): Promise<void> {
  const person = idle(scene.world);
  await until(() => {
    scene.world.setReady(person);
    scene.world.setNotReady(person, null);
    return received.length >= count;
  });
}

describe('A query and a subscription', () => {
  test('by Apollo Client 4 over its HTTP link', async () => {
    const { url: uri, header } = scene.gateway;
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri, headers: header() }) });
    expect(await client.query({ query: gql(ACCOUNTS) })).toMatchObject({ data: { accounts: [{ key: 'floor' }] } });
    const received: unknown[] = [];
    const subscription = client.subscribe({ query: gql(AGENTS) }).subscribe((result) => received.push(result.data));
    await receive(received);
    subscription.unsubscribe();
    client.stop();
    expect(received[0]).toMatchObject(NAMED);
  });

  test('by urql as it comes, which asks queries by GET', async () => {
    const { url, header } = scene.gateway;
    const methods: unknown[] = [];
    const client = new Client({
      url,
      exchanges: [fetchExchange],
      fetchSubscriptions: true,
      preferGetMethod: 'within-url-limit',
      fetchOptions: { headers: header() },
      fetch: (input, init) => {
        methods.push(init?.method);
        return fetch(input, init);
      },
    });
    expect((await client.query(ACCOUNTS, {}).toPromise()).data).toEqual({ accounts: [{ key: 'floor' }] });
    expect(methods).toEqual(['GET']);
    const received: unknown[] = [];
    const { unsubscribe } = client
      .subscription(AGENTS, {})
      .subscribe(({ data, error }) => received.push(data ?? error));
    await receive(received);
    unsubscribe();
    expect(received[0]).toEqual(NAMED);
  });

  test('by graphql-sse', async () => {
    const { url, header } = scene.gateway;
    const client = createClient({ url, headers: header(), retryAttempts: 0 });
    const received: unknown[] = [];
    const unsubscribe = client.subscribe(
      { query: AGENTS },
      {
        next: ({ data, errors }) => received.push(data ?? errors),
        error: (error) => received.push(error),
        complete() {},
      },
    );
    await receive(received);
    unsubscribe();
    expect(received[0]).toEqual(NAMED);
    const results = client.iterate({ query: ACCOUNTS });
    expect((await results.next()).value).toMatchObject({ data: { accounts: [{ key: 'floor' }] } });
    expect((await results.next()).done).toBe(true);
    client.dispose();
  });

  test('by EventSource, which continues by itself when its connection is cut', async () => {
    const { url, header } = scene.gateway;
    const lastIds: (string | null)[] = [];
    const connections: AbortController[] = [];
    const source = new EventSource(`${url}?${new URLSearchParams({ query: AGENTS })}`, {
      fetch: (input, init) => {
        const connection = new AbortController();
        connections.push(connection);
        lastIds.push(new Headers(init.headers).get('last-event-id'));
        const signal = AbortSignal.any([connection.signal, ...(init.signal ? [init.signal as AbortSignal] : [])]);
        return fetch(input, { ...init, signal, headers: { ...init.headers, ...header() } });
      },
    });
    const received: string[] = [];
    source.addEventListener('next', ({ data }) => received.push(JSON.parse(data).data.agentChanged.cursor));
    await receive(received);
    connections[0]?.abort(new TypeError('the connection was cut'));
    const before = received.length;
    await receive(received, before + 2);
    source.close();
    expect(new Set(received).size).toBe(received.length);
    expect(lastIds.slice(0, 2)).toEqual([null, received[before - 1]]);
  });

  test('by curl -N', async () => {
    const { url, header } = scene.gateway;
    const words = ['-sN', url, '-H', `authorization: ${header().authorization}`, '-H', 'accept: text/event-stream'];
    const curl = spawn('curl', [
      ...words,
      '-H',
      'content-type: application/json',
      '-d',
      JSON.stringify({ query: AGENTS }),
    ]);
    let text = '';
    curl.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const person = idle(scene.world);
    await until(() => {
      scene.world.setReady(person);
      scene.world.setNotReady(person, null);
      return /event: next\ndata: .*agentChanged.*\n\n/.test(text);
    });
    curl.kill();
    expect(text).toMatch(/^retry: \d+\nid: /);
  });
});

test('A query by graphql-request', async () => {
  const client = new GraphQLClient(scene.gateway.url, { headers: scene.gateway.header() });
  expect(await client.request(ACCOUNTS)).toEqual({ accounts: [{ key: 'floor' }] });
});

const canImport = (() => {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import requests, websockets'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const PYTHON = `
import asyncio, json, sys, requests, websockets
url, key = sys.argv[1], sys.argv[2]
accounts = requests.post(url, json={"query": "{ accounts { key } }"}, headers={"Authorization": key}).json()
print(json.dumps(accounts["data"]), flush=True)
async def listen():
    async with websockets.connect(url.replace("http", "ws"), subprotocols=["graphql-transport-ws"]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": key}}))
        await socket.recv()
        query = "subscription { agentChanged(snapshot: true) { agent { name } } }"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))
        print(json.dumps(json.loads(await socket.recv())["payload"]["data"]), flush=True)
asyncio.run(listen())
`;

test.skipIf(!canImport)('A query by requests and a subscription by websockets, in Python', async () => {
  const { url, header } = scene.gateway;
  const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', PYTHON, url, header().authorization]);
  const [accounts, changed] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(accounts).toEqual({ accounts: [{ key: 'floor' }] });
  expect(changed).toEqual({ agentChanged: { agent: { name: expect.any(String) } } });
});
