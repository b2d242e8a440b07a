import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { expectRefusal, gateway, query, send } from './raw-request.ts';

describe('bodies', () => {
  const padded = (bytes: number) => query('{ accounts { key } }', { variables: { padding: 'x'.repeat(bytes) } });

  test('one of 90 kB is taken (H11)', async () => {
    expect((await send(padded(90_000))).status).toBe(200);
  });

  test('one beyond the limit gets 413, with and without a declared length (H11)', async () => {
    expectRefusal(await send(padded(200_000)), 413);
    const chunked = await send(padded(160_000), { 'transfer-encoding': 'chunked' });
    expectRefusal(chunked, 413);
  });

  test('20 MB are not read to the end (H11)', async () => {
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
  ] as [string, Buffer, Record<string, string>, number][])(
    '%s is refused (H8, H11, H13)',
    async (_, body, headers, status) => {
      expectRefusal(await send(body, headers), status);
    },
  );

  test('queries known by a hash are not served, in the words that make clients send the text (H19)', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const answer = JSON.parse((await send(JSON.stringify({ extensions }))).text);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }] });
    expect(answer.data).toBeUndefined();
  });

  test.each([
    ['NUL', '\\u0000'],
    ['a lone surrogate', '\\ud800'],
    ['control', '\\u0007'],
  ])('%s in a value does no harm (H11)', async (_, written) => {
    const text = 'query ($t: String) { campaigns(first: 1, filter: { nameContains: $t }) { totalCount } }';
    const answer = await send(`{"query": ${JSON.stringify(text)}, "variables": {"t": "a${written}b"}}`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).data?.campaigns?.totalCount ?? 0).toBe(0);
    const vendor = await send(
      `{"query": ${JSON.stringify('query ($t: String) { five9Config_getCampaigns(campaignNamePattern: $t) { name } }')}, "variables": {"t": "a${written}b"}}`,
    );
    expect(JSON.parse(vendor.text).errors?.[0].extensions.code).toBe('INVALID_ARGUMENT');
  });

  test('names of objects are only names (H20)', async () => {
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

  test('variables five thousand deep are refused without falling over (H12)', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const answer = await send(
      `{"query": "query ($f: CallFilter) { calls(first: 1, filter: $f) { totalCount } }", "variables": {"f": ${deep}}}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(50_000);
  });
});
