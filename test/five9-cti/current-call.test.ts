/** When an act is sent whose operation reaches "the current call" (guide, CALL), and what confirms that it reached the named one. */
import { describe, expect, it } from 'vitest';
import { actOnCurrent, type CurrentAct, otherActiveCalls } from '../../src/adapters/five9-cti/acts/current-call.ts';
import type { DeskStatus } from '../../src/adapters/five9-cti/quirks.ts';
import { logged, refusal, refused, talkingTo, unitDesks } from './unit-desks.ts';

type Choices = NonNullable<Parameters<typeof unitDesks>[0]>;

/** A desk with this status, and an act that it is sent. */
function acting(status: DeskStatus, choices: Choices = {}) {
  const world = unitDesks(choices);
  world.show(status);
  const act = (id: string, more: Partial<CurrentAct<unknown>> = {}) => {
    const send = () => world.desk.client.send('sendDTMF', { digit: '1' }, {});
    return actOnCurrent(world.desks, `ann/${id}`, { effect: 'changes', send, ...more }, {});
  };
  /** The end of the message with which the act was refused; null where it was sent. */
  const why = async (id: string, more: Partial<CurrentAct<unknown>> = {}) => {
    const before = world.sent().length;
    const end = await refused(act(id, more));
    expect(world.sent().length - before, 'sent unless refused').toBe(end ? 0 : 1);
    return end;
  };
  return { ...world, act, why };
}

const impossible = (message: string) => ({ code: 'FAILED_PRECONDITION', message });
const ENDED = impossible('The call has ended');
const PARTY = impossible('The call is a party of a conference');
const PARKED = impossible('The call is parked; unpark it first');
const CONSULTING = impossible(
  "A consultation of this call is in progress, and the vendor's operation may reach it instead; complete or cancel it, then retry",
);
const several = (count: number) =>
  impossible(
    `This desk has ${count} active calls, and the vendor's operation reaches one that it does not name; end or park the other call, or end its consultation, then retry`,
  );

describe('an act on a call that is not active', () => {
  it('is refused with what is known of the call', async () => {
    const { desk, why } = acting(talkingTo('A'));
    desk.parties.set('P', 'A');
    desk.calls.restore('E', logged('E', 'CONNECTED'));
    desk.parked.set('K', logged('K', 'PARKED'));
    expect(await why('P')).toEqual(PARTY);
    expect(await why('E')).toEqual(ENDED);
    expect(await why('K')).toEqual(PARKED);
    expect(await why('X')).toEqual({ code: 'NOT_FOUND', message: "The call is not on this agent's line" });
    expect(await why('A')).toBeNull();
  });

  it('is refused for a parked call that the status lists', async () => {
    const { desk, why } = acting(talkingTo('A'), { readings: { 'parked-calls': 'in-status' } });
    desk.parked.set('A', logged('A', 'PARKED'));
    expect(await why('A')).toEqual(PARKED);
    desk.parked.clear();
    desk.calls.restore('A', logged('A', 'PARKED'));
    expect(await why('A'), 'no event would report that it is retrieved').toBeNull();
    desk.listening = true;
    expect(await why('A')).toEqual(PARKED);
  });

  it('forgets what acts noted of calls that the status shows elsewhere', async () => {
    const { desk, why } = acting(talkingTo('A'));
    desk.parked.set('A', logged('A', 'PARKED'));
    desk.consulting.add('B');
    expect(await why('A')).toBeNull();
    expect([desk.parked.size, desk.consulting.size]).toEqual([0, 0]);
  });
});

describe('an act on one of several active calls', () => {
  it('is refused with their number, unless its operation names the call', async () => {
    const { why } = acting(talkingTo('A', 'B', 'C'));
    expect(await why('A')).toEqual(several(3));
    expect(await why('A', { consultation: true })).toEqual(several(3));
    expect(await why('A', { named: true, effect: 'adds' })).toBeNull();
  });

  it('does not count the parties of its conference, but those of another one', async () => {
    const { desk, why } = acting(talkingTo('A', 'P', 'Q'));
    desk.parties.set('P', 'A').set('Q', 'A');
    expect(await why('A')).toBeNull();
    expect(await why('P')).toEqual(several(3));
  });

  it('does not count parked calls, as long as events would report that one is retrieved', () => {
    const others = (reading: string, listening: boolean) => {
      const { desk } = acting(talkingTo('A', 'B'), { readings: { 'parked-calls': reading } });
      desk.listening = listening;
      desk.parked.set('B', logged('B', 'PARKED'));
      return otherActiveCalls(desk, 'A', talkingTo('A', 'B')).length;
    };
    expect([others('in-status', true), others('in-status', false), others('not-in-status', true)]).toEqual([0, 1, 1]);
  });
});

