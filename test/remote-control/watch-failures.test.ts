/** A watch whose vendor fails, whose kinds change, and that ends, by a clock that the test moves. */
import { describe, expect, it, vi } from 'vitest';
import type { CallRecord } from '../../src/adapters/adapter.ts';
import { watchAccount } from '../../src/adapters/remote-control/events/watch.ts';
import { PACE, phoneCall, refusal, timeAt, unitWatch } from './unit-watch.ts';

/** A watch that runs until the test ends; its pauses after failures are not shortened. */
function watching(choices: Parameters<typeof unitWatch>[0] = {}, more: object = {}) {
  const world = unitWatch(choices);
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const { sources, kinds, stop } = world;
  const done = world.collect(watchAccount({ ...sources, kinds, pace: PACE, signal: stop.signal, ...more }));
  return { ...world, done };
}
const unavailable = () => Promise.reject(refusal('UNAVAILABLE'));

describe('a phone that cannot be read', () => {
  it('makes the account DEGRADED, and its changes since the last answer are found after a gap', async () => {
    const { pass, replies, seen, events, askedFor } = watching({ users: () => [7, 8], kinds: ['CALL'] });
    await pass(0);
    replies.calls = (user) => (user === 7 ? unavailable() : []);
    await pass(400);
    expect(seen()).toEqual(['UP', 'DEGRADED']);
    replies.calls = (user) => (user === 7 ? [phoneCall()] : []);
    await pass(200);
    expect(events.find(({ kind }) => kind === 'GAP')).toMatchObject({
      ...{ account: 'dialler', from: timeAt(0), to: timeAt(600) },
      reason: 'The vendor did not answer; calls that started and ended meanwhile were not seen',
    });
    expect(seen()).toEqual(['UP', 'gap from 0', 'STARTED 7/1', 'CONNECTED 7/1']);
    expect(askedFor('calls of 7')).toEqual([0, 400, 600]);
  });

  it('is read again after pauses that double up to the longest, and others at their own pace', async () => {
    const { pass, replies, askedFor } = watching({ users: () => [7, 8], kinds: ['CALL'] });
    replies.calls = (user) => (user === 7 ? unavailable() : []);
    await pass(2_300);
    expect(askedFor('calls of 7')).toEqual([0, 200, 600, 1_400, 2_200]);
    expect(askedFor('calls of 8')).toEqual([0, 400, 1_200, 2_200]);
  });

  it('is logged with its user, and its calls stay as they were', async () => {
    const { pass, replies, seen, warnings } = watching({ kinds: ['CALL'], calls: () => [phoneCall()] });
    await pass(0);
    replies.calls = unavailable;
    await pass(100);
    expect(warnings).toEqual([
      [{ account: 'dialler', code: 'UNAVAILABLE', user: 7 }, 'Polling continues after a failure: Refused'],
    ]);
    replies.calls = () => [phoneCall()];
    await pass(200);
    expect(seen()).toEqual(['UP', 'DEGRADED', 'UP', 'gap from 0']);
  });

  it('is polled at the usual pace after a refusal of another kind than a rate limit', async () => {
    const { pass, replies, askedFor } = watching({ kinds: ['CALL'], calls: unavailable });
    await pass(0);
    replies.calls = () => [phoneCall()];
    await pass(300);
    expect(askedFor('calls of 7')).toEqual([0, 200, 300]);
  });

  it('is polled faster again ten minutes after a refusal because of a rate limit', async () => {
    const pace = { ...PACE, busy: 60_000, failed: [60_000, 60_000] as const, lists: 10_000_000 };
    const { pass, replies, askedFor } = watching({ kinds: ['CALL'] }, { pace });
    replies.calls = () => Promise.reject(refusal('RATE_LIMITED'));
    await pass(0);
    replies.calls = () => [phoneCall()];
    await pass(840_000);
    expect(askedFor('calls of 7').slice(-4)).toEqual([540_000, 660_000, 780_000, 840_000]);
  });
});

