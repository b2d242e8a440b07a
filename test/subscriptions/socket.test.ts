import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openRedisLog } from '../../src/subscriptions/log/redis.ts';
import { openSqliteLog } from '../../src/subscriptions/log/sqlite.ts';
import { callEvent, until } from './events.ts';
import { CALLS, collect, startGateway } from './gateway.ts';
import { noRedis, startRedis } from './redis-server.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function memory(): Promise<EventLog> {
  const log = await openSqliteLog({ file: ':memory:' });
  cleanups.push(() => log.close());
  return log;
}

async function gateway(log: EventLog, options: Parameters<typeof startGateway>[1] = {}) {
  const started = await startGateway(log, options);
  cleanups.push(() => started.close());
  return started;
}

async function listening(started: Awaited<ReturnType<typeof startGateway>>, readers: number) {
  await until(() => started.hub.count().readers === readers, `${readers} readers`);
}

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => callEvent({ call: String(from + index) }));
const ids = (got: { call: { nativeId: string } }[]) => got.map(({ call }) => Number(call.nativeId));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('a subscription', () => {
  it('tells what happens, in order', async () => {
    const log = await memory();
    const started = await gateway(log);
    const { got } = collect(started.client(), CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 50));
    await until(() => got.length === 50, 'fifty events');
    expect(ids(got)).toEqual(range(0, 50));
    expect(got[0]).toMatchObject({ type: 'CONNECTED', snapshot: false, missed: null, account: { key: 'floor' } });
  });

  it('executes once and encodes once however many ask for the same', async () => {
    const log = await memory();
    const started = await gateway(log);
    const all = Array.from({ length: 40 }, () => collect(started.client(), CALLS));
    await until(() => started.handler.count().sockets === 40, 'forty sockets');
    await until(() => started.handler.count().executions === 1 && started.hub.count().readers === 1, 'one reader');
    await log.append(numbered(0, 1));
    await until(() => all.some(({ got }) => got.length > 0), 'a first event');
    started.counted.executions = 0;
    await log.append(numbered(1, 11));
    await until(() => all.every(({ got }) => ids(got).includes(10)), 'everybody has the last event');
    expect(started.counted.executions).toBe(10);
    for (const { got } of all) expect(ids(got).slice(-10)).toEqual(range(1, 11));
  });

  it('is not shared between callers who may see different accounts', async () => {
    const log = await memory();
    const started = await gateway(log);
    const one = collect(started.client({ token: 'floor' }), CALLS);
    const all = collect(started.client(), CALLS);
    await listening(started, 2);
    await log.append([callEvent({ account: 'wfo', call: '1' }), callEvent({ account: 'floor', call: '2' })]);
    await until(() => all.got.length === 2 && one.got.length === 1, 'each has its own');
    expect(ids(one.got)).toEqual([2]);
  });

  it('continues exactly after its cursor, also when the log was closed and opened again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-resume-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'events.db');
    const before = await openSqliteLog({ file });
    const first = await startGateway(before);
    const { got } = collect(first.client(), CALLS);
    await listening(first, 1);
    await before.append(numbered(0, 20));
    await until(() => got.length === 20, 'twenty events');
    await first.close();
    await before.append(numbered(20, 30));
    await before.close();
    const log = await openSqliteLog({ file });
    cleanups.push(() => log.close());
    const started = await gateway(log);
    const again = collect(started.client(), CALLS, { after: got[4]?.cursor });
    await until(() => again.got.length === 25, 'the rest');
    await log.append(numbered(30, 40));
    await until(() => again.got.length === 35, 'and what happens');
    expect(ids(again.got)).toEqual(range(5, 40));
  });

  it('goes over to the shared execution once it has caught up, without a hole or a double', async () => {
    const log = await memory();
    const started = await gateway(log);
    const early = collect(started.client(), CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 1));
    await until(() => early.got.length === 1, 'the first');
    await log.append(numbered(1, 2_000));
    const late = collect(started.client(), CALLS, { after: early.got[0]?.cursor });
    for (let from = 2_000; from < 4_000; from += 100) await log.append(numbered(from, from + 100));
    await until(() => ids(late.got).includes(3_999), 'the late one has all', 15_000);
    await log.append(numbered(4_000, 4_010));
    await until(() => late.got.length === 4_009 && early.got.length === 4_010, 'both have all', 15_000);
    expect(ids(late.got)).toEqual(range(1, 4_010));
    await until(() => started.hub.count().readers === 1, 'only the shared reader is left');
  });

  it('executes a past once for all who come back to it together', async () => {
    const log = await memory();
    const started = await gateway(log);
    const first = collect(started.client(), CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 50));
    await until(() => first.got.length === 50, 'the first knows a cursor');
    started.counted.executions = 0;
    const after = first.got[9]?.cursor;
    const client = started.client();
    const all = range(0, 20).map(() => collect(client, CALLS, { after }));
    await until(() => all.every(({ got }) => got.length === 40), 'everybody has what they missed');
    for (const { got } of all) expect(ids(got)).toEqual(range(10, 50));
    // Whom a busy machine let come too late to join the others has it executed once more.
    expect(started.counted.executions).toBeLessThanOrEqual(3 * 40);
    await log.append(numbered(50, 60));
    await until(() => all.every(({ got }) => got.length === 50), 'and what happens');
    for (const { got } of all) expect(ids(got)).toEqual(range(10, 60));
  });

  it('waits for nobody who came back with others and does not read', async () => {
    const log = await memory();
    const started = await gateway(log, { limits: { buffered: 20_000, stalled: 60_000 } });
    const first = collect(started.client(), CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 1));
    await until(() => first.got.length === 1, 'a cursor');
    const after = first.got[0]?.cursor;
    for (let from = 1; from < 40_000; from += 1_000) await log.append(numbered(from, Math.min(from + 1_000, 40_000)));
    const [slow, good] = await Promise.all([raw(started.url), raw(started.url)]);
    for (const { send, next } of [slow, good]) {
      send({ type: 'connection_init' });
      await next('connection_ack');
    }
    const subscribed = { id: '1', type: 'subscribe', payload: { query: CALLS, variables: { after } } };
    slow.socket.pause();
    for (const { send } of [slow, good]) send(subscribed);
    const told = ({ messages }: typeof slow) => messages.filter(({ type }) => type === 'next');
    await until(() => told(good).length === 39_999, 'the good reader has it all', 30_000);
    expect(told(slow).length).toBeLessThan(39_999);
    slow.socket.resume();
    await until(() => told(slow).length === 39_999, 'the slow one has it too', 30_000);
    for (const reader of [slow, good])
      expect(ids(told(reader).map(({ payload }) => payload.data.callChanged))).toEqual(range(1, 40_000));
  }, 90_000);

  it('tells the current state first and then changes without a hole', async () => {
    const log = await memory();
    await log.append(numbered(0, 5));
    const started = await gateway(log, {
      snapshot: async () => {
        await log.append(numbered(10, 15));
        return [callEvent({ call: '100', state: 'HELD' })];
      },
    });
    const { got } = collect(started.client(), CALLS, { snapshot: true });
    await until(() => got.length === 6, 'the snapshot and what happened meanwhile');
    expect(ids(got)).toEqual([100, ...range(10, 15)]);
    expect(got.map(({ snapshot }) => snapshot)).toEqual([true, false, false, false, false, false]);
    const again = collect(started.client(), CALLS, { after: got[0]?.cursor });
    await until(() => again.got.length === 5, 'the cursor of a snapshot is the place before the changes');
    expect(ids(again.got)).toEqual(range(10, 15));
  });

  it('tells beside the current state what could not be read of it', async () => {
    const at = new Date().toISOString();
    const about = { account: 'wfo', subject: 'wfo', fingerprint: 'now wfo', occurredAt: at, receivedAt: at };
    const unread: EventRecord = { kind: 'GAP', ...about, from: at, to: at, reason: 'It did not answer' };
    const state = [callEvent({ call: '1' }), callEvent({ call: '2' }), unread];
    const started = await gateway(await memory(), { snapshot: async () => state });
    const { got } = collect(started.client(), CALLS, { snapshot: true });
    await until(() => got.length === 2, 'the state');
    expect(got.map(({ missed }) => missed)).toEqual([{ from: at, to: at }, null]);
    const other = collect(started.client({ token: 'floor' }), CALLS, { snapshot: true });
    await until(() => other.got.length === 2, 'the state as another sees it');
    expect(other.got.map(({ missed }) => missed)).toEqual([null, null]);
  });

  it('tells of the current state no more than its caller may see and asked for', async () => {
    const state = ['floor', 'wfo'].map((account, index) => callEvent({ account, call: String(index) }));
    const started = await gateway(await memory(), { snapshot: async () => state });
    const own = collect(started.client({ token: 'floor' }), CALLS, { snapshot: true });
    const asked = collect(started.client(), CALLS, { snapshot: true, account: 'wfo' });
    const all = collect(started.client(), CALLS, { snapshot: true });
    await until(() => own.got.length && asked.got.length && all.got.length === 2, 'the state');
    expect([ids(own.got), ids(asked.got)]).toEqual([[0], [1]]);
  });

  it('tells what is missing when its cursor is older than what is kept', async () => {
    const log = await openSqliteLog({ file: ':memory:', retention: { size: 2_000 } });
    cleanups.push(() => log.close());
    const started = await gateway(log);
    const first = collect(started.client(), CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 20));
    await until(() => first.got.length === 20, 'all');
    await log.trim();
    const kept = (await log.read(null, 100)).events.length;
    expect(kept).toBeLessThan(19);
    const again = collect(started.client(), CALLS, { after: first.got[0]?.cursor });
    await until(() => again.got.length === kept, 'what is kept');
    // One for each of the two accounts.
    for (const { missed } of again.got.slice(0, 2))
      expect(missed).toMatchObject({ from: expect.any(String), to: expect.any(String) });
    expect(again.got[2]?.missed).toBeNull();
    expect(ids(again.got)).toEqual(range(20 - kept, 20));
  });

  it.each([
    ['forged', () => 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    [
      'of another log',
      async () => {
        const other = await memory();
        const started = await gateway(other);
        const { got } = collect(started.client(), CALLS);
        await listening(started, 1);
        await other.append(numbered(0, 1));
        await until(() => got.length === 1, 'an event');
        return got[0]?.cursor;
      },
    ],
  ])('is refused with a cursor that is %s', async (_, cursor) => {
    const started = await gateway(await memory());
    const { ended } = collect(started.client(), CALLS, { after: await cursor() });
    await until(() => ended.value, 'an error');
    expect(ended.value).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT' } }]);
    expect(started.hub.count().readers).toBe(0);
  });

  it('shows after the cursor of a caller who may see more no more than its own caller may see', async () => {
    const log = await memory();
    const started = await gateway(log);
    const all = collect(started.client(), CALLS);
    await listening(started, 1);
    const of = (account: string, call: number) => callEvent({ account, call: String(call) });
    await log.append([of('wfo', 0), of('floor', 1), of('wfo', 2), of('floor', 3)]);
    await until(() => all.got.length === 4, 'four events');
    const own = collect(started.client({ token: 'floor' }), CALLS, { after: all.got[0]?.cursor });
    await until(() => own.got.length === 2, 'those of the floor');
    await log.append([of('wfo', 4), of('floor', 5)]);
    await until(() => own.got.length === 3, 'what happens on the floor');
    expect(ids(own.got)).toEqual([1, 3, 5]);
  });

  it('is answered with an error, not a closed socket, while the log is away', async () => {
    const log = await memory();
    const started = await gateway(log);
    const head = log.head;
    log.head = async () => {
      throw new CrosspointError('UNAVAILABLE', 'The event log does not answer');
    };
    const client = started.client();
    const { ended } = collect(client, CALLS);
    await until(() => ended.value, 'an error');
    expect(ended.value).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    log.head = head;
    const { got } = collect(client, CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 1));
    await until(() => got.length === 1, 'an event on the same socket');
    expect(started.handler.count().sockets).toBe(1);
  });

  it('leaves nothing behind when it is ended', async () => {
    const started = await gateway(await memory());
    const { stop, ended } = collect(started.client(), CALLS);
    await listening(started, 1);
    stop();
    await listening(started, 0);
    expect(started.handler.count().executions).toBe(0);
    expect(ended.value).toBe('complete');
  });
});

