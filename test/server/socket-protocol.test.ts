import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startGateway } from './gateway.ts';
import { gateway, PROTOCOL, Raw } from './raw-socket.ts';

describe('the handshake of a socket (S2)', () => {
  const handshake = (headers: Record<string, string>, path = '/graphql') =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`${gateway.origin.replace('http', 'ws')}${path}`, PROTOCOL, { headers });
      socket.on('unexpected-response', (_, { statusCode }) => {
        resolve(statusCode ?? 0);
        socket.terminate();
      });
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
      socket.on('error', () => {});
    });

  test.each([
    ['a foreign page, even one with a good credential', { origin: 'https://evil.example', AUTH: 'yes' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page whose address begins like an allowed one', { origin: 'https://desk.example.evil.example' }, 403],
    ['an allowed page', { origin: 'https://desk.example' }, 101],
    ['no page', {}, 101],
  ])('%s', async (_, { AUTH, ...headers }: Record<string, string>, status) => {
    expect(await handshake({ ...headers, ...(AUTH ? gateway.header() : {}) })).toBe(status);
  });

  test("the gateway's own page may", async () => {
    expect(await handshake({ origin: gateway.origin })).toBe(101);
  });

  test('nothing is served at another address', async () => {
    expect(await handshake({}, '/')).toBe(404);
  });
});

describe('the protocol (S1)', () => {
  test('a message before connection_init closes with 4401', async () => {
    const raw = await Raw.open();
    raw.subscribe('1', '{ accounts { key } }');
    expect(await raw.closed).toBe(4401);
  });

  test.each([
    ['text that is no JSON', 'hello'],
    ['JSON that is no message', '[1]'],
    ['a message of an unknown type', '{"type":"start"}'],
  ])('%s: 4400', async (_, text) => {
    const raw = await Raw.open();
    raw.socket.send(text);
    expect(await raw.closed).toBe(4400);
  });

  test('another subprotocol closes with 4406', async () => {
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-ws');
    socket.on('error', () => {});
    const code = await new Promise((resolve) => socket.on('close', resolve));
    // A client that requires its protocol fails in the handshake; one that does not is closed with 4406.
    expect([1006, 4406]).toContain(code);
    const bare = new WebSocket(gateway.url.replace('http', 'ws'));
    const [closeCode] = await once(bare, 'close');
    expect(closeCode).toBe(4406);
  });

  test('no connection_init within the time closes with 4408', async () => {
    const raw = await Raw.open();
    expect(await raw.closed).toBe(4408);
  });

  test('an id used twice closes with 4409', async () => {
    const raw = await Raw.admitted();
    raw.subscribe('1', 'subscription { callChanged { cursor } }');
    raw.subscribe('1', 'subscription { callChanged { cursor } }');
    expect(await raw.closed).toBe(4409);
  });

  test('a second connection_init closes with 4429', async () => {
    const raw = await Raw.admitted();
    raw.send({ type: 'connection_init' });
    expect(await raw.closed).toBe(4429);
  });

  test('thousands of pings close with 4429 (S4)', async () => {
    const raw = await Raw.admitted();
    for (let count = 0; count < 1_500; count += 1) raw.send({ type: 'ping' });
    expect(await raw.closed).toBe(4429);
  });

  test.each([
    ['nothing', {}],
    ['an unknown key', { authorization: `Bearer cpk_${'A'.repeat(43)}` }],
    ['a credential that is no text', { authorization: { a: 1 } }],
    ['names of objects', JSON.parse('{"__proto__": {"authorization": "x"}, "constructor": 1}')],
  ])('connection_init with %s closes with 4401', async (_, parameters) => {
    const raw = await Raw.open();
    raw.send({ type: 'connection_init', payload: parameters });
    expect(await raw.closed).toBe(4401);
  });

  test.each([['before'], ['after']])(
    'a frame of 64 kB and one byte %s connection_init closes with 1009 (S3)',
    async (when) => {
      const raw = when === 'before' ? await Raw.open() : await Raw.admitted();
      raw.socket.send('x'.repeat(65_537));
      expect(await raw.closed).toBe(1009);
    },
  );

  test('one subscription beyond the limit is refused and the others continue (S4)', async () => {
    const raw = await Raw.admitted();
    for (const id of ['1', '2', '3', '4']) raw.subscribe(id, 'subscription { callChanged { cursor } }');
    const refused = await raw.frame(({ type }) => type === 'error');
    expect(refused).toMatchObject({ id: '4', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    await raw.close();
  });
});

test('closing the gateway closes sockets with 1012', async () => {
  const separate = await startGateway({ vendors: ['engage'] });
  const socket = separate.socket();
  const closed = new Promise((resolve) => socket.on('closed', resolve));
  const events = socket.iterate({ query: 'subscription { accountChanged { cursor } }' });
  const next = events.next().catch(() => 'ended');
  await new Promise<void>((resolve) => socket.on('connected', () => resolve()));
  const began = Date.now();
  await separate.close();
  expect(await closed).toMatchObject({ code: 1012 });
  expect(Date.now() - began).toBeLessThan(25_000);
  await next;
});
