/** The stream of all desks of an account: its readers, the account's status, and calls that leave the queue. */
import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { GRACE_MS } from '../../src/adapters/five9-cti/events/queue-board.ts';
import { logged, START } from './unit-desks.ts';
import { callEvent, endStreams, list, streaming } from './unit-stream.ts';

afterEach(async () => {
  await endStreams();
  vi.useRealTimers();
});

const NOW = new Date(START).toISOString();

describe('a reader', () => {
  it('starts the desks’ listeners with the first and stops them with the last', async () => {
    const { read, operations, stream } = streaming('ann', 'bob');
    const [first, second] = [read(), read()];
    await turn();
    expect(operations()).toEqual(['addListener', 'addListener']);
    await stream.publish([callEvent({})]);
    expect([await first.seen(), await second.seen()]).toEqual([
      ['CALL UPDATED A CONNECTED'],
      ['CALL UPDATED A CONNECTED'],
    ]);
    first.stop.abort();
    await first.done;
    await stream.publish([callEvent({})]);
    expect([(await first.seen()).length, (await second.seen()).length, operations().length]).toEqual([1, 2, 2]);
    second.stop.abort();
    await second.done;
    read();
    await turn();
    expect(operations().length).toBe(4);
  });

  it('whose signal has aborted ends at once and starts nothing', async () => {
    const { stream, operations } = streaming('ann');
    const onListening = vi.fn();
    for await (const _ of stream.events({ signal: AbortSignal.abort(), onListening })) throw new Error('an event');
    await turn();
    expect([operations(), onListening.mock.calls]).toEqual([[], []]);
  });

  it('that leaves by itself leaves nothing at its signal and stops the listeners', async () => {
    const { stream, operations } = streaming('ann');
    const { signal } = new AbortController();
    const iterator = stream.events({ signal });
    const next = iterator.next();
    await turn();
    await stream.publish([callEvent({})]);
    expect((await next).value).toMatchObject({ kind: 'CALL' });
    expect(getEventListeners(signal, 'abort').length).toBe(1);
    await iterator.return();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const again = stream.events({ signal });
    void again.next();
    await turn();
    expect(operations(), 'a new registration').toEqual(['addListener', 'addListener']);
  });

  it('ends with the stream', async () => {
    const { stream, read, operations } = streaming('ann');
    const one = read();
    await turn();
    await stream.close();
    await one.done;
    await stream.publish([callEvent({})]);
    expect([one.events, operations()]).toEqual([[], ['addListener']]);
  });

  it('listens once the events of every desk arrive, which it learns once', async () => {
    const { read, recover, reach } = streaming('ann', 'bob');
    const [first, left, later, last] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
    read({ onListening: first });
    const leaving = read({ onListening: left });
    await turn();
    await recover('ann');
    expect(first).not.toHaveBeenCalled();
    leaving.stop.abort();
    await leaving.done;
    await recover('bob');
    read({ onListening: later });
    await turn();
    await recover('bob');
    expect([first, left, later].map((each) => each.mock.calls.length)).toEqual([1, 0, 1]);
    await reach('ann', false);
    read({ onListening: last });
    await turn();
    expect(last).not.toHaveBeenCalled();
    await recover('ann');
    expect(last).toHaveBeenCalledTimes(1);
  });
});

