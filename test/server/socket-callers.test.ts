import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { gateway, Raw, token } from './raw-socket.ts';

describe('sockets of one caller (S4)', () => {
  const introduce = async (parameters: object) => {
    const raw = await Raw.open();
    raw.send({ type: 'connection_init', payload: parameters });
    return raw;
  };

  test.each([
    ['a key', 5, async () => gateway.header('reader')],
    ['a key that is allowed more', 7, async () => gateway.header('wall')],
    ['tokens of one subject', 5, async () => ({ authorization: `Bearer ${await token(60)}` })],
  ])(
    '%s may hold %i; one more is closed with 4429, and its place is free again when one leaves',
    async (_, most, show) => {
      const sockets = [];
      for (let count = 0; count < most; count += 1) sockets.push(await Raw.admitted(await show()));
      // A fresh token of the same caller takes no other place.
      sockets[0]?.send({ type: 'ping', payload: await show() });
      await sockets[0]?.frame(({ type }) => type === 'pong');
      for (let count = 0; count < 3; count += 1) expect(await (await introduce(await show())).closed).toBe(4429);
      sockets[1]?.subscribe('1', '{ accounts { key } }');
      expect((await sockets[1]?.answer('1'))?.type).toBe('next');
      const others = await Raw.admitted();
      await sockets.pop()?.close();
      const free = async () => {
        for (;;) {
          const raw = await introduce(await show());
          const outcome = await Promise.race([raw.closed, raw.frame(({ type }) => type === 'connection_ack')]).catch(
            () => 4429,
          );
          if (typeof outcome !== 'number') return raw;
        }
      };
      sockets.push(await free());
      await Promise.all([...sockets, others].map((raw) => raw.close()));
    },
  );

  test('one that leaves while it is being proven takes no place', async () => {
    for (let count = 0; count < 20; count += 1) {
      const raw = await introduce({ authorization: `Bearer ${await token(60)}` });
      raw.socket.terminate();
      await raw.closed;
    }
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(60)}` });
    await raw.close();
  });
});

describe('the same gate as over HTTP (S5)', () => {
  test('queries and mutations run', async () => {
    const raw = await Raw.admitted();
    raw.subscribe('1', '{ accounts { key } }');
    expect((await raw.answer('1')).payload.data.accounts).toHaveLength(2);
    raw.subscribe('2', 'mutation { callHold(input: { id: "x" }) { userErrors { code } } }');
    expect((await raw.answer('2')).payload.data.callHold.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    await raw.close();
  });

  test.each([
    [
      'a field without its scope',
      'mutation { callHold(input: { id: "x" }) { userErrors { code } } }',
      'PERMISSION_DENIED',
    ],
    [
      'a vendor field without its scope',
      '{ engage_GetServiceInfo { __typename } }',
      /PERMISSION_DENIED|GRAPHQL_VALIDATION_FAILED/,
    ],
    ['introspection beside a field', '{ accounts { key } __schema { types { name } } }', 'PERMISSION_DENIED'],
    ['a misspelt field', '{ callz { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a thousand aliases',
      `{ ${Array.from({ length: 1_000 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
      'LIMIT_EXCEEDED',
    ],
    ['what cannot be read', '{', 'GRAPHQL_PARSE_FAILED'],
    ['a page of 300,000', '{ calls(first: 300000) { totalCount } }', 'LIMIT_EXCEEDED'],
  ])('%s is refused in the same words', async (_, query, code) => {
    const raw = await Raw.admitted(gateway.header('reader'));
    raw.subscribe('1', query);
    const { payload } = await raw.answer('1');
    const errors = Array.isArray(payload) ? payload : payload.errors;
    const answered = await gateway.ask(query, {}, 'reader');
    const wordsOf = (all: readonly { message: string; extensions?: Record<string, unknown> }[] = []) =>
      all.map(({ message, extensions }) => ({ message, code: extensions?.code }));
    expect(wordsOf(errors)).toEqual(wordsOf(answered.errors));
    expect(errors[0].extensions.code).toMatch(code);
    expect(errors[0].extensions.requestId).toMatch(/^[\da-f-]{36}$/);
    await raw.close();
  });
});

test('Introspection over a socket shows a caller the same as over HTTP (S5)', async () => {
  const query = '{ __schema { types { name } } }';
  const raw = await Raw.admitted(gateway.header('reader'));
  raw.subscribe('1', query);
  const { payload } = await raw.answer('1');
  expect(payload.data).toEqual((await gateway.ask(query, {}, 'reader')).data);
  expect(JSON.stringify(payload.data)).not.toContain('Webhook');
  await raw.close();
});

describe('a token that expires (S7)', () => {
  test('ends its subscriptions', async () => {
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(2)}` });
    raw.subscribe('1', 'subscription { callChanged(snapshot: true) { cursor } }');
    await raw.answer('1');
    const began = Date.now();
    expect(await raw.closed).toBe(4403);
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  test('does not close the socket where a ping brings a new token', async () => {
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(2)}` });
    raw.send({ type: 'ping', payload: { authorization: `Bearer ${await token(60)}` } });
    await raw.frame(({ type }) => type === 'pong');
    const replaced = await Raw.admitted({ authorization: `Bearer ${await token(2)}` });
    expect(await replaced.closed).toBe(4403);
    raw.subscribe('1', '{ accounts { key } }');
    expect((await raw.answer('1')).type).toBe('next');
    await raw.close();
  });

  test('cannot be renewed with a token of another caller', async () => {
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(60)}` });
    raw.send({ type: 'ping', payload: gateway.header('reader') });
    expect(await raw.closed).toBe(4403);
  });
});

test.each([
  ['calls of an agent', 'agents', 'callChanged(filter: { agentId: $id })', 'calls:read'],
  ['a call', 'calls', 'callChanged(filter: { ids: [$id] })', 'calls:read'],
  ['recordings of an agent', 'agents', 'recordingChanged(filter: { agentId: $id })', 'recordings:read'],
  ['an agent', 'agents', 'agentChanged(filter: { ids: [$id] })', 'calls:read'],
  ['events of an agent', 'agents', 'events(filter: { agentIds: [$id] })', 'calls:read'],
])(
  'a subscription to %s of another account is refused like one to an unknown id (S8)',
  async (_, list, root, scope) => {
    const found = await gateway.ask(`{ ${list}(first: 1, filter: { accounts: ["floor"] }) { edges { node { id } } } }`);
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(60, { scope, accounts: ['outreach'] })}` });
    const query = `subscription ($id: ID!) { ${root} { cursor } }`;
    raw.subscribe('1', query, { id: found.data[list].edges[0].node.id });
    raw.subscribe('2', query, { id: writeId(list === 'calls' ? 'Call' : 'Agent', 'nowhere', '1') });
    const [foreign, unknown] = [await raw.answer('1'), await raw.answer('2')].map(({ payload }) => payload.errors?.[0]);
    expect([foreign.extensions.code, unknown.extensions.code]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(foreign.message).toBe(unknown.message);
    await raw.close();
  },
);