describe('lists that cannot be read', () => {
  it('make the account DOWN where nothing else was read, and are read again after a pause', async () => {
    const { pass, replies, seen, askedFor, warnings } = watching({ kinds: ['CALL'] });
    replies.users = () => {
      throw refusal('UNAVAILABLE');
    };
    await pass(200);
    expect([seen(), askedFor('users'), warnings[0]?.[0]]).toEqual([
      ['DOWN'],
      [0, 200],
      { account: 'dialler', code: 'UNAVAILABLE', user: undefined },
    ]);
    replies.users = () => [7];
    await pass(400);
    expect([seen(), askedFor('users'), askedFor('calls of 7')]).toEqual([['UP', 'gap from 0'], [0, 200, 600], [600]]);
  });

  it('leave the phones at their pace', async () => {
    const { pass, replies, seen, askedFor } = watching({ kinds: ['CALL', 'CAMPAIGN'], calls: () => [phoneCall()] });
    await pass(0);
    replies.campaigns = unavailable;
    await pass(PACE.lists);
    expect(seen()).toEqual(['UP', 'DEGRADED']);
    expect(askedFor('calls of 7').at(-1)).toBe(PACE.lists);
  });
});

describe('other kinds that are wanted', () => {
  it('are read at once, and the interval of the lists begins anew', async () => {
    const { pass, kinds, asked, looked, settle } = watching({ kinds: ['CAMPAIGN'] });
    await pass(1_000);
    kinds.become(['CAMPAIGN', 'CALL']);
    await settle();
    expect(asked.slice(1)).toEqual([
      ['users', 1_000],
      ['campaigns', 1_000],
      ['calls of 7', 1_000],
    ]);
    expect(looked).toEqual([['CAMPAIGN'], ['CAMPAIGN', 'CALL']]);
    await pass(PACE.lists - 1);
    expect(asked.filter(([name]) => name === 'users')).toHaveLength(1);
    await pass(1);
    expect(asked.filter(([name]) => name === 'users')).toHaveLength(2);
  });

  it('are read at once also in the first moment of the process', async () => {
    const { settle, kinds, asked } = watching({ kinds: ['AGENT'] });
    await settle();
    kinds.become(['AGENT', 'CALL']);
    await settle();
    expect(asked).toEqual([
      ['users', 0],
      ['calls of 7', 0],
      ['users', 0],
      ['calls of 7', 0],
    ]);
  });

  it('are read by the next look where they became wanted during one, which was not of them', async () => {
    const { pass, kinds, looked, replies, askedFor } = watching({ kinds: ['CAMPAIGN'] });
    await pass(0);
    replies.campaigns = () => {
      if (looked.length === 1) kinds.become(['CAMPAIGN', 'CALL']);
      return [];
    };
    await pass(PACE.lists + 20);
    expect(askedFor('users')).toEqual([PACE.lists + 10]);
    expect(looked.slice(0, 3)).toEqual([['CAMPAIGN'], ['CAMPAIGN'], ['CAMPAIGN', 'CALL']]);
  });

  it('leave no phone read where neither calls nor agents are wanted any more', async () => {
    const { pass, kinds, askedFor, seen, replies } = watching({ calls: () => [phoneCall()] });
    await pass(0);
    kinds.become(['CAMPAIGN']);
    await pass(2_000);
    expect(askedFor('calls of 7')).toEqual([0]);
    replies.campaigns = unavailable;
    await pass(2_000);
    expect(seen()).toEqual(['UP', 'DOWN']);
  });

  it('have no event of a campaign that changed while campaigns were not wanted', async () => {
    const { pass, kinds, replies, seen } = watching({ campaigns: () => [{ nativeId: '5', name: 'A' }] });
    await pass(0);
    kinds.become(['CALL']);
    await pass(10);
    replies.campaigns = () => [{ nativeId: '5', name: 'B' }];
    kinds.become(['CALL', 'CAMPAIGN']);
    await pass(PACE.lists);
    expect(seen()).toEqual(['UP']);
  });
});

