import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../helpers/until.ts';
import { CALLS } from './gateway.ts';
import { gateway, introduced, listening, memory, numbered, raw } from './sockets.ts';

describe('the protocol (S1)', () => {
  const hello = { query: '{ hello }' };
  const init = { type: 'connection_init' };
  const sub = (id = '1') => ({ id, type: 'subscribe', payload: { query: CALLS } });

  it.each<[string, object[], number, object?]>([
    ['closes 4400 on what is no message', [{ type: 'what' }], 4400],
    ['closes 4400 on a message that only a server sends', [{ type: 'next', id: '1', payload: {} }], 4400],
    ['closes 4401 on an operation before the introduction', [{ id: '1', type: 'subscribe', payload: hello }], 4401],
    ['closes 4401 when the caller is not known', [{ ...init, payload: { token: 'wrong' } }], 4401],
    ['closes 4403 when the caller is not welcome', [{ ...init, payload: { token: 'forbidden' } }], 4403],
    ['closes 4408 when the client never introduces itself', [], 4408, { initialisation: 50 }],
    ['closes 4429 on a second introduction', [init, init], 4429],
    ['closes 4403 when the token is over', [{ ...init, payload: { life: 80 } }, sub()], 4403],
    ['closes 4429 when too many messages come', Array(50).fill({ type: 'ping' }), 4429, { messagesPerMinute: 20 }],
  ])('%s', async (_, messages, code, limits) => {
    const started = await gateway(await memory(), { limits });
    const client = await raw(started.url);
    for (const message of messages) {
      client.send(message);
      if (message === messages[0] && messages.length === 2) await client.next('connection_ack');
    }
    expect(await client.closed).toBe(code);
  });

  it('takes an introduction that came in time though the process was too busy to read it', async () => {
    const started = await gateway(await memory(), { limits: { initialisation: 30 } });
    const client = await raw(started.url);
    client.send(init);
    for (const end = performance.now() + 100; performance.now() < end; );
    await client.next('connection_ack');
  });

  it('closes 4409 when an id is used twice', async () => {
    const started = await gateway(await memory());
    const client = await introduced(started.url);
    client.send(sub());
    client.send(sub());
    expect(await client.closed).toBe(4409);
    await listening(started, 0);
  });

  it('closes 4406 under another protocol', async () => {
    const started = await gateway(await memory());
    const socket = new WebSocket(started.url);
    expect(await new Promise((done) => socket.once('close', done))).toBe(4406);
  });

  it('closes 1009 on a message that is too big', async () => {
    const started = await gateway(await memory());
    const client = await introduced(started.url);
    client.send({ id: '1', type: 'subscribe', payload: { query: `{ hello } #${'x'.repeat(65_536)}` } });
    expect(await client.closed).toBe(1009);
  });

  it('keeps a socket whose client sends a fresh token', async () => {
    const log = await memory();
    const started = await gateway(log);
    const client = await raw(started.url);
    client.send({ ...init, payload: { life: 300 } });
    await client.next('connection_ack');
    client.send(sub());
    client.send({ type: 'ping', payload: { authorization: '60000' } });
    await client.next('pong');
    const end = Date.now() + 400;
    await until(() => Date.now() > end, 'the first token is over');
    await log.append(numbered(0, 1));
    await client.next('next');
  });

  it('closes the sockets of a revoked caller', async () => {
    const started = await gateway(await memory());
    const client = await introduced(started.url);
    started.handler.revoke(({ id }) => id === 'someone');
    expect(await client.closed).toBe(4403);
  });

  it('answers queries and mutations, and masks what went wrong', async () => {
    const started = await gateway(await memory());
    const client = await introduced(started.url);
    client.send({ id: 'q', type: 'subscribe', payload: hello });
    expect((await client.next('next')).payload).toEqual({ data: { hello: 'hello someone' } });
    client.send({ id: 'm', type: 'subscribe', payload: { query: 'mutation { shout(text: "a") }' } });
    await until(() => client.messages.some(({ id, type }) => id === 'm' && type === 'complete'), 'the mutation');
    client.send({ id: 'b', type: 'subscribe', payload: { query: '{ broken }' } });
    await until(() => client.messages.some(({ id, type }) => id === 'b' && type === 'complete'), 'the trouble');
    expect(JSON.stringify(client.messages)).not.toContain('hunter2');
    client.send({ id: 'v', type: 'subscribe', payload: { query: '{ nothing }' } });
    await client.next('error');
  });

  it('refuses one operation more than a socket carries, and keeps the others', async () => {
    const log = await memory();
    const started = await gateway(log, { limits: { subscriptions: 3 } });
    const client = await introduced(started.url);
    for (const id of ['1', '2', '3', '4']) client.send(sub(id));
    expect(await client.next('error')).toMatchObject({ id: '4', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    client.send({ type: 'ping' });
    await client.next('pong');
    await listening(started, 1);
    await log.append(numbered(0, 1));
    await until(() => client.messages.filter(({ type }) => type === 'next').length === 3, 'three events');
  });

  it('closes every socket within seconds when the gateway stops', async () => {
    const started = await gateway(await memory());
    const clients = await Promise.all(Array.from({ length: 50 }, () => introduced(started.url)));
    for (const client of clients) client.send(sub());
    clients[0]?.socket.pause();
    await listening(started, 1);
    await started.handler.close(200);
    const codes = await Promise.all(clients.slice(1).map(({ closed }) => closed));
    expect(new Set(codes)).toEqual(new Set([1012]));
    await listening(started, 0);
  });
});