describe('the calls of the event log', () => {
  it('are taken before a desk reads its state, by the desks and the queue', async () => {
    const { stream, read, desk, desks } = streaming('ann', 'bob');
    const queued = logged('W', 'QUEUED', { nativeId: 'queue/W' });
    let answer = (_calls: CallRecord[]) => {};
    read({
      logged: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    await turn();
    const ready = stream.ready();
    expect([[...desk.calls.known()], desks.queue.calls]).toEqual([[], []]);
    answer([logged('A', 'HELD'), queued]);
    await ready;
    expect([[...desk.calls.known()], desks.queue.calls]).toMatchObject([['A'], [{ callId: 'W' }]]);
    desks.queue.list({ agent: 'ann', campaign: () => null }, []);
    expect(desks.queue.due?.getTime(), 'bob may still have it').toBeGreaterThan(START + GRACE_MS);
    desks.queue.list({ agent: 'bob', campaign: () => null }, []);
    expect(desks.queue.due?.getTime()).toBe(START + GRACE_MS);
  });

  it('are none without a log', async () => {
    const { stream, read, desk } = streaming('ann');
    read();
    await turn();
    await stream.ready();
    expect([...desk.calls.known()]).toEqual([]);
  });
});

describe('the status of the account', () => {
  it('is that of its desks, and UP again once each has reported what was missed', async () => {
    const { read, reach, recover, clock } = streaming('ann', 'bob');
    const { events, seen } = read();
    await turn();
    for (const agent of ['ann', 'bob']) await recover(agent);
    expect(await seen()).toEqual([]);
    await reach('ann', false);
    await reach('ann', false);
    await reach('bob', false);
    await reach('ann', true);
    expect(await seen()).toEqual(['ACCOUNT DEGRADED', 'ACCOUNT DOWN', 'ACCOUNT DEGRADED']);
    await reach('bob', true);
    await recover('ann');
    expect((await seen()).length).toBe(3);
    clock.now += 1_000;
    await recover('bob');
    expect((await seen()).slice(3)).toEqual(['ACCOUNT UP']);
    expect(events[0]).toEqual({
      ...{ kind: 'ACCOUNT', status: 'DEGRADED', account: 'floor', subject: 'floor' },
      ...{ fingerprint: `floor/DEGRADED/${START}.1`, occurredAt: NOW, receivedAt: NOW },
    });
    expect(events.map(({ fingerprint }) => fingerprint.split('.')[1])).toEqual(['1', '2', '3', '4']);
    expect(events[3]?.occurredAt).toBe(new Date(START + 1_000).toISOString());
  });

  it('of a single desk is DOWN, and is reported anew to readers that come later', async () => {
    const { read, reach, recover } = streaming('ann');
    const earlier = read();
    await turn();
    await recover('ann');
    await reach('ann', false);
    expect(await earlier.seen()).toEqual(['ACCOUNT DOWN']);
    earlier.stop.abort();
    await earlier.done;
    const later = read();
    await turn();
    await reach('ann', true);
    expect(await later.seen(), 'it was not reported as lost').toEqual([]);
    await reach('ann', false);
    expect(await later.seen()).toEqual(['ACCOUNT DOWN']);
  });

  it('waits for each desk again after the last reader left', async () => {
    const { read, recover } = streaming('ann', 'bob');
    const earlier = read();
    await turn();
    for (const agent of ['ann', 'bob']) await recover(agent);
    earlier.stop.abort();
    await earlier.done;
    const onListening = vi.fn();
    read({ onListening });
    await turn();
    await recover('ann');
    expect(onListening).not.toHaveBeenCalled();
    await recover('bob');
    expect(onListening).toHaveBeenCalledTimes(1);
  });
});

describe('a call that waits', () => {
  it('leaves the queue before the event of the desk that it reached, and may wait again after its end', async () => {
    const world = streaming('ann');
    const { stream, read, desks } = world;
    const { events, seen } = read();
    await turn();
    list(world, 'ann', 'A', 'B');
    await stream.publish([callEvent({ agent: null }), callEvent({ callId: null })]);
    expect((await seen()).length).toBe(2);
    await stream.publish([callEvent({})]);
    expect((await seen()).slice(2)).toEqual(['CALL ENDED A ENDED', 'CALL UPDATED A CONNECTED']);
    expect(events[2]).toMatchObject({ call: { leftQueue: 'ROUTED' } });
    list(world, 'ann', 'B');
    expect(list(world, 'ann', 'A', 'B'), 'the desk has it').toEqual([]);
    await stream.publish([callEvent({ state: 'ENDED' })]);
    expect([(await seen()).length, list(world, 'ann', 'A', 'B').length]).toEqual([5, 1]);
    await stream.publish([{ kind: 'AGENT', subject: 'ann' } as EventRecord]);
    expect(desks.queue.calls.map(({ callId }) => callId)).toEqual(['B', 'A']);
  });

  it.each([
    [true, 'ABANDONED'],
    [false, null],
  ])('and reaches no desk has left at the end of the grace, all desks being listened to = %s', async (whole, left) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const world = streaming('ann', 'bob');
    const { stream, read, recover, clock } = world;
    const { events, seen } = read();
    await turn();
    for (const agent of whole ? ['ann', 'bob'] : ['ann']) await recover(agent);
    list(world, 'ann', 'A');
    list(world, 'ann');
    await stream.publish([]);
    const pass = (milliseconds: number) => {
      clock.now += milliseconds;
      vi.advanceTimersByTime(milliseconds);
      return seen();
    };
    expect(await pass(GRACE_MS - 1)).toEqual([]);
    list(world, 'ann', 'B');
    clock.now += 1;
    vi.advanceTimersByTime(1);
    expect(await seen()).toEqual(['CALL ENDED A ENDED']);
    expect(events).toMatchObject([{ call: { leftQueue: left, endedAt: NOW } }]);
    list(world, 'ann');
    await stream.publish([]);
    expect((await pass(GRACE_MS)).length, 'the next one').toBe(2);
  });

  it('is not looked for without readers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const world = streaming('ann');
    const one = world.read();
    await turn();
    list(world, 'ann', 'A');
    list(world, 'ann');
    await world.stream.publish([]);
    expect(vi.getTimerCount()).toBe(1);
    one.stop.abort();
    await one.done;
    expect([vi.getTimerCount(), world.desks.queue.calls]).toEqual([0, []]);
    await world.stream.publish([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
