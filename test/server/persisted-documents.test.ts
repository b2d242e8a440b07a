import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Answer } from '../program/process.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const ACCOUNTS = 'query Accounts { accounts { key } }';
const ONE = 'query One($n: Int!) { campaigns(first: $n) { edges { node { id } } } }';
const HOLD = 'mutation Hold { callHold(input: { id: "x" }) { userErrors { code } } }';
const WATCH = 'subscription Watch { campaignChanged(snapshot: true) { snapshot } }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const IDS = { accounts: ACCOUNTS, [sha256(ONE)]: ONE, 'hold-1': HOLD, watch: WATCH };

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-listed-'));
function list(content: string): string {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, content);
  return file;
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage'], more: { documents: list(JSON.stringify(IDS)) } });
}, 30_000);
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

async function post(body: object) {
  const headers = { 'content-type': 'application/json', ...gateway.header() };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify(body) });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Answer,
  };
}

async function get(parameters: Record<string, string>) {
  const headers = { ...gateway.header(), 'apollo-require-preflight': 'yes' };
  const response = await fetch(`${gateway.url}?${new URLSearchParams(parameters)}`, { headers });
  return { status: response.status, body: (await response.json()) as Answer };
}

const hashed = (sha256Hash: unknown) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
const found = { data: { accounts: [{ key: 'outreach' }] } };
const notListed = { errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_IN_LIST', requestId: expect.any(String) } }] };

describe('a document on the list runs', () => {
  test.each([
    ['by its id', { documentId: 'accounts' }],
    ['by its hash', { documentId: `sha256:${sha256(ACCOUNTS)}` }],
    ['by its hash as Apollo sends it', hashed(sha256(ACCOUNTS))],
    ['by its id where a hash is expected', hashed('accounts')],
    ['by its text', { query: ACCOUNTS }],
    ['by all of them', { documentId: 'accounts', query: ACCOUNTS, ...hashed(sha256(ACCOUNTS)) }],
  ])('%s', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 200, body: found });
  });

  test('with its variables and its operation’s name', async () => {
    const asked = { documentId: sha256(ONE), variables: { n: 2 }, operationName: 'One' };
    expect((await post(asked)).body.data.campaigns.edges).toHaveLength(2);
    expect((await post({ ...asked, operationName: 'Two' })).status).toBe(400);
    expect((await post({ documentId: 'hold-1' })).body.data.callHold.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
  });

  test('asked for in an address, where acts still are refused', async () => {
    expect(await get({ documentId: 'accounts' })).toMatchObject({ status: 200, body: found });
    const extensions = JSON.stringify(hashed(sha256(ONE)).extensions);
    const { body } = await get({ extensions, variables: '{"n":1}' });
    expect(body.data.campaigns.edges).toHaveLength(1);
    expect((await get({ documentId: 'hold-1' })).status).toBe(405);
    expect((await get({ extensions: '{' })).status).toBe(400);
  });
});

describe('any other document is refused to every caller (H19)', () => {
  test.each<[string, object]>([
    ['an unknown id', { documentId: 'other' }],
    ['an unknown hash', hashed(sha256('{ accounts { key } }'))],
    ['a hash that is no text', hashed({ $ne: null })],
    ['names of objects', { documentId: '__proto__' }],
    ['a text that is not on the list', { query: '{ accounts { key } }' }],
    ['a listed text with a blank more', { query: `${ACCOUNTS} ` }],
    ['a listed id with another text', { documentId: 'accounts', query: '{ accounts { key } }' }],
    ['a listed hash with another listed text', { query: ONE, ...hashed(sha256(ACCOUNTS)) }],
    ['a listed text under another hash', { query: ACCOUNTS, ...hashed(sha256('x')) }],
    ['ids of two documents', { documentId: 'accounts', ...hashed(sha256(ONE)) }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
  ])('%s', async (_, body) => {
    expect(await post(body)).toMatchObject({
      status: 400,
      type: expect.stringMatching(/^application\/graphql-response\+json/),
      body: notListed,
    });
  });

  test('in an address too', async () => {
    for (const parameters of [{ query: '{ accounts { key } }' }, { documentId: 'x' }, {}] as Record<string, string>[])
      expect(await get(parameters)).toMatchObject({ status: 400, body: notListed });
  });

  test('a text sent with its hash is not added to the list', async () => {
    const text = '{ accounts { vendor } }';
    for (const body of [hashed(sha256(text)), { query: text, ...hashed(sha256(text)) }, hashed(sha256(text))])
      expect(await post(body)).toMatchObject({ status: 400, body: notListed });
  });

  test('a credential is asked for first', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(gateway.url, { method: 'POST', headers, body: '{"documentId":"accounts"}' });
    expect(response.status).toBe(401);
  });
});