describe('an act during a consultation of its call', () => {
  it('is refused unless it ends the consultation or names the call', async () => {
    const { desk, why } = acting(talkingTo('A'));
    desk.consulting.add('A');
    expect(await why('A')).toEqual(CONSULTING);
    expect(await why('A', { named: true })).toBeNull();
    expect(await why('A', { consultation: true })).toBeNull();
  });

  it.each<[string, readonly object[], readonly string[], number | null]>([
    ['a marked consultation', [{ callSessionId: 'A' }, { callSessionId: 'C', consult: true }], [], null],
    [
      'two marked ones',
      [{ callSessionId: 'A' }, { callSessionId: 'C', consult: true }, { callSessionId: 'D', consult: true }],
      [],
      null,
    ],
    [
      'a marked one and another call',
      [{ callSessionId: 'A' }, { callSessionId: 'C', consult: true }, { callSessionId: 'D' }],
      ['A'],
      3,
    ],
    [
      'an unmarked call while the only consultation is its',
      [{ callSessionId: 'A' }, { callSessionId: 'C' }],
      ['A'],
      null,
    ],
    ['an unmarked call without a consultation', [{ callSessionId: 'A' }, { callSessionId: 'C' }], [], 2],
    [
      'an unmarked call while another one is consulted too',
      [{ callSessionId: 'A' }, { callSessionId: 'C' }],
      ['A', 'C'],
      2,
    ],
    ['an unmarked call whose consultation it is', [{ callSessionId: 'A' }, { callSessionId: 'C' }], ['C'], 2],
    ['a call that is marked as none', [{ callSessionId: 'A' }, { callSessionId: 'C', consult: false }], ['A'], 2],
    [
      'a call while the named one is a consultation',
      [
        { callSessionId: 'A', consult: true },
        { callSessionId: 'C', consult: true },
      ],
      ['A'],
      2,
    ],
  ])('that ends it beside %s', async (_title, calls, consulting, refusedOf) => {
    const { desk, why } = acting(talkingTo(...calls));
    for (const id of consulting) desk.consulting.add(id);
    expect(await why('A', { consultation: true })).toEqual(refusedOf ? several(refusedOf) : null);
  });
});

