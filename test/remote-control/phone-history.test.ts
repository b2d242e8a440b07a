/** Two looks at a phone or at the campaigns, and the events between them. */
import { describe, expect, it } from 'vitest';
import type { CallRecord, CampaignRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { campaignChanges, PhoneHistory, presenceChanges } from '../../src/adapters/remote-control/events/changes.ts';

const STARTED = '2026-03-02T09:00:00Z';
const at = (second: number) => `2026-03-02T09:30:${String(second).padStart(2, '0')}.000Z`;
const look = (second: number) => ({ account: 'dialler', at: at(second) });
const call = (state: CallRecord['state'] = 'CONNECTED', more: Partial<CallRecord> = {}): CallRecord => ({
  ...{ nativeId: '7/1000', state, startedAt: STARTED, agent: { nativeId: '7' } },
  ...more,
});
const typesOf = (events: readonly EventRecord[]) => events.map((event) => 'type' in event && event.type);

/** The events of a further look at a phone that had these calls. */
function between(before: readonly CallRecord[], after: readonly CallRecord[]) {
  const history = new PhoneHistory();
  history.take(look(0), before);
  return history.take(look(1), after);
}

describe('a call that appears on a phone', () => {
  it.each([
    ['RINGING', ['STARTED', 'RINGING']],
    ['CONNECTED', ['STARTED', 'CONNECTED']],
    ['HELD', ['STARTED', 'HELD']],
    ['WRAP_UP', ['STARTED', 'WRAP_UP']],
    ['UNKNOWN', ['STARTED']],
  ] as const)('%s has the events %j', (state, types) => {
    expect(typesOf(between([], [call(state)]))).toEqual(types);
  });

  it('started when the vendor says, and became what it is by the time of the look', () => {
    const events = between([], [call('RINGING')]);
    const facts = { kind: 'CALL', account: 'dialler', subject: '7/1000', receivedAt: at(1), call: call('RINGING') };
    expect(events).toEqual([
      { ...facts, type: 'STARTED', occurredAt: STARTED, fingerprint: '7/1000/STARTED' },
      { ...facts, type: 'RINGING', occurredAt: at(1), fingerprint: '7/1000/RINGING' },
    ]);
  });

  it('started by the time of the look where the vendor does not say when', () => {
    expect(between([], [call('RINGING', { startedAt: null })])[0]?.occurredAt).toBe(at(1));
  });
});

describe('a call that a phone still has', () => {
  it.each([
    ['RINGING', 'CONNECTED', 'CONNECTED'],
    ['CONNECTED', 'HELD', 'HELD'],
    ['HELD', 'CONNECTED', 'RETRIEVED'],
    ['HELD', 'WRAP_UP', 'WRAP_UP'],
    ['WRAP_UP', 'CONNECTED', 'CONNECTED'],
    ['CONNECTED', 'RINGING', 'RINGING'],
    ['CONNECTED', 'UNKNOWN', 'UPDATED'],
  ] as const)('and that was %s and is %s has the event %s', (before, after, type) => {
    expect(typesOf(between([call(before)], [call(after)]))).toEqual([type]);
  });

  it.each([
    { recordingState: 'RECORDING' as const },
    { customerName: 'Ann' },
    { from: '1' },
    { to: '1' },
    { direction: 'INBOUND' as const },
  ])('is UPDATED by %j', (more) => {
    const [event, ...further] = between([call()], [call('CONNECTED', more)]);
    expect(event).toMatchObject({ type: 'UPDATED', call: more, fingerprint: `7/1000/UPDATED/${at(1)}` });
    expect(further).toEqual([]);
  });

  it('unchanged has no event', () => {
    expect(between([call()], [call()])).toEqual([]);
  });

  it('is another event each time it is put on hold', () => {
    const history = new PhoneHistory();
    history.take(look(0), [call()]);
    const states = ['HELD', 'CONNECTED', 'HELD'] as const;
    const events = states.flatMap((state, index) => history.take(look(index + 1), [call(state)]));
    expect(events.map(({ fingerprint }) => fingerprint)).toEqual([
      `7/1000/HELD/${at(1)}`,
      `7/1000/RETRIEVED/${at(2)}`,
      `7/1000/HELD/${at(3)}`,
    ]);
  });
});

const connectionOf = (event: EventRecord | undefined) => event?.kind === 'CALL' && (event.call.connectedAt ?? null);

describe('when a call was connected', () => {
  const connectedAt = (...states: CallRecord['state'][]) => {
    const history = new PhoneHistory();
    history.take(look(0), []);
    const events = states.flatMap((state, index) => history.take(look(index + 1), [call(state)]));
    return connectionOf(events.at(-1));
  };

  it.each([
    [['CONNECTED'], at(1)],
    [['RINGING', 'CONNECTED'], at(2)],
    [['CONNECTED', 'HELD', 'WRAP_UP'], at(1)],
    [['RINGING'], null],
    [['HELD'], null],
    [['HELD', 'CONNECTED'], null],
    [['RINGING', 'HELD'], null],
  ] as const)('after the looks %j is %s', (states, time) => {
    expect(connectedAt(...states)).toBe(time);
  });

  it('is unknown of a call that the first look finds', () => {
    const history = new PhoneHistory([call('RINGING', { nativeId: '7/1001' })]);
    history.take(look(0), [call(), call('CONNECTED', { nativeId: '7/1001' })]);
    const events = history.take(look(1), [call('HELD'), call('HELD', { nativeId: '7/1001' })]);
    expect(events.map(connectionOf)).toEqual([null, null]);
  });
});

describe('a call that a phone no longer has', () => {
  it('has ended by the time of the look, once', () => {
    const ended = call('ENDED', { endedAt: at(1) });
    expect(between([call('WRAP_UP')], [])).toEqual([
      {
        ...{ kind: 'CALL', type: 'ENDED', account: 'dialler', subject: '7/1000', call: ended },
        ...{ occurredAt: at(1), receivedAt: at(1), fingerprint: '7/1000/ENDED' },
      },
    ]);
  });

  it('ends before others appear', () => {
    expect(typesOf(between([call()], [call('RINGING', { nativeId: '7/1001' })]))).toEqual([
      'ENDED',
      'STARTED',
      'RINGING',
    ]);
  });

  /** A phone on which calls with these numbers were and ended, one after the other. */
  function afterCalls(from: number, to: number, logged: readonly CallRecord[] = []) {
    const history = new PhoneHistory(logged);
    history.take(look(0), []);
    for (let number = from; number <= to; number += 1) {
      history.take(look(1), [call('CONNECTED', { nativeId: `7/${number}` })]);
      history.take(look(2), []);
    }
    return (number: number) => typesOf(history.take(look(3), [call('CONNECTED', { nativeId: `7/${number}` })]));
  }

  it('is remembered until twenty others have ended', () => {
    expect(afterCalls(1, 20)(1)).toEqual(['UPDATED']);
    expect(afterCalls(1, 21)(1)).toEqual(['STARTED', 'CONNECTED']);
    expect(afterCalls(1, 21)(2)).toEqual(['UPDATED']);
  });

  it('is remembered where the event log has its end, the twenty last of these', () => {
    const logged = Array.from({ length: 21 }, (_, index) => call('ENDED', { nativeId: `7/${index + 1}` }));
    expect(afterCalls(1, 0, logged)(1)).toEqual(['STARTED', 'CONNECTED']);
    expect(afterCalls(1, 0, logged)(2)).toEqual(['UPDATED']);
    expect(afterCalls(1, 0, logged)(21)).toEqual(['UPDATED']);
  });

  it('and that appears again is as the vendor shows it, with further events of its second life', () => {
    const history = new PhoneHistory();
    for (const [second, calls] of [[], [call()], []].entries()) history.take(look(second), calls);
    expect(history.take(look(3), [call()])).toMatchObject([{ type: 'UPDATED', returned: true, call: call() }]);
    const [onHold] = history.take(look(4), [call('WRAP_UP')]);
    expect(onHold).toMatchObject({ type: 'WRAP_UP', fingerprint: `7/1000/WRAP_UP/${at(3)}` });
    expect(typesOf(history.take(look(5), []))).toEqual(['ENDED']);
    expect(history.take(look(6), [call()])).toMatchObject([{ type: 'UPDATED', returned: true }]);
  });
});

describe('the first look at a phone', () => {
  it('is state', () => {
    expect(new PhoneHistory().take(look(0), [call()])).toEqual([]);
  });

  it('has no event of a call whose end the event log has', () => {
    expect(new PhoneHistory([call('ENDED')]).take(look(0), [])).toEqual([]);
  });

  it('has late events of what became of the calls that the event log has, and none of the others', () => {
    const history = new PhoneHistory([call('CONNECTED'), call('HELD', { nativeId: '7/1001' })]);
    const events = history.take(look(1), [call('HELD'), call('CONNECTED', { nativeId: '7/1002' })]);
    expect(events).toMatchObject([
      { type: 'ENDED', subject: '7/1001', late: true },
      { type: 'HELD', subject: '7/1000', late: true },
    ]);
    const [later, ...further] = history.take(look(2), [call('CONNECTED'), call('CONNECTED', { nativeId: '7/1002' })]);
    expect(later).toMatchObject({ type: 'RETRIEVED', subject: '7/1000' });
    expect(later).not.toHaveProperty('late');
    expect(further).toEqual([]);
  });
});

describe('presence as the calls of a phone show it', () => {
  const change = (before: readonly CallRecord['state'][], after: readonly CallRecord['state'][]) => {
    const calls = (states: readonly CallRecord['state'][]) => states.map((state) => call(state));
    return presenceChanges(look(1), 7, calls(before), calls(after));
  };

  // Guide l. 19: each call of the list is active.
  it.each([
    [['CONNECTED'], 'ON_CALL'],
    [['HELD'], 'ON_CALL'],
    [['UNKNOWN'], 'ON_CALL'],
    [['RINGING'], 'RINGING'],
    [['WRAP_UP'], 'WRAP_UP'],
    [['WRAP_UP', 'RINGING'], 'RINGING'],
    [['RINGING', 'HELD'], 'ON_CALL'],
  ] as const)('%j is %s', (after, presence) => {
    expect(change([], after)).toEqual([
      {
        ...{
          kind: 'AGENT',
          type: 'PRESENCE_CHANGED',
          account: 'dialler',
          subject: 'agent/7',
          agent: { nativeId: '7' },
        },
        ...{ occurredAt: at(1), receivedAt: at(1), fingerprint: `agent/7/${presence}/${at(1)}`, presence },
      },
    ]);
    expect(change(after, after)).toEqual([]);
  });

  it('is unknown after the last call', () => {
    expect(change(['WRAP_UP'], [])).toMatchObject([{ presence: null, fingerprint: `agent/7/none/${at(1)}` }]);
  });
});

describe('two looks at the campaigns', () => {
  const campaign = (more: Partial<CampaignRecord> = {}): CampaignRecord => ({ nativeId: '5', name: 'Spring', ...more });
  const facts = {
    ...{ kind: 'CAMPAIGN', account: 'dialler', subject: 'campaign/5', fingerprint: `campaign/5/${at(1)}` },
    ...{ occurredAt: at(1), receivedAt: at(1) },
  };

  it('have no event of a campaign that is as it was, that is new, or that is gone', () => {
    expect(campaignChanges(look(1), [campaign()], [campaign()])).toEqual([]);
    expect(campaignChanges(look(1), [], [campaign()])).toEqual([]);
    expect(campaignChanges(look(1), [campaign()], [])).toEqual([]);
  });

  it('have UPDATED where only other facts of it differ', () => {
    const after = campaign({ name: 'Summer' });
    expect(campaignChanges(look(1), [campaign()], [after])).toEqual([{ ...facts, type: 'UPDATED', campaign: after }]);
  });

  it.each([
    ['RUNNING', 'NOT_RUNNING'],
    [undefined, 'RUNNING'],
    ['RUNNING', undefined],
  ] as const)('have STATE_CHANGED from %s to %s', (before, state) => {
    const after = campaign({ ...(state && { state }) });
    const earlier = campaign({ ...(before && { state: before }) });
    const states = { state: state ?? null, previousState: before ?? null };
    expect(campaignChanges(look(1), [earlier], [after])).toEqual([
      { ...facts, type: 'STATE_CHANGED', campaign: after, ...states },
    ]);
  });
});
