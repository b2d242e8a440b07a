/** The gateway as a subgraph: composed with a subgraph of customers and served by Hive Gateway, both as they come from npm. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { CRM_SUBGRAPH, type Customer, startCrm } from './crm.ts';

const PHONE = '+13125550142';
const PARTNER = { scopes: ['campaigns:read', 'calls:read', 'recordings:read'] };

let scene: Scene;
let crm: Awaited<ReturnType<typeof startCrm>>;
let hive: ChildProcessByStdio<Writable, Readable, null>;
let url: string;
const calls: string[] = [];
const customers: Customer[] = [{ phone: PHONE, name: 'Ada Byron', calls }];

/** The supergraph of the subgraph as the gateway describes itself, and of the customers. */
async function composed(): Promise<string> {
  const { data } = await scene.gateway.ask('{ _service { sdl } }', {}, 'partner');
  const { _service } = data as { _service: { sdl: string } };
  const { supergraphSdl, errors } = composeServices([
    { name: 'crosspoint', typeDefs: parse(_service.sdl), url: scene.gateway.url },
    { name: 'crm', typeDefs: parse(CRM_SUBGRAPH), url: crm.url },
  ]);
  expect(errors).toBeUndefined();
  return supergraphSdl ?? '';
}

beforeAll(async () => {
  scene = await openScene({
    seed: 21,
    vendors: ['five9-cti'],
    grants: { partner: PARTNER, contacts: { scopes: ['contacts:read'] } },
  });
  crm = await startCrm(customers);
  hive = spawn(process.execPath, ['test/federation/hive.mjs'], { stdio: ['pipe', 'pipe', 'inherit'] });
  hive.stdin.end(await composed());
  const [line] = (await once(hive.stdout.setEncoding('utf8'), 'data')) as [string];
  url = `http://127.0.0.1:${Number(line)}/graphql`;
}, 60_000);

afterAll(async () => {
  hive.kill('SIGKILL');
  await crm.close();
  await scene.close();
});

async function ask(query: string, key = 'partner') {
  const headers = { 'content-type': 'application/json', ...scene.gateway.header(key) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  // biome-ignore lint/suspicious/noExplicitAny: answers have many shapes
  return (await response.json()) as { data?: any; errors?: { message: string; extensions?: { code?: string } }[] };
}

/** Has the customer call an agent. */
const customerCalls = () =>
  scene.world.place({
    person: idle(scene.world),
    campaign: null,
    direction: 'INBOUND',
    customerNumber: PHONE,
    customerName: '',
  });

test('A supergraph answers calls with customers of another subgraph, found by the phone number', async () => {
  customerCalls();
  const found = await until(async () => {
    const { data, errors } = await ask(
      `{ calls(filter: { from: "${PHONE}" }) { edges { node { id from customer { name } } } } }`,
    );
    expect(errors).toBeUndefined();
    return data.calls.edges[0]?.node;
  });
  expect(found).toEqual({ id: expect.any(String), from: PHONE, customer: { name: 'Ada Byron' } });
  calls.push(found.id);
});

test('A supergraph reads calls that another subgraph names, each by its id', async () => {
  const { data, errors } = await ask(`{ customer(phone: "${PHONE}") { name calls { state from agent { name } } } }`);
  expect(errors).toBeUndefined();
  const call = { state: 'RINGING', from: PHONE, agent: { name: expect.any(String) } };
  expect(data).toEqual({ customer: { name: 'Ada Byron', calls: [call] } });
});

test('A supergraph passes the caller’s rights on', async () => {
  const { data, errors } = await ask(`{ customer(phone: "${PHONE}") { calls { state } } }`, 'contacts');
  expect(data).toEqual({ customer: null });
  expect(errors?.length).toBeGreaterThan(0);
});

test('A supergraph streams events as server-sent events, with customers of the other subgraph', async () => {
  const client = createClient({ url, headers: scene.gateway.header('partner'), retryAttempts: 0 });
  const received: unknown[] = [];
  const stop = client.subscribe(
    { query: 'subscription { callChanged { call { state from customer { name } } } }' },
    {
      next: ({ data, errors }) => received.push(data ?? errors),
      error: (error) => received.push(error),
      complete() {},
    },
  );
  const expected = { callChanged: { call: { state: 'RINGING', from: PHONE, customer: { name: 'Ada Byron' } } } };
  await until(() => {
    if (!received.some((event) => JSON.stringify(event) === JSON.stringify(expected))) customerCalls();
    return received.length > 0;
  }, 'an event of a call');
  stop();
  client.dispose();
  expect(received).toContainEqual(expected);
});
