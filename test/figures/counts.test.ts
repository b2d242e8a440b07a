import { describe, expect, test } from 'vitest';
import { addMeasures, type Measures } from '../../src/figures/cells.ts';
import { meanSeconds, occupancy } from '../../src/figures/ratios.ts';
import { Totals } from '../../src/resolvers/metrics/totals.ts';
import { agentEvent, callEvent, floor, TEN } from './events.ts';

type Floor = ReturnType<typeof floor>;

function totals({ today }: Floor, seconds: number): Measures {
  const sum: Measures = {};
  for (const { measures } of today(seconds)) addMeasures(sum, measures);
  return sum;
}

const QUEUE = { nativeId: '9', name: 'Billing' };
const waiting = (id: string, seconds: number, state: 'QUEUED' | 'ENDED', from = seconds) => {
  const facts = { nativeId: id, callId: id, agent: null, direction: null, queue: QUEUE, state, startedAt: from };
  return callEvent(seconds, state === 'ENDED' ? 'ENDED' : 'STARTED', {
    ...facts,
    ...(state === 'ENDED' && { endedAt: seconds }),
  });
};
const leaving = (id: string, from: number, to: number, leftQueue: 'ROUTED' | 'ABANDONED' | null) => {
  const event = waiting(id, to, 'ENDED', from);
  return event.kind === 'CALL' ? { ...event, call: { ...event.call, leftQueue } } : event;
};
const desk = (id: string, started: number, answered: number | null, ended: number) => {
  const facts = { nativeId: `7/${id}`, callId: id, startedAt: started };
  const connectedAt = answered;
  return [
    callEvent(started, 'STARTED', { ...facts, state: 'RINGING' }),
    ...(answered === null ? [] : [callEvent(answered, 'CONNECTED', { ...facts, connectedAt, state: 'CONNECTED' })]),
    callEvent(ended, 'ENDED', { ...facts, connectedAt, endedAt: ended, state: 'ENDED' }),
  ];
};

describe('counts of conversations', () => {
  test('one that waits and is answered is offered and answered once, with its wait', () => {
    const world = floor();
    world.apply(waiting('a', 0, 'QUEUED'), leaving('a', 0, 12, 'ROUTED'), ...desk('a', 12, 15, 60));
    expect(totals(world, 100)).toMatchObject({
      offered: 1,
      answered: 1,
      wait: 15_000,
      waits: 1,
      queue: 12_000,
      handled: 1,
    });
    expect(totals(world, 100)).not.toHaveProperty('abandoned');
  });

  test('a call that ends in the queue is abandoned, and one with an unknown end is not', () => {
    const world = floor();
    world.apply(waiting('a', 0, 'QUEUED'), leaving('a', 0, 30, 'ABANDONED'));
    world.apply(waiting('b', 0, 'QUEUED'), leaving('b', 0, 30, null));
    expect(totals(world, 100)).toMatchObject({ offered: 2, abandoned: 1, abandonWait: 30_000 });
  });

  test('one that no agent took in time and that waits again is not abandoned', () => {
    const world = floor();
    world.apply(...desk('a', 0, null, 10));
    expect(totals(world, 11)).toMatchObject({ offered: 1, abandoned: 1, rung: 1 });
    world.apply(waiting('a', 10, 'QUEUED'));
    expect(totals(world, 12)).toMatchObject({ offered: 1, rung: 1 });
    expect(totals(world, 12)).not.toHaveProperty('abandoned');
  });

  test('one that an agent transfers into a queue is offered there too, and one transferred to a colleague is not', () => {
    const byTransfer = { byTransfer: true } as const;
    const moved = (id: string, from: number) =>
      desk(id, from, from + 3, from + 60).map((event) =>
        event.kind === 'CALL' ? { ...event, call: { ...event.call, ...byTransfer } } : event,
      );
    const world = floor();
    world.apply(...desk('a', 0, 3, 30), waiting('b', 30, 'QUEUED'), leaving('b', 30, 50, 'ROUTED'), ...moved('b', 50));
    expect(totals(world, 200)).toMatchObject({ offered: 2, answered: 2, queue: 20_000, handled: 2 });
    world.apply(...moved('c', 120));
    expect(totals(world, 200)).toMatchObject({ offered: 2, answered: 2, handled: 3 });
    world.apply(waiting('d', 150, 'QUEUED'), leaving('d', 150, 190, 'ABANDONED'));
    expect(totals(world, 200)).toMatchObject({ offered: 3, answered: 2, abandoned: 1 });
  });

  test('one that began before its account was listened to is neither offered nor answered', () => {
    const world = floor();
    world.apply(callEvent(5, 'HELD', { state: 'HELD' }), callEvent(9, 'ENDED', { state: 'ENDED', endedAt: 9 }));
    expect(totals(world, 100)).toMatchObject({ handled: 1 });
    expect(totals(world, 100)).not.toHaveProperty('offered');
  });

  test('a call that an agent places is attempted and never offered', () => {
    const world = floor();
    const facts = { direction: 'OUTBOUND', startedAt: 0 } as const;
    world.apply(callEvent(0, 'STARTED', { ...facts, state: 'RINGING' }));
    world.apply(callEvent(4, 'CONNECTED', { ...facts, state: 'CONNECTED', connectedAt: 4 }));
    expect(totals(world, 100)).toMatchObject({ attempted: 1, contacted: 1 });
    expect(totals(world, 100)).not.toHaveProperty('offered');
  });

  test('an event that repeats adds nothing', () => {
    const world = floor();
    const events = desk('a', 0, 5, 60);
    world.apply(...events);
    const once = totals(world, 100);
    world.apply(...events.slice(-1));
    expect(totals(world, 100)).toEqual(once);
  });
});

