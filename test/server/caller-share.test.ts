/** One caller at its worst leaves the others their share of quotas and of operations (D6). */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { until, untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS, startGateway } from './gateway.ts';

const texts = (count: number) => JSON.stringify(Array.from({ length: count }, (_, at) => `${at}`));
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

test('D6: look-ups by id end at the share of one caller, and another caller still reads', async () => {
  const grants = { greedy: { scopes: ['contacts:read'] }, other: { scopes: ['contacts:read'] } };
  const gateway = await startGateway({ vendors: ['five9-config'], grants, more: { limits: { lookupsPerMinute: 20 } } });
  cleanups.push(() => gateway.close());
  const ids = Array.from({ length: 30 }, (_, at) => writeId('ContactImport', 'acme-five9', `import-${at}`));
  const codes = async (name: string, asked: readonly string[]) => {
    const { errors = [] } = await gateway.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: asked }, name);
    return errors.filter(({ extensions }) => extensions.code === 'RATE_LIMITED').length;
  };
  expect(await codes('greedy', ids)).toBe(10);
  expect(await codes('other', ids.slice(0, 5))).toBe(0);
}, 30_000);

test('D6: the reads of one caller that a vendor counts end at its share, and leave the lists of others and the account as they are', async () => {
  const scopes = ['campaigns:read', 'contacts:read', 'calls:read'];
  const grants = { greedy: { scopes }, other: { scopes } };
  const gateway = await startGateway({ vendors: ['five9-config'], grants, more: { limits: { lookupsPerMinute: 6 } } });
  cleanups.push(() => gateway.close());
  const parts = '{ campaigns(first: 20) { sources { error { code } } edges { node { lists { name } } } } }';
  const codes = async (name: string) =>
    ((await gateway.ask(parts, {}, name)).errors ?? []).map(({ extensions }) => extensions);
  const spent = { code: 'RATE_LIMITED', vendorCode: 'SHARE_SPENT', account: ACCOUNTS['five9-config'] };
  while ((await codes('greedy')).length === 0);
  expect(await codes('greedy')).toContainEqual(expect.objectContaining(spent));
  expect((await gateway.ask('{ accounts { status } }', {}, 'other')).data).toEqual({ accounts: [{ status: 'UP' }] });
  expect(await codes('other')).toEqual([]);
  const whole = '{ campaigns(first: 20) { sources { error { code } } edges { node { name } } } }';
  const { data, errors } = await gateway.ask(whole, {}, 'greedy');
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ campaigns: { sources: [{ error: null }] } });
}, 30_000);

test.each(['HTTP', 'WebSocket'])(
  'D6: the whole schema is refused over %s to a caller that asks for it again and again while another reads',
  async (transport) => {
    const scopes = ['admin'];
    const grants = { greedy: { scopes }, other: { scopes } };
    const gateway = await startGateway({ vendors: ['engage'], grants });
    cleanups.push(() => gateway.close());
    await gateway.ask('{ __typename }', {}, 'other');
    const outcomes: (string | undefined)[] = [];
    const socket = gateway.socket('greedy');
    cleanups.push(() => socket.dispose());
    const overSocket = async (query: string) => {
      try {
        for await (const { errors } of socket.iterate({ query })) return { errors };
      } catch (thrown) {
        return { errors: thrown as { readonly extensions: { readonly code?: unknown } }[] };
      }
      return {};
    };
    const question = async (at: number) => {
      const query = `query Q${at} { __schema { queryType { name } } }`;
      const { errors } = await (transport === 'HTTP' ? gateway.ask(query, {}, 'greedy') : overSocket(query));
      outcomes.push(errors?.[0]?.extensions?.code as string | undefined);
    };
    for (let at = 0; at < 12; at += 1) void question(at).catch(() => undefined);
    await until(() => outcomes.length === 10);
    expect(outcomes.toSorted()).toEqual([...Array(6).fill('RATE_LIMITED'), ...Array(4).fill(undefined)]);
    const named = await gateway.ask('{ __type(name: "Call") { name } }', {}, 'greedy');
    expect(named.data).toEqual({ __type: { name: 'Call' } });
  },
  30_000,
);

