import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['engage', 'five9-config'],
    grants: { reader: { scopes: ['campaigns:read', 'contacts:read', 'calls:read'] } },
    more: {
      origins: ['https://desk.example'],
      limits: { bodyBytes: 150_000, headersMilliseconds: 400, requestMilliseconds: 800 },
    },
  });
}, 30_000);
afterAll(() => gateway.close());

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends exactly these bytes and headers. */
function send(
  body: string | Buffer | null,
  headers: Record<string, string> = {},
  { method = 'POST', path = '/graphql', key = 'admin' } = {},
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...gateway.header(key), ...headers };
    const request = httpRequest(new URL(path, gateway.origin), { method, headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

const query = (text: string, more: object = {}) => JSON.stringify({ query: text, ...more });

/** A refusal is small JSON of the right type, with a code and the request's id, and nothing of how it came about. */
function expectRefusal({ status, headers, text }: Raw, wanted: number, code?: string | RegExp) {
  expect(status, text.slice(0, 300)).toBe(wanted);
  expect(headers['content-type']).toMatch(/^application\/graphql-response\+json/);
  expect(text.length).toBeLessThan(2_000);
  const { errors, data } = JSON.parse(text);
  expect(data ?? null).toBeNull();
  expect(errors.length).toBeLessThanOrEqual(5);
  for (const { extensions } of errors) {
    expect(extensions.requestId).toBe(headers['x-request-id']);
    expect(extensions.code).toMatch(code ?? /^[A-Z_]+$/);
  }
  expect(text).not.toMatch(/stack|node_modules|\.ts:|\.js:\d|https?:\/\//);
}

const wide = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');
const nested = (depth: number) =>
  `{ campaigns(first: 1) ${'{ edges { node { calls(first: 1) '.repeat(depth)} { totalCount } ${'} } }'.repeat(depth)} }`;
const doubling = `{ campaigns(first: 1) { ...f18 } } fragment f0 on CampaignConnection { totalCount } ${wide(18, (i) => `fragment f${i + 1} on CampaignConnection { ...f${i} edges { node { calls(first: 1) { totalCount } } } ...f${i} }`)}`;

describe('documents that cost too much', () => {
  test.each([
    ['nested too deep', nested(10), /LIMIT_EXCEEDED/],
    ['nested a thousand deep', nested(1_000), /LIMIT_EXCEEDED|GRAPHQL_PARSE_FAILED/],
    ['a hundred aliases', `{ ${wide(100, (i) => `a${i}: __typename`)} }`, /LIMIT_EXCEEDED/],
    ['five thousand aliases', `{ ${wide(5_000, (i) => `a${i}: __typename`)} }`, /LIMIT_EXCEEDED|GRAPHQL_PARSE_FAILED/],
    ['a thousand unknown directives', `{ accounts { key ${wide(1_000, (i) => `@d${i}`)} } }`, /LIMIT_EXCEEDED/],
    ['a thousand @include', `{ accounts { key ${'@include(if: true) '.repeat(700)} } }`, /LIMIT_EXCEEDED/],
    [
      'directives on the operation',
      `query ${'@skip(if: true) '.repeat(60)} { accounts { key } }`,
      /LIMIT_EXCEEDED|VALIDATION/,
    ],
    [
      'a fragment cycle',
      '{ accounts { ...a } } fragment a on Account { ...b } fragment b on Account { ...a }',
      /LIMIT_EXCEEDED/,
    ],
    [
      'three hundred fragments',
      `{ accounts { key } } ${wide(300, (i) => `fragment f${i} on Account { key }`)}`,
      /LIMIT_EXCEEDED/,
    ],
    ['a page of 300,000', '{ campaigns(first: 300000) { totalCount } }', /LIMIT_EXCEEDED/],
    [
      'pages in pages',
      '{ campaigns(first: 100) { edges { node { calls(first: 100) { edges { node { id recordings { recording { id } } } } } recordings(first: 100) { edges { node { id } } } } } } }',
      /LIMIT_EXCEEDED/,
    ],
  ])('%s: 400 and little said', async (_, text, code) => {
    const began = performance.now();
    expectRefusal(await send(query(text)), 400, code);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('fragments that double are measured at once, and cost no other client its time', async () => {
    const began = performance.now();
    const [bad, good] = await Promise.all([send(query(doubling)), send(query('{ accounts { key } }'))]);
    expect(performance.now() - began).toBeLessThan(500);
    expect(good.status).toBe(200);
    expectRefusal(bad, 400, 'LIMIT_EXCEEDED');
  });

  test.each([
    ['no page size', '{ campaigns { totalCount } }'],
    ['a page of less than nothing', '{ campaigns(first: -1) { totalCount } }'],
    ['a page of 101', '{ campaigns(first: 101) { totalCount } }'],
  ])('%s is refused at the field', async (_, text) => {
    const { status, text: answer } = await send(query(text));
    expect(status).toBe(200);
    const { errors } = JSON.parse(answer);
    expect(errors[0].extensions).toMatchObject({ code: 'INVALID_ARGUMENT', requestId: expect.any(String) });
  });

  test("GraphiQL's introspection passes, for the admin scope alone", async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const text = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true });
    const passed = await send(query(text));
    expect(passed.status).toBe(200);
    expect(JSON.parse(passed.text).data.__schema.queryType.name).toBe('Query');
    for (const asks of [text, '{ __type(name: "Query") { name } }'])
      expectRefusal(await send(query(asks), {}, { key: 'reader' }), 400, 'PERMISSION_DENIED');
    expect((await send(query('{ __typename }'), {}, { key: 'reader' })).status).toBe(200);
  });
});

describe('what is misspelt', () => {
  test.each([
    ['a field', '{ campaignz { totalCount } }', {}],
    ['a field deeper down', '{ campaigns(first: 1) { edges { node { nam } } } }', {}],
    ['an argument', '{ campaigns(frist: 1) { totalCount } }', {}],
    ['a missing selection', '{ campaigns(first: 1) }', {}],
    ['a word', '{ calls(first: 1, filter: { states: [CONECTED] }) { totalCount } }', {}],
    ['an input field', '{ calls(first: 1, filter: { devise: "1" }) { totalCount } }', {}],
    ['a variable of the wrong type', 'query ($n: String) { calls(first: $n) { totalCount } }', {}],
    [
      'a variable with a wrong value',
      'query ($f: CallFilter) { calls(first: 1, filter: $f) { totalCount } }',
      { f: { devise: '1' } },
    ],
    [
      'a variable with a wrong word',
      'query ($f: CallFilter) { calls(first: 1, filter: $f) { totalCount } }',
      { f: { states: ['CONECTED'] } },
    ],
    ['a left out variable', 'query ($n: Int!) { calls(first: $n) { totalCount } }', {}],
    ['a fragment that cannot be', '{ accounts { ...on Recording { id } } }', {}],
  ])('%s gets no suggestion and tells no type', async (_, text, variables) => {
    const answer = await send(query(text, { variables }), {}, { key: 'reader' });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/did you mean/i);
    const message = JSON.parse(answer.text)
      .errors.map(({ message }: { message: string }) => message)
      .join('\n');
    for (const name of [
      'CampaignConnection',
      'Campaign"',
      'CallState',
      'CallFilter"',
      'Account"',
      'type "Query',
      '"campaigns"',
      'CONNECTED',
      '"Int',
      '"String',
    ])
      if (!text.includes(name.replace(/"/g, ''))) expect(message).not.toContain(name);
    expect(JSON.parse(answer.text).errors[0].extensions).toMatchObject({
      code: expect.any(String),
      requestId: expect.any(String),
    });
  });
});

describe('bodies', () => {
  const padded = (bytes: number) => query('{ accounts { key } }', { variables: { padding: 'x'.repeat(bytes) } });

  test('one of 90 kB is taken', async () => {
    expect((await send(padded(90_000))).status).toBe(200);
  });

  test('one beyond the limit gets 413, told or found out', async () => {
    expectRefusal(await send(padded(200_000)), 413);
    const chunked = await send(padded(160_000), { 'transfer-encoding': 'chunked' });
    expectRefusal(chunked, 413);
  });

  test('20 MB are not read to the end', async () => {
    const socket = connect(gateway.application.port, '127.0.0.1');
    await once(socket, 'connect');
    const { authorization } = gateway.header();
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 20000000\r\n\r\n`,
    );
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1.1 413/);
    await once(socket, 'close');
  });

  test.each([
    ['a bomb of gzip', gzipSync(Buffer.alloc(5_000_000, 32)), { 'content-encoding': 'gzip' }, 415],
    ['an unknown encoding', Buffer.from('{}'), { 'content-encoding': 'zstd' }, 415],
    ['text/plain', Buffer.from(query('{ __typename }')), { 'content-type': 'text/plain' }, 415],
    ['a form', Buffer.from('query={__typename}'), { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['multipart', Buffer.from('--x\r\n\r\n--x--'), { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['text that calls itself JSON', Buffer.from('{}'), { 'content-type': 'application/jsonp' }, 415],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), {}, 400],
    ['half a document', Buffer.from('{"query": "{'), {}, 400],
    ['nothing', Buffer.alloc(0), {}, 400],
    ['null', Buffer.from('null'), {}, 400],
    ['a number', Buffer.from('1'), {}, 400],
    ['no query', Buffer.from('{}'), {}, 400],
    ['a query that is no text', Buffer.from('{"query": {"a": 1}}'), {}, 400],
    ['a batch', Buffer.from(`[${query('{ __typename }')}, ${query('{ __typename }')}]`), {}, 400],
    ['variables that are no object', Buffer.from(query('{ __typename }', { variables: 'x' })), {}, 400],
    ['an empty query', Buffer.from(query('')), {}, 400],
    ['a comment', Buffer.from(query('# nothing')), {}, 400],
    ['an unknown operation', Buffer.from(query('query A { __typename }', { operationName: 'B' })), {}, 400],
    ['two operations and no name', Buffer.from(query('query A { __typename } query B { __typename }')), {}, 400],
  ] as [string, Buffer, Record<string, string>, number][])('%s is refused', async (_, body, headers, status) => {
    expectRefusal(await send(body, headers), status);
  });

  test('queries known by a hash are not served, in the words that make clients send the text', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const answer = JSON.parse((await send(JSON.stringify({ extensions }))).text);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }] });
    expect(answer.data).toBeUndefined();
  });

  test.each([
    ['NUL', '\\u0000'],
    ['a lone surrogate', '\\ud800'],
    ['bell', '\\u0007'],
  ])('%s in a value does no harm', async (_, written) => {
    const text = 'query ($t: String) { campaigns(first: 1, filter: { nameContains: $t }) { totalCount } }';
    const answer = await send(`{"query": ${JSON.stringify(text)}, "variables": {"t": "a${written}b"}}`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).data?.campaigns?.totalCount ?? 0).toBe(0);
    const vendor = await send(
      `{"query": ${JSON.stringify('query ($t: String) { five9Config_getCampaigns(campaignNamePattern: $t) { name } }')}, "variables": {"t": "a${written}b"}}`,
    );
    expect(JSON.parse(vendor.text).errors?.[0].extensions.code).toBe('INVALID_ARGUMENT');
  });

  test('names of objects are only names', async () => {
    const text =
      'query ($__proto__: String, $constructor: String) { __proto__: __typename constructor: __typename hasOwnProperty: accounts { toString: key } campaigns(first: 1, filter: { nameContains: $constructor }) { totalCount } }';
    const body = `{"query": ${JSON.stringify(text)}, "variables": {"__proto__": {"polluted": 1}, "constructor": "zzz"}, "__proto__": {"polluted": 1}}`;
    const answer = await send(body);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 200) expect(JSON.parse(answer.text).data.constructor).toBe('Query');
    const inputs = await send(
      `{"query": "query ($f: CallFilter) { calls(first: 1, filter: $f) { totalCount } }", "variables": {"f": {"__proto__": {"device": "1"}, "constructor": 1}}}`,
    );
    expect(inputs.status).toBe(400);
  });

  test('variables five thousand deep are refused without falling over', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const answer = await send(
      `{"query": "query ($f: CallFilter) { calls(first: 1, filter: $f) { totalCount } }", "variables": {"f": ${deep}}}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(50_000);
  });
});

describe('methods', () => {
  const asked = `/graphql?query=${encodeURIComponent('{ accounts { key } }')}`;
  const mutation = `/graphql?query=${encodeURIComponent('mutation { campaignStop(input: { id: "x" }) { userErrors { code } } }')}`;
  const get = (path: string, headers: Record<string, string>) =>
    fetch(new URL(path, gateway.origin), { headers: { ...gateway.header(), ...headers } });

  test('a GET as a page could send it is refused, one with a header no page can set runs', async () => {
    expect((await get(asked, {})).status).toBe(400);
    const response = await get(asked, { 'apollo-require-preflight': 'yes' });
    expect(await response.json()).toEqual({ data: { accounts: expect.any(Array) } });
  });

  test('a GET changes nothing', async () => {
    const response = await get(mutation, { 'apollo-require-preflight': 'yes' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is not served', async (method) => {
    expect((await send(null, {}, { method })).status).toBe(405);
  });

  test('a subscription by POST is pointed to the socket', async () => {
    const answer = await send(query('subscription { callChanged { cursor } }'));
    expectRefusal(answer, 405, 'SUBSCRIPTION_NEEDS_SOCKET');
    expect(JSON.parse(answer.text).errors[0].message).toContain('WebSocket');
  });

  test('of a hundred operations only the named one runs', async () => {
    const simulator = gateway.simulator('five9-config');
    const before = simulator.received.get('getSkills') ?? 0;
    const operations = wide(99, (i) => `query Q${i} { five9Config_getSkills { __typename } }`);
    const answer = await send(query(`${operations} query Wanted { accounts { key } }`, { operationName: 'Wanted' }));
    expect(JSON.parse(answer.text)).toEqual({ data: { accounts: expect.any(Array) } });
    expect(simulator.received.get('getSkills') ?? 0).toBe(before);
  });

  test('what is not there is not found', async () => {
    for (const path of [
      '/graphq',
      '/graphql/assets/../../package.json',
      '/graphql/assets/%2e%2e%2fpackage.json',
      '/.env',
    ])
      expect((await send(null, {}, { method: 'GET', path })).status, path).toBe(404);
  });
});

describe('other origins', () => {
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };

  test.each([['https://evil.example'], ['null'], ['https://desk.example.evil.example']])(
    '%s reads nothing',
    async (origin) => {
      for (const answer of [
        await send(null, { origin, ...preflight }, { method: 'OPTIONS' }),
        await send(query('{ __typename }'), { origin }),
      ]) {
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
        expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      }
    },
  );

  test('an allowed one does, without cookies', async () => {
    const origin = 'https://desk.example';
    const asked = await send(null, { origin, ...preflight }, { method: 'OPTIONS' });
    expect(asked.headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'origin' });
    const answer = await send(query('{ __typename }'), { origin });
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('slow clients', () => {
  test.each([
    ['headers', 'POST /graphql HTTP/1.1\r\nhost: x\r\n', 'x-slow: 1\r\n'],
    [
      'a body',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nAUTH\r\ncontent-length: 1000\r\n\r\n{',
      ' ',
    ],
  ])('one that drips %s is cut off', async (_, start, drop) => {
    const socket = connect(gateway.application.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => {});
    socket.resume();
    const closed = once(socket, 'close');
    socket.write(start.replace('AUTH', `authorization: ${gateway.header().authorization}`));
    const dripping = setInterval(() => socket.write(drop), 50);
    const began = performance.now();
    await closed;
    clearInterval(dripping);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('many half-open ones do not keep another from its answer', async () => {
    const sockets = Array.from({ length: 200 }, () => connect(gateway.application.port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) socket.on('error', () => {}).write('POST /graphql HTTP/1.1\r\n');
    const began = performance.now();
    expect((await send(query('{ accounts { key } }'))).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(500);
    for (const socket of sockets) socket.destroy();
  });
});
