import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { TcpTransport } from '../../src/adapters/recorder/client/tcp.ts';
import { until } from '../helpers/until.ts';
import { okResult, requestIds, scripted } from './dependencies.ts';
import { against, answersAll, open } from './servers.ts';

/** A server that accepts no connection and whose backlog is full, so that connecting never ends. */
async function unanswering() {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  const close = async () => {
    for (const socket of waiting) socket.destroy();
    await worker.terminate();
  };
  return { port, close };
}

describe("faults of the recorder's connection", () => {
  it('asks again while the recorder is busy, when it only reads', async () => {
    let times = 0;
    const { client } = await against((text, socket) => {
      times += 1;
      const [id = 0] = requestIds(text);
      const busy = times === 1 ? 'API_TOO_MANY_CLIENTS' : 'API_COMMAND_QUEUE_FULL';
      socket.write(times < 3 ? okResult(id).replace('API_OK', busy) : okResult(id));
    });
    await client.send('DEVICELIST', {});
    expect(times).toBe(3);
  });

  it('asks again within the one deadline, not for another each time', async () => {
    const began = performance.now();
    const { server, client } = await against(async (text, socket) => {
      if (server.received.length > 1) return;
      await until(() => performance.now() > began + 900);
      socket.write(okResult(requestIds(text)[0] ?? 0).replace('API_OK', 'API_COMMAND_QUEUE_FULL'));
    });
    await expect(client.send('TEST', {}, { deadline: 1_000 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(performance.now() - began).toBeLessThan(1_900);
    expect(server.received).toHaveLength(2);
  });

  it('never asks again when it acts', async () => {
    const { server, client } = await against((text, socket) => {
      socket.write(okResult(requestIds(text)[0] ?? 0).replace('API_OK', 'API_COMMAND_QUEUE_FULL'));
    });
    await expect(client.send('CALLSTOP', { DEVICEID: '1' })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      vendorCode: 'API_COMMAND_QUEUE_FULL',
      retryable: true,
    });
    expect(server.received).toHaveLength(1);
  });

  it('reports OUTCOME_UNKNOWN for an act when the connection is lost, and does not send it again', async () => {
    const { server, client } = await against((_text, socket) => void socket.destroy());
    await expect(client.send('BLACKOUTSTART', { DEVICEID: '1' })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await expect(client.send('DEVICELIST', {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(client.send('IMPORTUSER', { ACTION: 'LIST' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(server.received.filter((text) => text.includes('BLACKOUTSTART'))).toHaveLength(1);
  });

  it('keeps the deadline whole, however slowly bytes come (F1)', async () => {
    const { server, client } = await against((_text, socket) => {
      const timer = setInterval(() => socket.write(' '), 10);
      socket.on('close', () => clearInterval(timer));
    });
    const began = performance.now();
    await expect(client.send('TEST', {}, { deadline: 120 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(client.send('CALLSTOP', { DEVICEID: '1' }, { deadline: 120 })).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(server.sockets, 'as it is not silent').toHaveLength(1);
  });

  it('lets a caller leave without harming the others', async () => {
    const sockets: Socket[] = [];
    const { server, client } = await against((text, socket) => {
      sockets.push(socket);
      for (const id of requestIds(text)) if (id !== 1) socket.write(okResult(id));
    });
    const leaving = new AbortController();
    const began = performance.now();
    const left = client.send('TEST', {}, { signal: leaving.signal, deadline: 30_000 });
    await until(() => sockets.length === 1);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(performance.now() - began, 'long before the deadline').toBeLessThan(15_000);
    sockets[0]?.write(okResult(1));
    expect((await client.send('TEST', {}))?.REQUESTID).toBe(2);
    expect(server.sockets).toHaveLength(1);
  });

  it('sends nothing for a caller that disconnects while the connection is opened', async () => {
    const { server, client } = await against(answersAll);
    await client.send('TEST', {});
    const leaving = new AbortController();
    const left = client.send('CALLSTOP', { DEVICEID: '1' }, { signal: leaving.signal });
    queueMicrotask(() => leaving.abort());
    await expect(left).rejects.toMatchObject({ code: 'TIMEOUT' });
    await client.send('TEST', {});
    expect(server.received.filter((text) => text.includes('CALLSTOP'))).toEqual([]);
  });

  it('does not end the connecting of others when a short deadline passes', async () => {
    const answers: (() => void)[] = [];
    let isHeld = true;
    const { client } = await against((text, socket, connection) => {
      const answer = () => answersAll(text, socket, connection);
      if (isHeld) answers.push(answer);
      else answer();
    });
    const withDeadline = client.send('TEST', {}, { deadline: 1 });
    const withoutDeadline = client.send('TEST', {});
    await expect(withDeadline).rejects.toMatchObject({ code: 'TIMEOUT' });
    isHeld = false;
    for (const answer of answers) answer();
    expect((await withoutDeadline)?.RESULTTYPE).toBe('API_OK');
  });

  it('ends at the deadline without a connection', async () => {
    const { port, close } = await unanswering();
    open.push({ close });
    const { client } = await against(answersAll, { url: `tcp://127.0.0.1:${port}`, deadline: 30_000 });
    const began = performance.now();
    await expect(client.send('CALLSTOP', { DEVICEID: '1' }, { deadline: 100 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    expect(performance.now() - began).toBeLessThan(15_000);
    await client.close();
  });

  it('opens a new connection after one that was silent (F2)', async () => {
    const { server, client } = await against((text, socket, connection) => {
      if (connection > 0) answersAll(text, socket, connection);
    });
    await expect(client.send('TEST', {}, { deadline: 80 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect((await client.send('TEST', {}))?.RESULTTYPE).toBe('API_OK');
    expect(server.sockets).toHaveLength(2);
    await until(() => server.sockets[0]?.destroyed);
  });

  it('closes a silent connection after its last pending request', async () => {
    const { server, client } = await against((text, socket, connection) => {
      if (connection > 0) answersAll(text, socket, connection);
    });
    const short = client.send('TEST', {}, { deadline: 80 });
    const long = client.send('CALLSTOP', { DEVICEID: '1' });
    await expect(short).rejects.toMatchObject({ code: 'TIMEOUT' });
    await client.send('TEST', {});
    server.sockets[0]?.write(okResult(2));
    expect((await long)?.REQUESTID).toBe(2);
    await until(() => server.sockets[0]?.destroyed);
    expect(server.sockets).toHaveLength(2);
  });

  it.each([
    ['a web page', '<html><body>Sign in</body></html>'],
    ['a document type', '<!DOCTYPE RESULT [<!ENTITY a SYSTEM "file:///etc/passwd">]><RESULT>&a;</RESULT>'],
    ['what is no document', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['UTF-16', Buffer.from('<RESULT/>', 'utf16le')],
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0x52, 0x3e, 0xff, 0x3c, 0x2f, 0x52, 0x3e])],
  ])('drops a connection that answers %s, and continues with another', async (_name, answer) => {
    const { client } = await against((text, socket, connection) => {
      if (connection === 0) socket.write(answer);
      else answersAll(text, socket, connection);
    });
    await expect(client.send('CALLSTOP', { DEVICEID: '1' })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect((await client.send('TEST', {}))?.RESULTTYPE).toBe('API_OK');
  });

  it.each([
    ['a cut element', '<RESULTMSG>'],
    ['a deep nest', `${'<A>'.repeat(5_000)}${'</A>'.repeat(5_000)}`],
  ])('refuses an answer with %s without losing the connection', async (_name, inside) => {
    const { server, client } = await against((text, socket) => {
      const id = requestIds(text)[0] ?? 0;
      socket.write(id === 1 ? okResult(id, inside) : okResult(id));
    });
    await expect(client.send('STATIONS', {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    await client.send('TEST', {});
    expect(server.sockets).toHaveLength(1);
  });

  it.each([
    ['an unknown reference', '<RESULTMSG>&bomb;</RESULTMSG>', { RESULTMSG: '&bomb;' }],
    ['a control character', '<RESULTMSG>a\u0001</RESULTMSG>', { RESULTMSG: 'a\ufffd' }],
    ['a Latin-1 byte', Buffer.from('<RESULTMSG>\u00e9t\u00e9</RESULTMSG>', 'latin1'), { RESULTMSG: '\ufffdt\ufffd' }],
    ['a byte of Windows', Buffer.from('<RESULTMSG>it\u0092s</RESULTMSG>', 'latin1'), { RESULTMSG: 'it\ufffds' }],
    ['half a character', Buffer.from('<RESULTMSG>a\u00c3</RESULTMSG>', 'latin1'), { RESULTMSG: 'a\ufffd' }],
    ['a byte of no encoding', Buffer.from('<RESULTMSG>a\u00ffb</RESULTMSG>', 'latin1'), { RESULTMSG: 'a\ufffdb' }],
    ['a broken number', '<COUNT>1e5</COUNT>', { COUNT: null }],
  ])('reads an answer with %s, whose cost is that value alone (D3)', async (_name, inside, expected) => {
    const { server, client } = await against((text, socket) => {
      const id = requestIds(text)[0] ?? 0;
      const [before = '', after = ''] = okResult(id, '<X/>').split('<X/>');
      socket.write(Buffer.concat([Buffer.from(before), Buffer.from(inside), Buffer.from(after)]));
    });
    expect(await client.send('STATIONS', {})).toMatchObject({ RESULTTYPE: 'API_OK', ...expected });
    await client.send('TEST', {});
    expect(server.sockets).toHaveLength(1);
  });

  it('drops a connection whose answer has no end, at the cap (X7)', async () => {
    const { client } = await against(
      (_text, socket, connection) => {
        if (connection > 0) return;
        socket.write('<RESULT><RESULTMSG>');
        const pour = () => {
          if (socket.destroyed) return;
          socket.write(Buffer.alloc(65_536, 0x61), pour);
        };
        pour();
      },
      { maxBytes: 1_048_576 },
    );
    await expect(client.send('TEST', {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('answers an unknown label as what it is (X3)', async () => {
    const { client } = await against((text, socket) => {
      socket.write(okResult(requestIds(text)[0] ?? 0).replace('API_OK', 'API_BRAND_NEW'));
    });
    await expect(client.send('TEST', {})).rejects.toMatchObject({ code: 'BAD_RESPONSE', vendorCode: 'API_BRAND_NEW' });
  });

  it.each([
    ['API_PARTIAL_CORE_RESPONSE', 'CALLSTOP could not be sent to the following cores: 2,3'],
    ['API_OK', 'BLACKOUTSTART could not be sent to the following cores: 2,3'],
  ])('never reports %s with missing cores as done', async (label, message) => {
    const { client } = await against((text, socket) => {
      socket.write(okResult(requestIds(text)[0] ?? 0, '', message).replace('>API_OK<', `>${label}<`));
    });
    await expect(client.send('BLACKOUTSTART', { DEVICEID: '1' })).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      vendorCode: 'API_PARTIAL_CORE_RESPONSE',
      retryable: false,
      details: { cores: ['2', '3'] },
    });
  });

  it('reports "not sent" when the connection is refused', async () => {
    const { server, client } = await against(answersAll);
    await server.close();
    open.splice(1, 1);
    await expect(client.send('CALLSTOP', { DEVICEID: '1' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      account: 'wfo',
      vendor: 'RECORDER',
      operation: 'CALLSTOP',
      retryable: true,
    });
  });

  it('backs off from an unreachable recorder, each time longer', async () => {
    const { port, close } = await scripted(() => undefined);
    await close();
    const transport = new TcpTransport({ endpoint: { host: '127.0.0.1', port }, deadline: 3_000 });
    /** The network says something only where it was asked. */
    const isTried = () =>
      transport.exchange({ act: false, document: () => '' }).then(
        () => false,
        (error: Error) => error.cause !== undefined,
      );
    expect(await isTried()).toBe(true);
    expect(await isTried()).toBe(false);
    const pauses: number[] = [];
    for (let last = performance.now(); pauses.length < 3; last = performance.now()) {
      await until(isTried);
      pauses.push(performance.now() - last);
    }
    expect(pauses[2], String(pauses)).toBeGreaterThanOrEqual(90);
  });
});