describe.skipIf(noRedis)('two gateways over one Redis', () => {
  it('take each other’s cursors, and tell what the other stored', async () => {
    const redis = await startRedis();
    cleanups.push(() => redis.dispose());
    const options = { url: redis.url, prefix: `two-${process.pid}` };
    const [first, second] = await Promise.all([openRedisLog(options), openRedisLog(options)]);
    cleanups.push(() => Promise.all([first.close(), second.close()]));
    const [one, other] = [await gateway(first), await gateway(second)];
    const here = collect(one.client(), CALLS);
    await listening(one, 1);
    await second.append(numbered(0, 10));
    await until(() => here.got.length === 10, 'what the other gateway stored');
    here.stop();
    await first.append(numbered(10, 20));
    const there = collect(other.client(), CALLS, { after: here.got[3]?.cursor });
    await until(() => there.got.length === 16, 'the rest at the other gateway');
    await first.append(numbered(20, 30));
    await until(() => there.got.length === 26, 'and what happens');
    expect(ids(there.got)).toEqual(range(4, 30));
  });
});

describe('a reader that does not read', () => {
  it('costs nobody else an event, holds little, and continues where it was when it reads again', async () => {
    const log = await memory();
    const started = await gateway(log, { limits: { buffered: 20_000, stalled: 60_000 }, queue: 200 });
    const good = collect(started.client(), CALLS);
    const slow = await raw(started.url);
    slow.send({ type: 'connection_init' });
    await slow.next('connection_ack');
    slow.send({ id: '1', type: 'subscribe', payload: { query: CALLS } });
    await until(() => started.handler.count().sockets === 2, 'both are there');
    slow.send({ type: 'ping' });
    await slow.next('pong');
    await listening(started, 1);
    slow.socket.pause();
    const count = 40_000;
    let most = 0;
    for (let from = 0; from < count; from += 500) {
      await log.append(numbered(from, from + 500));
      await until(() => good.got.length === from + 500, 'the good reader keeps up');
      most = Math.max(most, started.hub.count().waiting);
    }
    expect(ids(good.got)).toEqual(range(0, count));
    expect(most).toBeLessThan(2_500);
    expect(slow.messages.length).toBeLessThan(count);
    slow.socket.resume();
    await listening(started, 2);
    await until(() => slow.messages.filter(({ type }) => type === 'next').length === count, 'all of it', 15_000);
    const told = slow.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload.data.callChanged);
    expect(ids(told)).toEqual(range(0, count));
  }, 60_000);

  it('is closed when it goes on not reading', async () => {
    const log = await memory();
    const started = await gateway(log, { limits: { buffered: 10_000, stalled: 100 } });
    const slow = await raw(started.url);
    slow.send({ type: 'connection_init' });
    await slow.next('connection_ack');
    slow.send({ id: '1', type: 'subscribe', payload: { query: CALLS } });
    await listening(started, 1);
    slow.socket.pause();
    for (let from = 0; started.handler.count().sockets === 1 && from < 400_000; from += 1_000) {
      await log.append(numbered(from, from + 1_000));
      await new Promise((done) => setImmediate(done));
    }
    await until(() => started.handler.count().sockets === 0, 'the socket is gone');
    expect(started.hub.count().readers).toBe(0);
  }, 60_000);
});

describe('the protocol', () => {
  const hello = { query: '{ hello }' };
  const init = { type: 'connection_init' };
  const sub = (id = '1') => ({ id, type: 'subscribe', payload: { query: CALLS } });

  it.each<[string, object[], number, object?]>([
    ['closes 4400 on what is no message', [{ type: 'what' }], 4400],
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

  it('closes the sockets of a caller who is no longer welcome', async () => {
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

interface Message {
  id?: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever came over the socket
  payload?: any;
}

async function raw(url: string) {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const closed = new Promise<number>((done) => socket.once('close', (code) => done(code)));
  await new Promise((done) => socket.once('open', done));
  cleanups.push(() => socket.terminate());
  return {
    socket,
    messages,
    closed,
    send: (message: object) => socket.send(JSON.stringify(message)),
    next: (type: string) => until(() => messages.find((message) => message.type === type), `a ${type}`),
  };
}

async function introduced(url: string) {
  const client = await raw(url);
  client.send({ type: 'connection_init' });
  await client.next('connection_ack');
  return client;
}
