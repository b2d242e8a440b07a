import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startGateway, type TestGateway } from './gateway.ts';

const read = (name: string) => readFileSync(`test/fixtures/tls/${name}`, 'utf8');
const pair = (name: string) => ({ certificate: read(`${name}.crt`), key: read(`${name}.key`) });

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage'], more: { tls: pair('first') } });
}, 30_000);
afterAll(() => gateway.close());

/** Asks over a new connection; answers the status and the name of the certificate that the gateway presents. */
function livez(ca: string): Promise<{ status: number | undefined; name: string | string[] | undefined }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: gateway.application.port, path: '/livez', ca, agent: false as const };
    const asked = request(options, (response) => {
      const { subject } = (response.socket as TLSSocket).getPeerCertificate();
      response.resume().on('end', () => resolve({ status: response.statusCode, name: subject.CN }));
    });
    asked.on('error', reject).end();
  });
}

describe('a gateway with a certificate', () => {
  test('serves HTTPS and secure WebSockets, and takes a renewed certificate without closing a socket', async () => {
    expect(gateway.application.url).toMatch(/^https:/);
    expect(await livez(read('first.crt'))).toEqual({ status: 200, name: 'first.desk.example' });
    const url = `wss://127.0.0.1:${gateway.application.port}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws', { ca: read('first.crt'), headers: gateway.header() });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send('{"type":"connection_init"}');
    await new Promise((resolve) => socket.once('message', resolve));

    expect(await gateway.reload({ tls: pair('second') })).toEqual({ applied: ['tls'], restart: [] });
    expect(await livez(read('second.crt'))).toEqual({ status: 200, name: 'second.desk.example' });
    await expect(livez(read('first.crt'))).rejects.toThrow(/certificate/);
    const pong = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.send('{"type":"ping"}');
    expect(await pong).toContain('pong');
    socket.close();
  });

  test('refuses a key that does not belong to it, and names a restart for the end of TLS', async () => {
    const mixed = { certificate: read('first.crt'), key: read('second.key') };
    expect(() => gateway.reload({ tls: mixed })).toThrow(/tls: must be a certificate in PEM and the private key/);
    expect(await gateway.reload({ tls: undefined })).toEqual({ applied: [], restart: ['tls'] });
    expect((await livez(read('second.crt'))).status).toBe(200);
  });
});
