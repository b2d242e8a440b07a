import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { statusFailure } from '../../src/adapters/http/failure.ts';
import { httpCall } from '../../src/adapters/http/http.ts';
import type { HttpRequest } from '../../src/adapters/http/request.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function started(server: Server): Promise<string> {
  open.push(() => server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  });
}

/** A server that only speaks TCP, as its handler likes. */
function tcp(handle: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  open.push(() => sockets.forEach((socket) => void socket.destroy()));
  return started(
    createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      handle(socket);
    }),
  );
}

function http(handle: (response: ServerResponse, path: string) => void): Promise<string> {
  const server = createHttpServer((request, response) => handle(response, request.url ?? ''));
  open.push(() => server.closeAllConnections());
  return started(server);
}

function ask(url: string | URL, more: Partial<HttpRequest> = {}) {
  const request = {
    method: 'POST',
    url,
    body: 'x',
    act: false,
    account: 'a',
    vendor: 'ENGAGE',
    operation: 'o',
  } as const;
  return httpCall({ ...request, deadline: 300, ...more });
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n';

/** Servers that never end; `sent` is whether they could have acted. */
const SILENT: Readonly<Record<string, (socket: Socket) => void>> = {
  'accepts and says nothing': () => undefined,
  'reads and says nothing': (socket) => socket.resume(),
  'sends headers and then nothing': (socket) => socket.write(HEAD),
  'sends a byte every few milliseconds': (socket) => {
    socket.write(HEAD);
    const timer = setInterval(() => socket.write('x'), 10);
    socket.on('close', () => clearInterval(timer));
  },
  'closes its half and keeps the connection': (socket) => {
    socket.write(HEAD);
    socket.resume();
  },
};

describe('one HTTP exchange', () => {
  it.each(Object.entries(SILENT))('ends at its deadline with a server that %s (F1)', async (_name, handle) => {
    const url = await tcp(handle);
    const began = performance.now();
    await expect(ask(url)).rejects.toMatchObject({ code: 'TIMEOUT', account: 'a', vendor: 'ENGAGE', operation: 'o' });
    expect(performance.now() - began).toBeLessThan(10_000);
    await expect(ask(url, { act: true })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['resets the connection', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['closes without a word', (socket) => socket.once('data', () => socket.end())],
    ['closes in the middle of the body', (socket) => socket.once('data', () => socket.end(`${HEAD}<half`))],
    ['does not speak HTTP', (socket) => socket.once('data', () => socket.end('220 smtp ready\r\n'))],
  ])('reports a server that %s as UNAVAILABLE, or the act as OUTCOME_UNKNOWN (F2)', async (_name, handle) => {
    const url = await tcp(handle);
    await expect(ask(url)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(ask(url, { act: true })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it('reports "not sent" when the connection is refused, for an act too', async () => {
    const server = createServer();
    const url = await started(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(ask(url)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(ask(url, { act: true })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(ask('http://no-such-host.invalid/', { act: true })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('stops when the caller disconnects, before and during the request', async () => {
    let connections = 0;
    const url = await tcp(() => {
      connections += 1;
    });
    const gone = AbortSignal.abort();
    await expect(ask(url, { signal: gone, act: true })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(connections).toBe(0);
    const leaving = new AbortController();
    const closed = new Promise((resolve) => {
      void tcp((socket) => {
        socket.once('data', () => leaving.abort());
        socket.once('close', resolve);
      }).then((other) => ask(other, { signal: leaving.signal, deadline: 10_000 }).catch(() => undefined));
    });
    await closed;
  });

  it('sends nothing after it was reported as not sent, though the connection is established', async () => {
    const paths: string[] = [];
    const url = await http((response, path) => {
      paths.push(path);
      response.end();
    });
    const late = ask(new URL('/late', url), { act: true, deadline: 1 });
    const busyUntil = performance.now() + 20;
    while (performance.now() < busyUntil);
    await expect(late).rejects.toMatchObject({ code: 'TIMEOUT' });
    await ask(url, { deadline: 5000 });
    expect(paths).toEqual(['/']);
  });

  it.each<[string, Partial<HttpRequest>]>([
    ['a header of several lines', { headers: { authorization: 'Basic a\nb' } }],
    ['a method that is none', { method: 'A B' as 'GET' }],
  ])('reports at once what cannot be sent: %s', async (_name, more) => {
    const url = await http((response) => response.end());
    const began = performance.now();
    await expect(ask(url, { ...more, act: true, deadline: 10_000 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('lets many calls of one caller share a signal without a warning', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const url = await http((response) => response.end('x'));
    const { signal } = new AbortController();
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(url, { signal, deadline: 5000 })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect([answers.length, warnings]).toEqual([30, []]);
  });

  it('follows no redirect (X12)', async () => {
    const paths: string[] = [];
    const url = await http((response, path) => {
      paths.push(path);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const { status } = await ask(url, { headers: { authorization: 'Basic secret' } });
    expect([status, paths]).toEqual([302, ['/']]);
    expect(statusFailure({ act: false }, 302)).toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('unpacks gzip, and refuses what lies about it or grows too long', async () => {
    const bodies: Record<string, Buffer> = {
      '/good': gzipSync('<a>hello</a>'),
      '/lie': Buffer.from('<a>hello</a>'),
      '/bomb': gzipSync(Buffer.alloc(5_000_000)),
      '/long': gzipSync(Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251))),
    };
    const url = await http((response, path) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bodies[path]);
    });
    const at = (path: string, maxBytes = 1_000_000) => ask(new URL(path, url).href, { maxBytes });
    expect(String((await at('/good')).body)).toBe('<a>hello</a>');
    await expect(at('/lie')).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    await expect(at('/bomb')).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect((await at('/long')).body).toHaveLength(200_000);
    await expect(at('/long', 100_000)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    await expect(ask(new URL('/lie', url), { act: true })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it.each<[string, (body: string) => Buffer]>([
    ['identity', (body) => Buffer.from(body)],
    ['x-gzip', (body) => gzipSync(body)],
    ['deflate', (body) => deflateSync(body)],
  ])('takes a body of the encoding %s', async (encoding, packed) => {
    const url = await http((response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(packed('<a>hello</a>'));
    });
    expect(String((await ask(url, { deadline: 5000 })).body)).toBe('<a>hello</a>');
  });

  it.each<[string, Buffer]>([
    ['deflate', deflateSync(Buffer.alloc(5_000_000))],
    ['br', Buffer.from('<a>hello</a>')],
  ])('refuses a body of the encoding %s that grows too long or is not known', async (encoding, packed) => {
    const url = await http((response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(packed);
    });
    await expect(ask(url, { deadline: 5000, maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('takes a body as long as the size cap, and none that is longer', async () => {
    const url = await http((response) => response.end('x'.repeat(1_000)));
    expect((await ask(url, { deadline: 5000, maxBytes: 1_000 })).body).toHaveLength(1_000);
    await expect(ask(url, { deadline: 5000, maxBytes: 999 })).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('waits for its deadline, even if it is longer than the longest timer', async () => {
    const url = await http((response) => response.end('x'));
    expect((await ask(url, { deadline: 2 ** 40 })).status).toBe(200);
  });

  it('ends an endless body at the size cap', async () => {
    const url = await tcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      const push = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', push);
      push();
    });
    await expect(ask(url, { deadline: 5000, maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it.each([
    [401, false, 'PERMISSION_DENIED'],
    [403, true, 'PERMISSION_DENIED'],
    [404, false, 'BAD_RESPONSE'],
    [429, true, 'RATE_LIMITED'],
    [500, false, 'UNAVAILABLE'],
    [500, true, 'OUTCOME_UNKNOWN'],
    [502, true, 'OUTCOME_UNKNOWN'],
    [503, true, 'UNAVAILABLE'],
    [504, true, 'OUTCOME_UNKNOWN'],
    [400, false, 'BAD_RESPONSE'],
  ])('reads status %i of an exchange whose being an act is %s as %s', (status, act, code) => {
    expect(statusFailure({ act }, status)).toMatchObject({ code, vendorCode: `HTTP ${status}` });
  });

  it('takes success for no failure', () => {
    expect(statusFailure({ act: true }, 200)).toBeNull();
    expect(statusFailure({ act: true }, 202)).toBeNull();
  });
});
