import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll } from 'vitest';
import WebSocket from 'ws';
import { startGateway, type TestGateway } from './gateway.ts';

/** The subprotocol of the sockets. */
export const PROTOCOL = 'graphql-transport-ws';

/** The gateway of the test file, started before its tests. */
export let gateway: TestGateway;
let issuer: Server;

/** A token of the issuer that expires after these seconds. */
export let token: (seconds: number, claims?: object) => Promise<string>;

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
export class Raw {
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
