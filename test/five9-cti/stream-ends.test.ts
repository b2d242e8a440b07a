/** The end of the desks' stream and its next beginning: what is released, waited for and forgotten in between. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GRACE_MS } from '../../src/adapters/five9-cti/events/queue-board.ts';
import { logged, START } from './unit-desks.ts';
import { callEvent, endStreams, list, streaming } from './unit-stream.ts';

afterEach(async () => {
  await endStreams();
  vi.useRealTimers();
});

const timersOnly = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

/** A stream whose desks are listened to, and whose registrations are removed once the test says so. */
async function listened(...agents: string[]) {
  const world = streaming(...agents);
  world.replies.addListener = () => '7';
  world.replies.checkEvent = (_input, _agent, { signal }) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  let remove = () => {};
  const removed = new Promise<void>((resolve) => {
    remove = resolve;
  });
  world.replies.removeListener = () => removed;
  const count = (name: string) => world.operations().filter((operation) => operation === name).length;
  const followed = async () => {
    for (let turns = 0; count('checkEvent') < agents.length && turns < 100; turns += 1) await turn();
  };
  return { ...world, remove, count, followed };
}

describe('a reader that leaves', () => {
  it('releases the desks that wait for it', async () => {
    const { stream } = streaming('ann');
    const iterator = stream.events({ signal: new AbortController().signal });
    const first = iterator.next();
    await turn();
    let isTaken = false;
    const taken = stream.publish(Array.from({ length: 1_002 }, () => callEvent())).then(() => {
      isTaken = true;
    });
    await first;
    await turn();
    expect(isTaken, 'one event more than a reader may leave unread').toBe(false);
    await iterator.return();
    await taken;
  });

  it('as the last one ends when the registrations are removed, and the next one begins only then', async () => {
    const { read, remove, count, followed } = await listened('ann');
    const earlier = read();
    await followed();
    let hasEnded = false;
    earlier.stop.abort();
    void earlier.done.then(() => {
      hasEnded = true;
    });
    await turn();
    const logged = vi.fn(async () => []);
    read({ logged });
    await turn();
    expect([count('removeListener'), hasEnded, count('addListener'), logged.mock.calls.length]).toEqual([
      1,
      false,
      1,
      0,
    ]);
    remove();
    await earlier.done;
    for (let turns = 0; count('addListener') < 2 && turns < 100; turns += 1) await turn();
    expect([count('addListener'), logged.mock.calls.length]).toEqual([2, 1]);
  });

  it('leaves no call that waited, as no list of a desk is known', async () => {
    const world = streaming('ann', 'bob');
    const one = world.read();
    await turn();
    list(world, 'ann', 'A');
    list(world, 'bob', 'A', 'B');
    one.stop.abort();
    await one.done;
    expect(world.desks.queue.calls).toEqual([]);
  });

  it('leaves no desk that counts as lost for the next one', async () => {
    const { read, reach } = streaming('ann', 'bob');
    const earlier = read();
    await turn();
    await reach('ann', false);
    earlier.stop.abort();
    await earlier.done;
    const later = read();
    await turn();
    await reach('bob', false);
    expect(await later.seen()).toEqual(['ACCOUNT DEGRADED']);
  });
});

describe('a closed stream', () => {
  it('has ended its listeners, also those of a reader that reads no more', async () => {
    timersOnly();
    const world = await listened('ann');
    const { stream, remove, count, followed } = world;
    const iterator = stream.events({ signal: new AbortController().signal });
    const next = iterator.next();
    await followed();
    await stream.publish([callEvent()]);
    await next;
    let isClosed = false;
    const closed = stream.close().then(() => {
      isClosed = true;
    });
    await turn();
    expect([count('removeListener'), isClosed]).toEqual([1, false]);
    remove();
    await closed;
    list(world, 'ann', 'W');
    list(world, 'ann');
    await stream.publish([]);
    expect(vi.getTimerCount(), 'without a reader').toBe(0);
  });
});

describe('a call that waits', () => {
  it('on the list of a lost desk alone counts as gone after a while', async () => {
    const world = streaming('ann');
    world.read();
    await turn();
    list(world, 'ann', 'W');
    expect(world.desks.queue.due).toBeNull();
    await world.reach('ann', false);
    expect(world.desks.queue.due?.getTime()).toBe(START + 600_000);
  });

  it('from before is looked for once a desk is listened to, at most the grace of a call later', async () => {
    timersOnly();
    const { read, recover, stream, desks, clock } = streaming('ann');
    read({ logged: async () => [logged('W', 'QUEUED', { nativeId: 'queue/W' })] });
    await turn();
    await stream.ready();
    expect([desks.queue.calls.length, vi.getTimerCount()]).toEqual([1, 0]);
    await recover('ann');
    expect(vi.getTimerCount()).toBe(1);
    const settle = vi.spyOn(desks.queue, 'settle');
    clock.now += GRACE_MS;
    vi.advanceTimersByTime(GRACE_MS);
    expect(settle).toHaveBeenCalledTimes(1);
  });

  it('and left the lists before is looked for when its grace is over, at once where it is', async () => {
    timersOnly();
    const world = streaming('ann');
    const { read, stream, desks, clock } = world;
    const { seen } = read();
    await turn();
    const settle = vi.spyOn(desks.queue, 'settle');
    const pass = (milliseconds: number) => {
      clock.now += milliseconds;
      vi.advanceTimersByTime(milliseconds);
    };
    list(world, 'ann', 'A');
    list(world, 'ann');
    clock.now += GRACE_MS - 1_000;
    await stream.publish([]);
    pass(999);
    expect(settle).not.toHaveBeenCalled();
    pass(1);
    expect(settle).toHaveBeenCalledTimes(1);
    expect(await seen()).toEqual(['CALL ENDED A ENDED']);
    list(world, 'ann', 'B');
    list(world, 'ann');
    clock.now += GRACE_MS;
    await stream.publish([]);
    pass(1);
    expect(await seen()).toEqual(['CALL ENDED A ENDED', 'CALL ENDED B ENDED']);
  });

  it('is looked for after a reader came back', async () => {
    timersOnly();
    const world = streaming('ann');
    for (let times = 0; times < 2; times += 1) {
      const one = world.read();
      await turn();
      list(world, 'ann', 'A');
      list(world, 'ann');
      await world.stream.publish([]);
      expect(vi.getTimerCount()).toBe(1);
      one.stop.abort();
      await one.done;
    }
  });
});