test('sockets obey the same list (H19)', async () => {
  const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
  const answers = new Map<string, unknown>();
  const asked: [string, object, object][] = [
    ['id', { query: '', documentId: 'accounts' }, found],
    ['hash', { query: '', ...hashed(sha256(ACCOUNTS)) }, found],
    ['text', { query: ACCOUNTS }, found],
    ['watch', { query: '', documentId: 'watch' }, { data: { campaignChanged: { snapshot: true } } }],
    ['unknown', { query: '', documentId: 'x' }, notListed.errors],
    ['unnamed', { query: '' }, notListed.errors],
    ['another text', { query: '{ accounts { key } }' }, notListed.errors],
    ['a mismatch', { query: ONE, documentId: 'accounts' }, notListed.errors],
    ['another subscription', { query: 'subscription { accountChanged { cursor } }' }, notListed.errors],
  ];
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: gateway.header() })));
    socket.on('message', (data) => {
      const { id, type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack')
        for (const [name, given] of asked) socket.send(JSON.stringify({ id: name, type: 'subscribe', payload: given }));
      if (type === 'next' || type === 'error') answers.set(id, payload);
      if (answers.size === asked.length) resolve();
    });
    socket.on('close', (code) => reject(new Error(`closed with ${code}; answered ${[...answers.keys()]}`)));
  });
  for (const [name, , expected] of asked) expect(answers.get(name), name).toMatchObject(expected);
  socket.terminate();
});

describe('a list that cannot be used is refused at the start', () => {
  test.each([
    ['no such file', '/no/such/list.json', /cannot be read/],
    ['no JSON', list('{'), /cannot be read as JSON/],
    ['no object of texts', list('{"a": {"b": 1}}'), /not an object of ids and query texts/],
    ['a document that the schema does not know', list('{"old-one": "{ gone }"}'), /document old-one cannot run/],
    [
      'a document beyond the limits',
      list('{"big": "{ campaigns(first: 300000) { totalCount } }"}'),
      /document big cannot run/,
    ],
  ])('%s', async (_, documents, expected) => {
    await expect(startGateway({ vendors: ['engage'], more: { documents } })).rejects.toThrow(expected);
  });
});

test('without a list a hash is answered as ever, and an id alone is no query', async () => {
  const open = await startGateway({ vendors: ['engage'] });
  const headers = { 'content-type': 'application/json', ...open.header() };
  const ask = async (body: object) => {
    const response = await fetch(open.url, { method: 'POST', headers, body: JSON.stringify(body) });
    return [response.status, ((await response.json()) as Answer).errors?.[0]?.extensions.code];
  };
  expect(await ask(hashed(sha256(ACCOUNTS)))).toEqual([200, 'PERSISTED_QUERY_NOT_SUPPORTED']);
  expect(await ask({ documentId: 'accounts' })).toEqual([400, 'BAD_REQUEST']);
  expect(await ask({ documentId: 'accounts', query: '{ accounts { key } }' })).toEqual([200, undefined]);
  await open.close();
});
