/** GraphQL clients as they come from npm, and curl, against the gateway's HTTP endpoint. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import type { EventSource } from 'eventsource';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVENT_SOURCE_PACKAGES } from '../client/event-source-packages.ts';
import { until } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { openStream, sentEvents } from './open-stream.ts';

const ACCOUNTS = '{ accounts { key } }';
const AGENTS = 'subscription { agentChanged { cursor agent { name } } }';
const NAMED = { cursor: expect.any(String), agent: expect.objectContaining({ name: expect.any(String) }) };

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 21, vendors: ['five9-cti'] });
}, 30_000);
afterAll(() => scene.close());

/** Has an idle agent come and go until something holds. */
async function move(holds: () => unknown): Promise<void> {
  const person = idle(scene.world);
  await until(() => {
    scene.world.setReady(person);
    scene.world.setNotReady(person, null);
    return holds();
  });
}

/** Has an idle agent come and go until one with a name was received; an agent that could not be read in time is null. */
async function receive(received: readonly unknown[]): Promise<void> {
  await move(() => received.some((data) => JSON.stringify(data).includes('"name":')));
  expect(received).toContainEqual(expect.objectContaining({ agentChanged: expect.objectContaining(NAMED) }));
}

/** Ends a body after its first chunk. */
const firstChunk = () =>
  new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      controller.terminate();
    },
  });

type Fetch = (input: string | URL, init: RequestInit) => Promise<Response>;

/** Subscribes with a package of EventSource through `send`; answers the cursors of the results and the ids that were sent. */
async function openEventSource(name: string, send: Fetch) {
  const { EventSource: Source } = (await import(name)) as { EventSource: typeof EventSource };
  const { url, header } = scene.gateway;
  const lastIds: (string | null)[] = [];
  const cursors: string[] = [];
  const source = new Source(`${url}?${new URLSearchParams({ query: AGENTS })}`, {
    fetch: (input, init) => {
      lastIds.push(new Headers(init.headers).get('last-event-id'));
      return send(input, { ...(init as RequestInit), headers: { ...init.headers, ...header() } });
    },
  });
  source.addEventListener('next', ({ data }) => cursors.push(JSON.parse(data).data.agentChanged.cursor));
  return { source, lastIds, cursors };
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
  });

  test('by urql as it comes, which asks queries by GET', async () => {
    const { url, header } = scene.gateway;
    const methods: unknown[] = [];
    const client = new Client({
      url,
      exchanges: [fetchExchange],
      fetchSubscriptions: true,
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
    const results = client.iterate({ query: ACCOUNTS });
    expect((await results.next()).value).toMatchObject({ data: { accounts: [{ key: 'floor' }] } });
    expect((await results.next()).done).toBe(true);
    client.dispose();
  });

  test.each(EVENT_SOURCE_PACKAGES)('by %s, which continues by itself when its connection is cut', async (name) => {
    const connections: AbortController[] = [];
    const { source, lastIds, cursors } = await openEventSource(name, (input, init) => {
      const connection = new AbortController();
      connections.push(connection);
      return fetch(input, { ...init, signal: AbortSignal.any([connection.signal, init.signal as AbortSignal]) });
    });
    await move(() => cursors.length);
    connections[0]?.abort(new TypeError('the connection was cut'));
    const before = cursors.length;
    await move(() => cursors.length >= before + 2);
    source.close();
    expect(new Set(cursors).size).toBe(cursors.length);
    expect(lastIds.slice(0, 2)).toEqual([null, cursors[before - 1]]);
  });

  test.each(EVENT_SOURCE_PACKAGES)('by %s, which loses no event when it is cut before its first', async (name) => {
    const { url, header } = scene.gateway;
    const whole = await openStream(url, sentEvents(AGENTS, header()));
    const ids = () => whole.events.flatMap(({ id }) => id ?? []);
    await until(() => ids().length);
    let allow: () => void = () => undefined;
    const allowed = new Promise<void>((resolve) => {
      allow = resolve;
    });
    let connections = 0;
    const { source, lastIds, cursors } = await openEventSource(name, async (input, init) => {
      connections += 1;
      if (connections > 1) await allowed;
      const response = await fetch(input, init);
      return connections > 1 ? response : new Response(response.body?.pipeThrough(firstChunk()), response);
    });
    await until(() => lastIds.length > 1);
    expect(lastIds).toEqual([null, expect.any(String)]);
    // The first chunk may have an event beside the place where the subscription begins.
    const before = cursors.length;
    const expected = () => ids().slice(ids().indexOf(String(lastIds[1])) + 1);
    await move(() => expected().length > 1);
    allow();
    // Either of the two streams may be ahead of the other.
    await until(() => expected().length > 1 && cursors.length === before + expected().length);
    source.close();
    whole.close();
    expect(cursors.slice(before)).toEqual(expected());
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

const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';
const canImport = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import requests, websockets'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const PROGRAM = `
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
  const { stdout } = await promisify(execFile)(PYTHON, ['-c', PROGRAM, url, header().authorization]);
  const [accounts, changed] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(accounts).toEqual({ accounts: [{ key: 'floor' }] });
  expect(changed).toEqual({ agentChanged: { agent: { name: expect.any(String) } } });
});