test('H7: ids cost a point each, found or not', async () => {
  const gateway = await startGateway({ vendors: ['engage'], more: { limits: { pointsPerMinute: 100 } } });
  cleanups.push(() => gateway.close());
  const ids = Array.from({ length: 60 }, (_, at) => writeId('ContactImport', 'outreach', String(at)));
  const ask = async () => (await gateway.ask(`{ nodes(ids: ${JSON.stringify(ids)}) { id } }`)).errors?.[0]?.extensions;
  await ask();
  expect(await ask()).toMatchObject({ code: 'RATE_LIMITED', cost: { requested: 61 } });
}, 30_000);

test('H6: a list without pages counts as ten objects within the pages around it', async () => {
  const gateway = await startGateway({ vendors: ['engage'], more: { limits: { nodes: 1_000 } } });
  cleanups.push(() => gateway.close());
  const { errors } = await gateway.ask('{ campaigns(first: 100) { edges { node { lists { id } } } } }');
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', cost: { requested: 1_100, most: 1_000 } });
}, 30_000);

test.each([
  ['numbers of the do-not-call list', (count: number) => `{ doNotCall(numbers: ${texts(count)}) { __typename } }`],
  [
    'entities of a federated graph',
    (count: number) =>
      `{ _entities(representations: [${texts(count)
        .replace(/"(\d+)"/g, '{ __typename: "Call", id: "$1" }')
        .slice(1, -1)}]) { __typename } }`,
  ],
])(
  'H7: %s count as ten objects each',
  async (_, document) => {
    const gateway = await startGateway({ vendors: ['engage'], more: { limits: { nodes: 1_000 } } });
    cleanups.push(() => gateway.close());
    const ask = async (count: number) => (await gateway.ask(document(count))).errors?.[0]?.extensions;
    expect((await ask(100))?.code).not.toBe('LIMIT_EXCEEDED');
    expect(await ask(101)).toMatchObject({ code: 'LIMIT_EXCEEDED', cost: { requested: 1_010, most: 1_000 } });
  },
  30_000,
);

test('H7: an id counts as ten objects of an operation, since each may be a vendor call', async () => {
  const gateway = await startGateway({ vendors: ['engage'], more: { limits: { nodes: 1_000 } } });
  cleanups.push(() => gateway.close());
  const ids = (count: number) =>
    Array.from({ length: count }, (_, at) => writeId('ContactImport', 'outreach', `${at}`));
  const ask = async (count: number) =>
    (await gateway.ask(`{ nodes(ids: ${JSON.stringify(ids(count))}) { id } }`)).errors?.[0]?.extensions;
  expect((await ask(100))?.code).not.toBe('LIMIT_EXCEEDED');
  expect(await ask(101)).toMatchObject({ code: 'LIMIT_EXCEEDED', cost: { requested: 1_010, most: 1_000 } });
}, 30_000);

test('D6: operations of one caller on a silent vendor leave room for another caller', async () => {
  const waiting: ServerResponse[] = [];
  const silent = createServer(async (request, response) => {
    if ((await text(request)).includes('getSkills')) waiting.push(response);
  }).listen(0, '127.0.0.1');
  cleanups.push(
    () => silent.close(),
    () => silent.closeAllConnections(),
  );
  await untilAnswer(
    async () => silent.listening,
    (listening) => listening,
  );
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const users = ['a', 'b', 'c'].map((username) => ({ username, password: 'p' }));
  const gateway = await startGateway({
    vendors: ['engage', 'five9-config'],
    settings: { 'five9-config': { url, users, deadline: 60_000 } },
    grants: { greedy: { scopes: ['vendor:five9-config:read'] } },
    more: { limits: { operations: 10, operationsPerCaller: 2, operationMilliseconds: 60_000 } },
  });
  cleanups.push(() => gateway.close());
  const ask = (at: number) =>
    gateway.ask(`{ five9Config_getSkills(skillNamePattern: "${at}") { name } }`, {}, 'greedy');
  const running = [ask(0), ask(1)];
  await untilAnswer(
    async () => waiting.length,
    (count) => count === 2,
  );
  expect((await ask(2)).errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 1 });
  expect((await gateway.ask('{ accounts { key } }')).errors).toBeUndefined();
  silent.closeAllConnections();
  silent.on('request', (_, response: ServerResponse) => response.destroy());
  await Promise.all(running);
}, 60_000);