function serviceLevel({ today }: Floor, seconds: number): number | null {
  const sum = new Totals();
  const thresholds = { basis: 'ARGUMENT', of: () => seconds } as const;
  for (const { dimensions, measures } of today(100)) sum.add(dimensions, measures, thresholds);
  return sum.serviceLevel(thresholds).serviceLevel;
}

describe('ratios', () => {
  test('are null where nothing is divided by', () => {
    expect([serviceLevel(floor(), 20), occupancy({}), meanSeconds({}, 'talk')]).toEqual([null, null, null]);
  });

  test('the service level counts answers within the threshold against all that were offered', () => {
    const world = floor();
    world.apply(...desk('a', 0, 20, 60), ...desk('b', 0, 21, 60), ...desk('c', 0, null, 50));
    expect(serviceLevel(world, 20)).toBeCloseTo(1 / 3);
    expect(serviceLevel(world, 21)).toBeCloseTo(2 / 3);
  });

  test('the service level is null where the vendor reports no queues', () => {
    const world = floor({ reportsQueue: false });
    world.apply(...desk('a', 0, 5, 60));
    expect(serviceLevel(world, 20)).toBeNull();
    expect(totals(world, 100)).toMatchObject({ offered: 1, answered: 1 });
  });
});

describe('time of agents', () => {
  test('counts from the first event on, the running stretch included', () => {
    const world = floor();
    world.apply(agentEvent(0, 'READY'), agentEvent(90, 'ON_CALL'), agentEvent(150, 'NOT_READY', 'Lunch'));
    expect(totals(world, 160)).toEqual({
      ...{ loggedIn: 160_000, ready: 90_000, onCall: 60_000, notReady: 10_000, 'reason.Lunch': 10_000 },
    });
    expect(occupancy(totals(world, 160))).toBeCloseTo(60 / 150);
  });

  test('leaves out a gap', () => {
    const world = floor();
    world.apply(agentEvent(0, 'READY'));
    world.gap(30, 50);
    expect(totals(world, 60)).toEqual({ loggedIn: 40_000, ready: 40_000 });
  });

  test('a gap of one desk leaves the others’ time alone', () => {
    const world = floor();
    world.apply(agentEvent(0, 'READY'));
    world.gap(30, 50, 'bob');
    expect(totals(world, 60)).toEqual({ loggedIn: 60_000, ready: 60_000 });
    expect(world.figures.listening.missing('floor')).toMatchObject([{ weight: 1, from: TEN + 30_000 }]);
  });
});
