/** A watch by a clock that the test moves: what it reads and when, and which events it finds. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { USUAL_PACE, watchAccount } from '../../src/adapters/remote-control/events/watch.ts';
import { createEvents } from '../../src/adapters/remote-control/events.ts';
import { PACE, phoneCall, refusal, timeAt, unitWatch } from './unit-watch.ts';

/** A watch that runs until the test ends. */
function watching(choices: Parameters<typeof unitWatch>[0] = {}, more: object = {}) {
  const world = unitWatch(choices);
  const { sources, kinds, stop } = world;
  const done = world.collect(watchAccount({ ...sources, kinds, pace: PACE, signal: stop.signal, ...more }));
  return { ...world, done };
}

describe('a watch', () => {
  it('reads the lists and every phone at once, and takes its kinds for looked at then', async () => {
    const { settle, asked, looked, seen } = watching({ users: () => [7, 8] });
    await settle();
    expect(asked).toEqual([
      ['users', 0],
      ['campaigns', 0],
      ['calls of 7', 0],
      ['calls of 8', 0],
    ]);
    expect(looked).toEqual([['CALL', 'AGENT', 'CAMPAIGN']]);
    expect(seen()).toEqual(['UP']);
  });

  it('reports the status of the account as an event of it', async () => {
    const { settle, events } = watching();
    await settle();
    expect(events).toEqual([
      {
        ...{ kind: 'ACCOUNT', status: 'UP', account: 'dialler', subject: 'dialler' },
        ...{ occurredAt: timeAt(0), receivedAt: timeAt(0), fingerprint: `UP/${timeAt(0)}` },
      },
    ]);
  });

  it.each([
    [['CALL'], ['users', 'calls of 7']],
    [['AGENT'], ['users', 'calls of 7']],
    [['CAMPAIGN'], ['campaigns']],
  ] as const)('for %j reads %j alone', async (kinds, names) => {
    const { settle, asked } = watching({ kinds });
    await settle();
    expect(asked.map(([name]) => name)).toEqual(names);
  });

  it('reports the kinds that are wanted alone', async () => {
    const seenOf = async (kind: 'CALL' | 'AGENT') => {
      const { pass, replies, seen } = watching({ kinds: [kind] });
      await pass(0);
      replies.calls = () => [phoneCall()];
      await pass(PACE.idle[0]);
      return seen().slice(1);
    };
    expect(await seenOf('CALL')).toEqual(['STARTED 7/1', 'CONNECTED 7/1']);
    vi.restoreAllMocks();
    expect(await seenOf('AGENT')).toEqual(['7 is ON_CALL']);
  });

  it('finds the presence of a user by the second look at the phone, since the first is state', async () => {
    const { pass, replies, seen } = watching({ kinds: ['AGENT'], calls: () => [phoneCall('RINGING')] });
    await pass(0);
    replies.calls = () => [phoneCall()];
    await pass(PACE.busy);
    expect(seen()).toEqual(['UP', '7 is ON_CALL']);
  });

  it('finds changes of campaigns between two looks at the list', async () => {
    const { pass, replies, events } = watching({
      kinds: ['CAMPAIGN'],
      campaigns: () => [{ nativeId: '5', name: 'A' }],
    });
    await pass(0);
    replies.campaigns = () => [{ nativeId: '5', name: 'B' }];
    await pass(PACE.lists);
    expect(events.slice(1)).toMatchObject([{ kind: 'CAMPAIGN', occurredAt: timeAt(PACE.lists), account: 'dialler' }]);
  });

  it('finds what became of the calls that the event log has, of each user', async () => {
    const logged = [
      phoneCall(),
      phoneCall('HELD', { nativeId: '7/2' }),
      phoneCall('HELD', { nativeId: '8/1', agent: { nativeId: '8' } }),
    ];
    const { settle, seen } = watching({ users: () => [7, 8] }, { logged: async () => logged });
    await settle();
    expect(seen()).toEqual(['UP', 'ENDED 7/1 late', 'ENDED 7/2 late', 'ENDED 8/1 late']);
  });

  it('reads a phone that appears in a later list, and each phone once', async () => {
    const { pass, replies, askedFor } = watching();
    await pass(0);
    replies.users = () => [7, 9];
    const before = askedFor('calls of 7').length;
    await pass(PACE.lists - 1);
    expect(askedFor('calls of 9')).toEqual([]);
    await pass(1);
    expect(askedFor('calls of 9')).toEqual([PACE.lists]);
    expect(askedFor('calls of 7').length - before).toBeLessThan(6);
  });

  it('reads at most eight phones at a time', async () => {
    const open: (() => void)[] = [];
    const calls = () => new Promise<[]>((resolve) => open.push(() => resolve([])));
    const { settle } = watching({ users: () => Array.from({ length: 10 }, (_, index) => index), calls });
    await settle();
    expect(open).toHaveLength(8);
    open[0]?.();
    await settle();
    expect(open).toHaveLength(9);
  });
});