describe('an act that was sent', () => {
  const unknown = 'Another call arrived while the act was sent and may have been reached instead; read the calls';

  /** The code of an act after which the desk shows this, its event having come or not. */
  async function after(effect: 'ends' | 'changes' | 'adds', status: DeskStatus | null, known?: string) {
    const { desk, act, replies, asked } = acting(talkingTo('A'));
    const send = async () => {
      replies.getStatus = () => {
        if (!status) throw refusal('UNAVAILABLE');
        return status;
      };
      if (known) desk.calls.step(known, 'CONNECTED', desk.blank(known));
    };
    const end = await refused(act('A', { effect, send }));
    if (end) expect(end.message).toBe(unknown);
    return [end?.code ?? null, asked.length];
  }

  it('changed the call where no other one came', async () => {
    expect(await after('changes', talkingTo('A'))).toEqual([null, 2]);
    expect(await after('changes', talkingTo())).toEqual([null, 2]);
    expect(await after('changes', talkingTo('A', 'B'))).toEqual(['OUTCOME_UNKNOWN', 2]);
    expect(await after('changes', talkingTo('A'), 'B')).toEqual(['OUTCOME_UNKNOWN', 2]);
    expect(await after('changes', null), 'the status cannot be read').toEqual([null, 2]);
    expect(await after('changes', null, 'B')).toEqual(['OUTCOME_UNKNOWN', 2]);
  });

  it('ended none of the calls that are on the line afterwards', async () => {
    expect(await after('ends', talkingTo('B'))).toEqual([null, 2]);
    expect(await after('ends', talkingTo('B'), 'B')).toEqual([null, 2]);
    expect(await after('ends', { ...talkingTo('B'), callConnected: false })).toEqual([null, 2]);
    expect(await after('ends', { ...talkingTo('B'), onCall: false })).toEqual([null, 2]);
    expect(await after('ends', { ...talkingTo('B'), onCall: false, callConnected: false })).toEqual([
      ...['OUTCOME_UNKNOWN', 2],
    ]);
    expect(await after('ends', talkingTo('A'), 'B')).toEqual(['OUTCOME_UNKNOWN', 2]);
    expect(await after('ends', null, 'B')).toEqual(['OUTCOME_UNKNOWN', 2]);
  });

  it('that may add a call is not looked at again', async () => {
    expect(await after('adds', talkingTo('A', 'B'), 'B')).toEqual([null, 1]);
  });

  it('answers the call that it named, and leaves the status for the read of the payload', async () => {
    const { desk, act, asked } = acting(talkingTo({ callSessionId: 'A', number: '5' }));
    expect(await act('A')).toEqual({ desk, id: 'A', info: { callSessionId: 'A', number: '5' } });
    expect(await desk.statusAfterAct({})).toMatchObject({ callConnected: true });
    expect(asked.map(({ operation }) => operation)).toEqual(['getStatus', 'sendDTMF', 'getStatus']);
  });

  it('looks again after what it read to prepare, and sends nothing where that takes the call away', async () => {
    const { act, replies, operations } = acting(talkingTo('A'));
    const sent: unknown[] = [];
    const send = async (_target: unknown, prepared: unknown) => sent.push(prepared);
    await act('A', { prepare: async ({ info }) => info.callSessionId, send });
    expect([sent, operations().length]).toEqual([['A'], 3]);
    const prepare = async () => {
      replies.getStatus = () => talkingTo('B');
    };
    expect(await refused(act('A', { prepare, send }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(sent.length).toBe(1);
  });

  it('is refused by its rule, which sees the status', async () => {
    const { act, sent } = acting(talkingTo('A'));
    const refuse = (target: { id: string }, status: DeskStatus) => {
      if (status.callConnected) throw refusal('PERMISSION_DENIED', target.id);
    };
    await expect(act('A', { refuse })).rejects.toMatchObject({ code: 'PERMISSION_DENIED', operation: 'A' });
    expect(sent()).toEqual([]);
  });
});

describe('an act whose effect an event reports', () => {
  /** What is asked for by an act that is to bring the call A on hold, with what happens while it is sent. */
  async function holding(
    during: (world: ReturnType<typeof acting>) => void,
    listening = true,
    state: 'HELD' | 'CONNECTED' = 'CONNECTED',
  ) {
    const world = acting(talkingTo('A'));
    const { desk, act, operations } = world;
    desk.calls.step('A', state, desk.blank('A'));
    desk.listening = listening;
    const end = await refused(act('A', { reports: 'HELD', send: async () => during(world) }));
    return [end?.code ?? null, operations().length];
  }

  it('is confirmed by the event of the call, without a second status', async () => {
    expect(await holding(({ desk }) => desk.settle('A', 'HELD'))).toEqual([null, 1]);
    const { desk, act, operations } = acting(talkingTo('A'));
    desk.listening = true;
    await act('A', { reports: 'HELD', send: async () => desk.settle('A', 'HELD') });
    expect(await desk.statusAfterAct({})).toMatchObject({ onCall: true });
    expect(operations(), 'the status of before fills the payload').toEqual(['getStatus']);
  });

  it('is confirmed by the status where the event is of another call or state, or does not come', async () => {
    expect(await holding(({ desk }) => desk.settle('B', 'HELD'))).toEqual([null, 2]);
    expect(await holding(({ desk }) => desk.settle('A', 'CONNECTED'))).toEqual([null, 2]);
    expect(await holding(({ desk }) => desk.settle('A', 'HELD'), false), 'no events arrive').toEqual([null, 2]);
    expect(await holding(({ desk }) => desk.settle('A', 'HELD'), true, 'HELD'), 'it was on hold').toEqual([null, 2]);
  });

  it('has an unknown outcome where an event reports a further call too', async () => {
    const further = ({ desk, replies }: ReturnType<typeof acting>) => {
      desk.calls.step('B', 'CONNECTED', desk.blank('B'));
      desk.settle('A', 'HELD');
      replies.getStatus = () => talkingTo('A', 'B');
    };
    expect(await holding(further)).toEqual(['OUTCOME_UNKNOWN', 2]);
  });

  it('does not wait for the event once it was refused', async () => {
    const { desk, act } = acting(talkingTo('A'));
    desk.listening = true;
    const send = () => Promise.reject(refusal('UNAVAILABLE'));
    expect(await refused(act('A', { reports: 'HELD', send }))).toMatchObject({ code: 'UNAVAILABLE' });
    const next = desk.reports.expect('A', 'HELD');
    desk.settle('A', 'HELD');
    expect(await next.came()).toBe(true);
  });
});
