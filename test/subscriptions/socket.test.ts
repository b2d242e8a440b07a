import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { CALLS, collect, startGateway } from './gateway.ts';
import { gateway, ids, listening, memory, numbered, range, raw } from './sockets.ts';

describe('a subscription', () => {
  it('emits events in order', async () => {
    const log = await memory();
    const started = await gateway(log);
    const { got } = collect(started.client(), CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 50));
    await until(() => got.length === 50, 'fifty events');
    expect(ids(got)).toEqual(range(0, 50));
    expect(got[0]).toMatchObject({ type: 'CONNECTED', snapshot: false, missed: null, account: { key: 'floor' } });
  });

  it('executes and encodes once for many equal subscriptions', async () => {
    const log = await memory();
    const started = await gateway(log);
    const all = Array.from({ length: 40 }, () => collect(started.client(), CALLS));
    await until(() => started.handler.count().sockets === 40, 'forty sockets');
    await until(() => started.handler.count().executions === 1 && started.hub.count().readers === 1, 'one reader');
    await log.append(numbered(0, 1));
    await until(() => all.some(({ got }) => got.length > 0), 'a first event');
    started.counted.executions = 0;
    await log.append(numbered(1, 11));
    await until(() => all.every(({ got }) => ids(got).includes(10)), 'every client has the last event');
    expect(started.counted.executions).toBe(10);
    for (const { got } of all) expect(ids(got).slice(-10)).toEqual(range(1, 11));
  });

  it('is not shared between callers with different accounts', async () => {
    const log = await memory();
    const started = await gateway(log);
    const one = collect(started.client({ token: 'floor' }), CALLS);
    const all = collect(started.client(), CALLS);
    await listening(started, 2);
    await log.append([callEvent({ account: 'wfo', call: '1' }), callEvent({ account: 'floor', call: '2' })]);
    await until(() => all.got.length === 2 && one.got.length === 1, 'each has its own');
    expect(ids(one.got)).toEqual([2]);
  });

  it('continues exactly after its cursor, also when the log was closed and opened again (S9)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-resume-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
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
    onTestFinished(() => log.close());
    const started = await gateway(log);
    const again = collect(started.client(), CALLS, { after: got[4]?.cursor });
    await until(() => again.got.length === 25, 'the rest');
    await log.append(numbered(30, 40));
    await until(() => again.got.length === 35, 'and what happens');
    expect(ids(again.got)).toEqual(range(5, 40));
  });

  it('joins the shared execution once it has caught up, without a gap or a duplicate', async () => {
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

  it('executes a catch-up once for all that reconnect together', async () => {
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
    await until(() => all.every(({ got }) => got.length === 40), 'every client has what it missed');
    for (const { got } of all) expect(ids(got)).toEqual(range(10, 50));
    // Whom a busy machine let come too late to join the others has it executed once more.
    expect(started.counted.executions).toBeLessThanOrEqual(3 * 40);
    await log.append(numbered(50, 60));
    await until(() => all.every(({ got }) => got.length === 50), 'and what happens');
    for (const { got } of all) expect(ids(got)).toEqual(range(10, 60));
  });

  it('does not wait for a reconnected client that does not read', async () => {
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
    const received = ({ messages }: typeof slow) => messages.filter(({ type }) => type === 'next');
    await until(() => received(good).length === 39_999, 'the good reader has it all', 30_000);
    expect(received(slow).length).toBeLessThan(39_999);
    slow.socket.resume();
    await until(() => received(slow).length === 39_999, 'the slow one has it too', 30_000);
    for (const reader of [slow, good])
      expect(ids(received(reader).map(({ payload }) => payload.data.callChanged))).toEqual(range(1, 40_000));
  }, 90_000);

  it('emits the current state first, then every change, with no gap (S13)', async () => {
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

  it('emits with the current state what could not be read of it', async () => {
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

  it('emits of the current state only what its caller may see and selected', async () => {
    const state = ['floor', 'wfo'].map((account, index) => callEvent({ account, call: String(index) }));
    const started = await gateway(await memory(), { snapshot: async () => state });
    const ofFloor = collect(started.client({ token: 'floor' }), CALLS, { snapshot: true });
    const asked = collect(started.client(), CALLS, { snapshot: true, account: 'wfo' });
    const all = collect(started.client(), CALLS, { snapshot: true });
    await until(() => ofFloor.got.length && asked.got.length && all.got.length === 2, 'the state');
    expect([ids(ofFloor.got), ids(asked.got)]).toEqual([[0], [1]]);
  });

  it('emits a gap when its cursor is older than the retention (S9)', async () => {
    const log = await openSqliteLog({ file: ':memory:', retention: { size: 2_000 } });
    onTestFinished(() => log.close());
    const started = await gateway(log);
    const first = collect(started.client(), CALLS);
    await listening(started, 1);
    await log.append(numbered(0, 20));
    await until(() => first.got.length === 20, 'all');
    await log.trim();
    const stored = (await log.read(null, 100)).events.length;
    expect(stored).toBeLessThan(19);
    const again = collect(started.client(), CALLS, { after: first.got[0]?.cursor });
    await until(() => again.got.length === stored, 'the stored events');
    // One for each of the two accounts.
    for (const { missed } of again.got.slice(0, 2))
      expect(missed).toMatchObject({ from: expect.any(String), to: expect.any(String) });
    expect(again.got[2]?.missed).toBeNull();
    expect(ids(again.got)).toEqual(range(20 - stored, 20));
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
  ])('is refused with a cursor that is %s (S9)', async (_, cursor) => {
    const started = await gateway(await memory());
    const { ended } = collect(started.client(), CALLS, { after: await cursor() });
    await until(() => ended.value, 'an error');
    expect(ended.value).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT' } }]);
    expect(started.hub.count().readers).toBe(0);
  });

  it('shows after a cursor of another caller only what its caller may see', async () => {
    const log = await memory();
    const started = await gateway(log);
    const all = collect(started.client(), CALLS);
    await listening(started, 1);
    const of = (account: string, call: number) => callEvent({ account, call: String(call) });
    await log.append([of('wfo', 0), of('floor', 1), of('wfo', 2), of('floor', 3)]);
    await until(() => all.got.length === 4, 'four events');
    const ofFloor = collect(started.client({ token: 'floor' }), CALLS, { after: all.got[0]?.cursor });
    await until(() => ofFloor.got.length === 2, 'those of the floor');
    await log.append([of('wfo', 4), of('floor', 5)]);
    await until(() => ofFloor.got.length === 3, 'what happens on the floor');
    expect(ids(ofFloor.got)).toEqual([1, 3, 5]);
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