describe('the pace of a watch', () => {
  it('of a phone without calls doubles up to the longest interval', async () => {
    const { pass, askedFor } = watching({ kinds: ['CALL'] });
    await pass(3_300);
    expect(askedFor('calls of 7')).toEqual([0, 400, 1_200, 2_200, 3_200]);
  });

  it('of a phone with calls is the shortest, once more after the last one, and then as at first', async () => {
    const { pass, replies, askedFor } = watching({ kinds: ['CALL'], calls: () => [phoneCall()] });
    await pass(250);
    replies.calls = () => [];
    await pass(1_300);
    expect(askedFor('calls of 7')).toEqual([0, 100, 200, 300, 400, 800]);
  });

  it('of the lists is their interval', async () => {
    const { pass, askedFor } = watching({ kinds: ['CAMPAIGN'] });
    await pass(2 * PACE.lists);
    expect(askedFor('campaigns')).toEqual([0, PACE.lists, 2 * PACE.lists]);
  });

  it('has a tenth of the shortest interval between two looks, however late the vendor answers', async () => {
    const { clock, pass, askedFor } = watching({
      ...{ kinds: ['CALL'], users: () => [7, 8] },
      calls: async (user) => {
        if (user === 7 || clock.now > 0) return [phoneCall()];
        await turn();
        clock.now += 500;
        return [];
      },
    });
    await pass(520);
    expect(askedFor('calls of 7')).toEqual([0, 510]);
  });

  it('is twice as slow after a refusal because of a rate limit', async () => {
    const { pass, replies, askedFor } = watching({ kinds: ['CALL'], calls: () => [phoneCall()] });
    vi.spyOn(Math, 'random').mockReturnValue(1);
    await pass(0);
    replies.calls = () => Promise.reject(refusal('RATE_LIMITED'));
    await pass(100);
    replies.calls = () => [phoneCall()];
    await pass(700);
    expect(askedFor('calls of 7')).toEqual([0, 100, 300, 500, 700]);
  });
});

describe('the watches of an account', () => {
  it('are of calls, agents and campaigns, at the usual pace', async () => {
    const { sources, kinds, stop, pass, askedFor, collect, seen } = unitWatch();
    const { watches, watchRequests, watch } = createEvents(sources);
    expect(watches).toEqual(['CALL', 'AGENT', 'CAMPAIGN']);
    expect(watchRequests).toEqual({ idle: 5_000, busy: 1_000, reads: 'the calls of each user' });
    const logged = async () => [phoneCall()];
    if (!watch) throw new Error('no watch');
    const done = collect(watch(kinds, { signal: stop.signal, logged }));
    await pass(USUAL_PACE.busy);
    expect(seen()).toEqual(['UP', 'ENDED 7/1 late']);
    await pass(USUAL_PACE.idle[0] - USUAL_PACE.busy);
    expect(askedFor('calls of 7')).toEqual([0, 2_000]);
    stop.abort();
    await done;
  });
});
