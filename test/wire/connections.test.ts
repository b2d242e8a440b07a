import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { setConnections } from '../../src/adapters/http/connections.ts';
import { httpCall } from '../../src/adapters/http/http.ts';

const read = (name: string) => readFileSync(`test/fixtures/tls/${name}`, 'utf8');
const CLIENT = { certificate: read('second.crt'), key: read('second.key') };

/** A vendor with a private certificate that answers only holders of a client certificate. */
const vendor = createServer(
  { cert: read('first.crt'), key: read('first.key'), ca: read('second.crt'), requestCert: true },
  (_, response) => response.end('answered'),
);
let origin: string;

beforeAll(async () => {
  await once(vendor.listen(0, '127.0.0.1'), 'listening');
  origin = `https://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
});
afterEach(() => setConnections([]));
afterAll(() => {
  vendor.closeAllConnections();
  vendor.close();
});

const call = async () => {
  const about = { account: 'wfo', vendor: 'RECORDER', operation: 'test' } as const;
  return String((await httpCall({ ...about, method: 'GET', url: `${origin}/`, act: false })).body);
};

describe('the connections of an origin', () => {
  test('carry its client certificate and trust its private authority, and those of other origins do not', async () => {
    await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    setConnections([{ origin: 'https://other.example', ca: read('first.crt'), ...CLIENT }]);
    await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    setConnections([{ origin, ca: read('first.crt') }]);
    await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    setConnections([{ origin, ca: read('first.crt'), ...CLIENT }]);
    expect(await call()).toBe('answered');
  });

  test('lead through its proxy, which sees no request', async () => {
    const tunnels: string[] = [];
    const proxy = createProxy().on('connect', ({ url = '' }, socket) => {
      tunnels.push(url);
      const [host = '', port] = url.split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    setConnections([{ origin, ca: read('first.crt'), ...CLIENT, proxy: `http://127.0.0.1:${port}` }]);
    expect(await call()).toBe('answered');
    expect(tunnels).toEqual([origin.slice('https://'.length)]);
  });
});
