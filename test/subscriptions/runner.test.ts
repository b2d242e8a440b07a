import { describe, expect, it } from 'vitest';
import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { begin, bound, brief, cleanups, FlakySource, type Step, storedEvents } from './flaky-source.ts';

describe('the runner of vendor streams', () => {
  it("reconnects without end, emits the gap and the account's changes of status, and drops known events", async () => {
    const one = callEvent({ call: '1' });
    const source = new FlakySource([[one, 'break'], ['break'], ['break'], [one, callEvent({ call: '2' }), 'wait']]);
    const { log, runner } = await begin([source.adapter()]);
    await until(async () => (await storedEvents(log)).length >= 6, 'six events');
    expect((await storedEvents(log)).map(brief)).toEqual(['UP', '1 CONNECTED', 'DOWN', 'GAP', 'UP', '2 CONNECTED']);
    const gap = (await storedEvents(log)).find(({ kind }) => kind === 'GAP');
    expect(gap).toMatchObject({ account: 'floor', reason: 'The line is cut' });
    if (gap?.kind === 'GAP') expect(Date.parse(gap.from)).toBeLessThanOrEqual(Date.parse(gap.to));
    const down = (await storedEvents(log)).find((event) => event.kind === 'ACCOUNT' && event.status === 'DOWN');
    if (gap?.kind === 'GAP' && down) expect(gap.from <= down.occurredAt, 'it begins where it broke first').toBe(true);
    expect(runner.status('floor')).toBe('UP');
    expect(source.opened).toBe(4);
  });

  it('counts a silent stream as up', async () => {
    const { log } = await begin([new FlakySource([['wait']]).adapter()]);
    await until(async () => (await storedEvents(log)).length === 1, 'the account is up');
    expect((await storedEvents(log)).map(brief)).toEqual(['UP']);
  });

  it('never moves a call backwards when events come late (S12)', async () => {
    const source = new FlakySource([
      [
        callEvent({ call: '1', state: 'RINGING', occurredAt: '2026-01-01T00:00:00Z' }),
        callEvent({ call: '1', state: 'WRAP_UP', occurredAt: '2026-01-01T00:00:00Z' }),
        callEvent({ call: '1', state: 'CONNECTED', occurredAt: '2026-01-01T00:00:00Z' }),
        callEvent({ call: '1', state: 'ENDED', occurredAt: '2026-01-01T00:00:00Z' }),
        callEvent({ call: '1', state: 'HELD', occurredAt: '2026-01-01T00:00:00Z' }),
        callEvent({ call: '1', state: 'ENDED', type: 'DISPOSED', occurredAt: '2026-01-01T00:00:00Z' }),
        callEvent({ call: '1', state: 'RINGING', occurredAt: '2026-01-01T01:00:00Z' }),
      ],
    ]);
    const { log, runner } = await begin([source.adapter()]);
    await until(async () => (await storedEvents(log)).length === 6, 'what is true');
    const expected = ['UP', '1 RINGING', '1 WRAP_UP', '1 ENDED', '1 ENDED', '1 RINGING'];
    expect((await storedEvents(log)).map(brief)).toEqual(expected);
    expect(runner.projection.callsOf('floor')).toMatchObject([{ nativeId: '1', state: 'RINGING' }]);
  });

  it('isolates the faults of one account from another', async () => {
    const bad = new FlakySource(Array(1_000).fill(['break']), 'bad');
    const good = new FlakySource([Array.from({ length: 500 }, (_, index) => callEvent({ call: String(index) }))]);
    const { log } = await begin([bad.adapter(), good.adapter()]);
    await until(
      async () => (await storedEvents(log)).filter(({ kind }) => kind === 'CALL').length === 500,
      'all calls',
    );
    const calls = (await storedEvents(log)).filter(({ kind }) => kind === 'CALL');
    expect(calls.map(({ subject }) => Number(subject))).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  it('emits a gap for events that the log refused', async () => {
    const inner = await openSqliteLog({ file: ':memory:' });
    let refuse = true;
    const log = new Proxy(inner, {
      get(target, name) {
        if (name !== 'append') return bound(target, name);
        return async (events: EventRecord[]) => {
          if (refuse) throw new CrosspointError('UNAVAILABLE', 'The disk is full');
          return inner.append(events);
        };
      },
    });
    const source = new FlakySource([[callEvent({ call: '1' })]]);
    const { runner } = await begin([source.adapter()], { log });
    await until(() => source.opened === 1 && runner.status('floor') === 'UP', 'the stream runs');
    await until(async () => runner.projection.callsOf('floor').length === 1, 'the lost event was seen');
    await new Promise((done) => setImmediate(done));
    const lost = new Date();
    await until(() => new Date() > lost, 'time has passed');
    await runner.publish(callEvent({ call: '2' }));
    refuse = false;
    for (const call of ['3', '4']) await runner.publish(callEvent({ call }));
    const [gap, ...rest] = await storedEvents(inner);
    expect(rest.map(brief)).toEqual(['3 CONNECTED', '4 CONNECTED']);
    expect(gap?.kind === 'GAP' && new Date(gap.from) <= lost, 'from the first that was lost').toBe(true);
  });

  it('reads at most 256 events of a stream while none can be stored', async () => {
    const inner = await openSqliteLog({ file: ':memory:' });
    let release = () => {};
    const stored = new Promise<void>((done) => {
      release = done;
    });
    const log = new Proxy(inner, {
      get(target, name) {
        if (name !== 'append') return bound(target, name);
        return async (events: EventRecord[]) => {
          if (events.some(({ kind }) => kind === 'CALL')) await stored;
          return inner.append(events);
        };
      },
    });
    const count = 3_000;
    const source = new FlakySource([Array.from({ length: count }, (_, index) => callEvent({ call: String(index) }))]);
    const { runner } = await begin([source.adapter()], { log });
    await until(() => runner.projection.callsOf('floor').length >= 256, 'as many are taken');
    for (let turns = 0; turns < 10; turns += 1) await new Promise((done) => setImmediate(done));
    expect(runner.projection.callsOf('floor')).toHaveLength(256);
    release();
    await until(async () => (await storedEvents(inner)).length === count + 1, 'all are stored');
  });

  it('emits, when started again, a gap from when the stream was last received', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    cleanups.push(() => log.close());
    const wrapped = new Proxy(log, {
      get: (target, name) => (name === 'close' ? async () => undefined : bound(target, name)),
    });
    const first = await begin([new FlakySource([[callEvent({ call: '1' })]]).adapter()], {
      log: wrapped,
      heartbeat: 5,
    });
    await until(async () => (await storedEvents(log)).length === 2, 'the call');
    await first.runner.stop();
    const stopped = Date.now();
    await begin([new FlakySource([[callEvent({ call: '2' })]]).adapter()], { log: wrapped, heartbeat: 5 });
    await until(async () => (await storedEvents(log)).length === 5, 'the next call');
    expect((await storedEvents(log)).map(brief)).toEqual(['UP', '1 CONNECTED', 'GAP', 'UP', '2 CONNECTED']);
    const gap = (await storedEvents(log))[2];
    expect(gap).toMatchObject({ kind: 'GAP', reason: 'No gateway listened' });
    if (gap?.kind === 'GAP') expect(Math.abs(Date.parse(gap.from) - stopped)).toBeLessThan(500);
  });

  it('emits, when started again after its stream broke, a gap from that time', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    cleanups.push(() => log.close());
    const wrapped = new Proxy(log, {
      get: (target, name) => (name === 'close' ? async () => undefined : bound(target, name)),
    });
    const broken = new FlakySource([[callEvent({ call: '1' }), 'break'], ...Array<Step[]>(1_000).fill(['break'])]);
    const first = await begin([broken.adapter()], { log: wrapped, heartbeat: 1 });
    await until(() => broken.opened > 5, 'it stays broken');
    await first.runner.stop();
    const down = (await storedEvents(log)).find((event) => event.kind === 'ACCOUNT' && event.status === 'DOWN');
    await begin([new FlakySource([[callEvent({ call: '2' })]]).adapter()], { log: wrapped, heartbeat: 1 });
    const gap = await until(async () => (await storedEvents(log)).find(({ kind }) => kind === 'GAP'), 'a gap');
    expect(gap.kind === 'GAP' && down && gap.from <= down.occurredAt).toBe(true);
  });

  it('emits no gap for a watch without subscribers, and one for a watch that ended with its gateway', async () => {
    const log = await openSqliteLog({ file: ':memory:' });
    cleanups.push(() => log.close());
    const wrapped = new Proxy(log, {
      get: (target, name) => (name === 'close' ? async () => undefined : bound(target, name)),
    });
    const source = new FlakySource([], 'campaigns');
    const { runner } = await begin([source.adapter('watch')], { log: wrapped, heartbeat: 5 });
    const watched = async (times: number) => {
      await until(async () => source.opened === times && runner.status('campaigns') === 'UP', 'it is watched');
      await until(async () => (await log.noted('checkpoint:watch:campaigns'))?.includes('"left":false'), 'it is noted');
    };
    const leave = runner.watch(['CAMPAIGN'], 'all');
    await watched(1);
    leave();
    await until(
      async () => (await log.noted('checkpoint:watch:campaigns'))?.includes('"left":true'),
      'it has no subscriber',
    );
    runner.watch(['CAMPAIGN'], 'all');
    await watched(2);
    await runner.stop();
    expect((await storedEvents(log)).map(brief)).toEqual(['UP']);
    const again = await begin([source.adapter('watch')], { log: wrapped });
    again.runner.watch(['CAMPAIGN'], 'all');
    await until(async () => (await storedEvents(log)).some(({ kind }) => kind === 'GAP'), 'a gap');
  });

  it('follows an import until its last subscriber has left', async () => {
    const followed = { opened: 0, over: false };
    const adapter: Adapter = {
      ...new FlakySource([]).adapter('watch'),
      async *importProgress(nativeId, { signal }) {
        followed.opened += 1;
        signal?.addEventListener('abort', () => (followed.over = true));
        yield { nativeId, running: true, done: 1, failed: 0, refused: [] };
        await new Promise<void>((done) => signal?.addEventListener('abort', () => done()));
      },
    };
    const { log, runner } = await begin([adapter]);
    const one = { kind: 'IMPORT', account: 'floor', nativeId: 'i7' } as const;
    const [leave, last] = [runner.follow(one), runner.follow(one)];
    await until(async () => (await storedEvents(log)).some(({ kind }) => kind === 'IMPORT'), 'how far it is');
    leave();
    leave();
    expect(followed).toEqual({ opened: 1, over: false });
    last();
    expect(followed).toEqual({ opened: 1, over: true });
  });

  it('reports an account with a running stream as UP, even if a watch fails', async () => {
    const watch = new FlakySource(Array<Step[]>(1_000).fill(['break']));
    const stream = new FlakySource([['wait']]);
    const events = stream.adapter().events;
    const { log, runner } = await begin([{ ...watch.adapter('watch'), events }]);
    await until(() => runner.status('floor') === 'UP', 'the stream runs');
    runner.watch(['CAMPAIGN'], 'all');
    await until(() => watch.opened > 3, 'the watch breaks');
    expect((await storedEvents(log)).map(brief)).toEqual(['UP']);
  });

  it('watches only the subscribed kinds, while there are subscribers and shortly after', async () => {
    const source = new FlakySource([], 'campaigns');
    const { runner } = await begin([source.adapter('watch')]);
    expect(source.opened).toBe(0);
    const first = runner.watch(['CAMPAIGN'], 'all');
    await until(() => source.open === 1, 'it is watched');
    const second = runner.watch(['CAMPAIGN'], new Set(['campaigns']));
    const elsewhere = runner.watch(['AGENT'], new Set(['other']));
    runner.watch(['CALL'], 'all')();
    expect(source.watched).toEqual(['CAMPAIGN']);
    const third = runner.watch(['AGENT'], 'all');
    await until(() => source.watched.length === 2, 'it is watched for both');
    expect(source.watched).toEqual(['CAMPAIGN', 'AGENT+CAMPAIGN']);
    first();
    first();
    third();
    await until(() => source.watched.length === 3, 'it is watched for one again');
    // A subscriber that stayed has followed one watch.
    expect([source.open, source.opened]).toEqual([1, 1]);
    second();
    runner.watch(['CAMPAIGN'], 'all')();
    elsewhere();
    await until(() => source.open === 0, 'the stream is closed');
    expect(source.watched).toEqual(['CAMPAIGN', 'AGENT+CAMPAIGN', 'CAMPAIGN']);
  });
});