describe('calls that are wanted again', () => {
  /** A watch of calls, with a call that the log has by then, and that becomes a watch of others. */
  async function without(kinds: readonly ('AGENT' | 'CAMPAIGN')[], before: readonly CallRecord[] = []) {
    let inLog = before;
    const world = watching({ kinds: ['CALL', ...kinds] }, { logged: async () => inLog });
    await world.pass(0);
    world.replies.calls = () => [phoneCall()];
    await world.pass(400);
    inLog = [phoneCall()];
    world.kinds.become([...kinds]);
    await world.pass(150);
    world.seen();
    const again = (logged = inLog) => {
      inLog = logged;
      world.kinds.become(['CALL', ...kinds]);
    };
    return { ...world, again };
  }

  it.each([[['AGENT'] as const], [['CAMPAIGN'] as const]])(
    'beside %j have the end of one that ended meanwhile, at an unknown time, once',
    async (kinds) => {
      const { pass, replies, seen, again } = await without(kinds);
      replies.calls = () => [];
      await pass(2_000);
      again();
      await pass(0);
      expect(seen().filter((event) => !event.startsWith('7 is'))).toEqual(['ENDED 7/1 late']);
      await pass(2_000);
      expect(seen()).toEqual([]);
    },
  );

  it('have no event of one whose end the log has by then', async () => {
    const { pass, replies, seen, again } = await without(['CAMPAIGN'], [phoneCall()]);
    replies.calls = () => [];
    again([phoneCall('ENDED')]);
    await pass(2_000);
    expect(seen()).toEqual([]);
  });

  it('are read at once beside agents, with no event of those that are as the log has them', async () => {
    const { pass, clock, askedFor, seen, again, replies } = await without(['AGENT']);
    replies.calls = () => [];
    await pass(2_000);
    replies.calls = () => [phoneCall()];
    const wanted = clock.now;
    again();
    await pass(0);
    expect(askedFor('calls of 7').at(-1)).toBe(wanted);
    expect(seen().filter((event) => !event.startsWith('7 is'))).toEqual([]);
    replies.calls = () => [phoneCall('HELD')];
    await pass(100);
    expect(seen()).toEqual(['HELD 7/1']);
  });

  it('keep the presence of agents reported', async () => {
    const { pass, replies, seen, again } = await without(['AGENT']);
    replies.calls = () => [phoneCall('WRAP_UP')];
    again();
    await pass(0);
    expect(seen()).toEqual(['WRAP_UP 7/1 late', '7 is WRAP_UP']);
  });
});

describe('the end of a watch', () => {
  it('comes with its signal, after which nothing is read and no change of kinds matters', async () => {
    const world = unitWatch();
    const forget = vi.fn();
    vi.spyOn(world.kinds, 'onChange').mockReturnValue(forget);
    const { sources, kinds, stop, pass, asked } = world;
    const done = world.collect(watchAccount({ ...sources, kinds, pace: PACE, signal: stop.signal }));
    await pass(0);
    expect(forget).not.toHaveBeenCalled();
    stop.abort();
    await done;
    expect(forget).toHaveBeenCalledOnce();
    const before = asked.length;
    await pass(10_000);
    expect(asked).toHaveLength(before);
  });

  it('during a read has no event, and the read is no failure', async () => {
    const { stop, done, seen, warnings, settle } = watching({
      calls: (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    await settle();
    stop.abort();
    await done;
    expect([seen(), warnings]).toEqual([[], []]);
  });

  it('ends the wait for the next look, and none that is over by then', async () => {
    const { stop, pass, done } = watching({ calls: () => [phoneCall()] });
    await pass(1_000);
    const abort = vi.spyOn(AbortController.prototype, 'abort');
    stop.abort();
    await done;
    expect(abort, 'the signal of the test and that of the wait').toHaveBeenCalledTimes(2);
  });
});
