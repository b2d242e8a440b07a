import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startGateway, type TestGateway } from './gateway.ts';

const PROTOCOL = 'graphql-transport-ws';

let gateway: TestGateway;
let issuer: Server;
let token: (seconds: number, claims?: object) => Promise<string>;

async function startIssuer() {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const published = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  issuer = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [published] })),
  );
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  token = (seconds, claims = { scope: 'calls:read campaigns:read' }) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject('ann')
      .setIssuer('https://login.example')
      .setAudience('crosspoint')
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(keys.privateKey);
  return `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`;
}

beforeAll(async () => {
  const jwks = await startIssuer();
  gateway = await startGateway({
    vendors: ['five9-cti', 'engage'],
    jwt: { issuer: 'https://login.example', audience: 'crosspoint', jwks, leewaySeconds: 0 },
    grants: { reader: { scopes: ['calls:read'] }, wall: { scopes: ['calls:read'], sockets: 7 } },
    more: { origins: ['https://desk.example'], limits: { subscriptionsPerSocket: 3 } },
  });
}, 30_000);
afterAll(async () => {
  issuer.close();
  await gateway.close();
});

interface Frame {
  readonly id?: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read frames of many shapes
  readonly payload?: any;
}

/** A socket whose frames are written and read as they are. */
class Raw {
  readonly frames: Frame[] = [];
  readonly closed: Promise<number>;
  #notify = () => {};

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)));
      this.#notify();
    });
    this.closed = once(socket, 'close').then(([code]) => {
      this.#notify();
      return code as number;
    });
  }

  static async open(protocol: string = PROTOCOL): Promise<Raw> {
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), protocol);
    const raw = new Raw(socket);
    await once(socket, 'open');
    return raw;
  }

  /** Opens and introduces itself. */
  static async admitted(parameters: object = gateway.header()): Promise<Raw> {
    const raw = await Raw.open();
    raw.send({ type: 'connection_init', payload: parameters });
    await raw.frame(({ type }) => type === 'connection_ack');
    return raw;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The first frame that fits, or a rejection when the socket closes without. */
  async frame(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.frames.find(fits);
      if (found) return found;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed; ${JSON.stringify(this.frames)}`);
      await new Promise<void>((resolve) => {
        this.#notify = resolve;
      });
    }
  }

  answer(id: string): Promise<Frame> {
    return this.frame((frame) => frame.id === id && (frame.type === 'next' || frame.type === 'error'));
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}

describe('who may open a socket', () => {
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

describe('the protocol', () => {
  test('a message before the introduction is well-formed but comes too early: 4401', async () => {
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

  test('another subprotocol: 4406', async () => {
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-ws');
    socket.on('error', () => {});
    const code = await new Promise((resolve) => socket.on('close', resolve));
    // A client that insists on its own protocol gives up in the handshake; one that does not is told 4406.
    expect([1006, 4406]).toContain(code);
    const bare = new WebSocket(gateway.url.replace('http', 'ws'));
    const [closeCode] = await once(bare, 'close');
    expect(closeCode).toBe(4406);
  });

  test('no introduction within the time: 4408', async () => {
    const raw = await Raw.open();
    expect(await raw.closed).toBe(4408);
  });

  test('an id used twice: 4409', async () => {
    const raw = await Raw.admitted();
    raw.subscribe('1', 'subscription { callChanged { cursor } }');
    raw.subscribe('1', 'subscription { callChanged { cursor } }');
    expect(await raw.closed).toBe(4409);
  });

  test('a second introduction: 4429', async () => {
    const raw = await Raw.admitted();
    raw.send({ type: 'connection_init' });
    expect(await raw.closed).toBe(4429);
  });

  test('thousands of pings: 4429', async () => {
    const raw = await Raw.admitted();
    for (let count = 0; count < 1_500; count += 1) raw.send({ type: 'ping' });
    expect(await raw.closed).toBe(4429);
  });

  test.each([
    ['nothing', {}],
    ['an unknown key', { authorization: `Bearer cpk_${'A'.repeat(43)}` }],
    ['a credential that is no text', { authorization: { a: 1 } }],
    ['names of objects', JSON.parse('{"__proto__": {"authorization": "x"}, "constructor": 1}')],
  ])('an introduction with %s: 4401', async (_, parameters) => {
    const raw = await Raw.open();
    raw.send({ type: 'connection_init', payload: parameters });
    expect(await raw.closed).toBe(4401);
  });

  test.each([['before'], ['after']])('a frame of 64 kB and one %s the introduction: 1009', async (when) => {
    const raw = when === 'before' ? await Raw.open() : await Raw.admitted();
    raw.socket.send('x'.repeat(65_537));
    expect(await raw.closed).toBe(1009);
  });

  test('one subscription too many is refused alone', async () => {
    const raw = await Raw.admitted();
    for (const id of ['1', '2', '3', '4']) raw.subscribe(id, 'subscription { callChanged { cursor } }');
    const refused = await raw.frame(({ type }) => type === 'error');
    expect(refused).toMatchObject({ id: '4', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    await raw.close();
  });
});

describe('sockets of one caller', () => {
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

describe('the same gate as over HTTP', () => {
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
    ['introspection', '{ __schema { types { name } } }', 'PERMISSION_DENIED'],
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

describe('a token that ends', () => {
  test('ends its subscriptions', async () => {
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(2)}` });
    raw.subscribe('1', 'subscription { callChanged(snapshot: true) { cursor } }');
    await raw.answer('1');
    const began = Date.now();
    expect(await raw.closed).toBe(4403);
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  test('is not the end where a ping brings a new one', async () => {
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(2)}` });
    raw.send({ type: 'ping', payload: { authorization: `Bearer ${await token(60)}` } });
    await raw.frame(({ type }) => type === 'pong');
    const after = await Promise.race([raw.closed, new Promise((resolve) => setTimeout(resolve, 2_500, 'open'))]);
    expect(after).toBe('open');
    await raw.close();
  });

  test('cannot be followed by one of somebody else', async () => {
    const raw = await Raw.admitted({ authorization: `Bearer ${await token(60)}` });
    raw.send({ type: 'ping', payload: gateway.header('reader') });
    expect(await raw.closed).toBe(4403);
  });
});

test('a subscription about what the caller may not know of is refused as one about nothing', async () => {
  const { data } = await gateway.ask('{ agents(first: 1) { edges { node { id } } } }');
  const id = data.agents.edges[0].node.id;
  const raw = await Raw.admitted({
    authorization: `Bearer ${await token(60, { scope: 'calls:read', accounts: ['outreach'] })}`,
  });
  const query = 'subscription ($id: ID) { callChanged(filter: { agentId: $id }) { cursor } }';
  raw.subscribe('1', query, { id });
  raw.subscribe('2', query, { id: 'x' });
  const codes = [await raw.answer('1'), await raw.answer('2')].map(({ payload }) => payload.errors[0]);
  expect(codes.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(codes[0].message).toBe(codes[1].message);
  await raw.close();
});

test('closing the gateway sends sockets elsewhere', async () => {
  const separate = await startGateway({ vendors: ['engage'] });
  const socket = separate.socket();
  const closed = new Promise((resolve) => socket.on('closed', resolve));
  const events = socket.iterate({ query: 'subscription { accountChanged { cursor } }' });
  const next = events.next().catch(() => 'ended');
  await new Promise<void>((resolve) => socket.on('connected', () => resolve()));
  const began = Date.now();
  await separate.close();
  expect(await closed).toMatchObject({ code: 1012 });
  expect(Date.now() - began).toBeLessThan(5_000);
  await next;
});
