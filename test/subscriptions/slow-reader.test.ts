import { describe, expect, it, onTestFinished } from 'vitest';
import { openRedisLog } from '../../src/subscriptions/log/redis-log.ts';
import { until } from '../helpers/until.ts';
import { CALLS, collect } from './gateway.ts';
import { noRedis, startRedis } from './redis-server.ts';
import { gateway, ids, listening, memory, numbered, range, raw } from './sockets.ts';

describe.skipIf(noRedis)('two gateways over one Redis', () => {
  it("accept each other's cursors, and emit what the other stored", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.dispose());
    const options = { url: redis.url, prefix: `two-${process.pid}` };
    const [first, second] = await Promise.all([openRedisLog(options), openRedisLog(options)]);
    onTestFinished(async () => void (await Promise.all([first.close(), second.close()])));
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

describe('a reader that does not read (S6)', () => {
  it('costs other readers no event, uses little memory, and continues where it was', async () => {
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
    const received = slow.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload.data.callChanged);
    expect(ids(received)).toEqual(range(0, count));
  }, 60_000);

  it('is closed when it does not read for long', async () => {
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
