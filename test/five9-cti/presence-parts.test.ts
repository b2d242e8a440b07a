/** The presence of one agent by the session, the readiness and the calls, without a service. */
import { describe, expect, it } from 'vitest';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { isOfSession, PresenceTracker } from '../../src/adapters/five9-cti/events/presence.ts';
import type { DeskStatus } from '../../src/adapters/five9-cti/quirks.ts';
import { START, talkingTo, unitDesks } from './unit-desks.ts';

const [AT, LATER] = [new Date(START), new Date(START + 60_000)];
const IDLE: DeskStatus = { loggedIn: true, ready: true };
const OUT: DeskStatus = { loggedIn: false };

function tracking() {
  const { desk } = unitDesks();
  const tracker = new PresenceTracker(desk);
  const note = (_type: string, more: object = {}, status?: DeskStatus) =>
    tracker.note({ _type, ...more } as DeskEvent, status);
  const become = (status: DeskStatus) => tracker.observe(status, AT)?.presence;
  return { desk, tracker, note, become };
}

describe('the presence that statuses show', () => {
  it('is no change at first, and dated once it changes at a known time', () => {
    const { desk, tracker } = tracking();
    expect([tracker.observe(IDLE, AT), desk.doing]).toEqual([null, null]);
    expect(tracker.observe(IDLE, LATER), 'the same one').toBeNull();
    expect(tracker.observe(talkingTo('A'), LATER)).toEqual({
      ...{ type: 'PRESENCE_CHANGED', presence: 'ON_CALL', reasonCode: null },
    });
    const dated = { presence: 'ON_CALL', since: LATER.toISOString() };
    expect(desk.doing).toEqual(dated);
    expect([tracker.observe(talkingTo('A'), new Date(START + 90_000)), desk.doing]).toEqual([null, dated]);
  });

  it('has no date once it was seen again after an unknown time', () => {
    const { desk, tracker } = tracking();
    tracker.observe(IDLE, AT);
    tracker.observe(talkingTo('A'), AT);
    expect([tracker.observe(talkingTo('A'), null), desk.doing]).toEqual([null, null]);
    expect([tracker.observe(IDLE, null)?.presence, desk.doing]).toEqual(['READY', null]);
  });

  it('is a log-out or a log-in where it becomes or was LOGGED_OUT', () => {
    const { tracker } = tracking();
    tracker.observe(IDLE, AT);
    const types = [OUT, { loggedIn: true, ready: false }, IDLE].map((status) => tracker.observe(status, AT)?.type);
    expect(types).toEqual(['LOGGED_OUT', 'LOGGED_IN', 'PRESENCE_CHANGED']);
    expect(tracker.observe({}, AT)?.type).toBe('LOGGED_OUT');
  });
});

describe('an event of the session', () => {
  it('is one that may change it', () => {
    const names = ['readyStateChanged', 'loginProcessFinished', 'logoutProcessFinished', 'bridgeForcedLogout'];
    for (const _type of [...names, 'forceSelfLogout']) expect(isOfSession({ _type } as DeskEvent), _type).toBe(true);
    for (const _type of ['updateStatus', 'callEnded', 'loginProcessStarted'])
      expect(isOfSession({ _type } as DeskEvent), _type).toBe(false);
  });

  it('shows as presence alone, but for a log-in and for a log-out by a log-in elsewhere', () => {
    const { note } = tracking();
    const shown = ['readyStateChanged', 'logoutProcessFinished', 'bridgeForcedLogout'].map((name) => note(name));
    const passed = ['loginProcessFinished', 'forceSelfLogout', 'callEnded'].map((name) => note(name));
    expect([shown, passed]).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
  });

  it('logs the agent in with the readiness of the status, and out for each way of it', () => {
    for (const name of ['logoutProcessFinished', 'bridgeForcedLogout', 'forceSelfLogout']) {
      const { tracker, note, become } = tracking();
      become(IDLE);
      note(name);
      expect(tracker.derive(AT), name).toMatchObject({ type: 'LOGGED_OUT', presence: 'LOGGED_OUT' });
      note('loginProcessFinished', { successfull: false }, IDLE);
      expect(tracker.derive(AT), 'the log-in failed').toBeNull();
      note('loginProcessFinished', { successfull: true }, IDLE);
      expect(tracker.derive(AT)).toMatchObject({ type: 'LOGGED_IN', presence: 'READY' });
    }
    const { tracker, note, become } = tracking();
    become(OUT);
    note('loginProcessFinished', { successfull: true });
    expect(tracker.derive(AT), 'not ready until a status says otherwise').toMatchObject({ presence: 'NOT_READY' });
  });

  it('gives the reason why the agent is not ready, for as long as the agent is', () => {
    const { desk, tracker, note, become } = tracking();
    desk.reasonName = (id) => `reason ${id}`;
    become(IDLE);
    note('readyStateChanged', { reasonCodeId: '502' }, IDLE);
    expect(tracker.derive(AT)).toEqual({
      ...{ type: 'PRESENCE_CHANGED', presence: 'NOT_READY', reasonCode: 'reason 502' },
    });
    expect(become(talkingTo('A'))).toBe('ON_CALL');
    note('readyStateChanged', {}, { loggedIn: true, ready: false });
    expect(tracker.derive(AT), 'without a reason').toMatchObject({ presence: 'NOT_READY', reasonCode: null });
    note('readyStateChanged', { reasonCodeId: '502' });
    note('readyStateChanged', { reasonCodeId: '0' }, IDLE);
    expect(tracker.derive(AT)).toMatchObject({ presence: 'READY', reasonCode: null });
    expect(tracker.observe({ ...IDLE, ready: false }, AT)).toMatchObject({ reasonCode: null });
  });

  it('keeps the reason while statuses show the agent as not ready, and loses it at a log-out', () => {
    const { tracker, note, become } = tracking();
    const away = { loggedIn: true, ready: false };
    become(IDLE);
    note('readyStateChanged', { reasonCodeId: '502' });
    expect(tracker.observe(away, AT)).toMatchObject({ presence: 'NOT_READY', reasonCode: '502' });
    expect(tracker.observe({ ...talkingTo('A'), ready: false }, AT)).toMatchObject({ reasonCode: null });
    expect(tracker.observe(away, AT)).toMatchObject({ reasonCode: '502' });
    note('logoutProcessFinished');
    expect(tracker.observe(away, AT)).toBeNull();
    expect(become(IDLE)).toBe('READY');
    expect(tracker.observe(away, AT)).toMatchObject({ reasonCode: null });
  });

  it('without a reason changes nothing while no status shows the agent as logged in', () => {
    const { tracker, note, become } = tracking();
    become(IDLE);
    note('readyStateChanged', {}, { loggedIn: false, ready: false });
    note('readyStateChanged', { reasonCodeId: '0' });
    expect(tracker.derive(AT)).toBeNull();
    expect(become({ ...IDLE, ready: false })).toBe('NOT_READY');
  });
});

describe('the presence that events lead to', () => {
  it('is unknown before the session is, and while an agent who just logged in has no call', () => {
    const { desk, tracker, note, become } = tracking();
    desk.calls.step('A', 'STARTED', desk.blank('A'));
    expect(tracker.derive(AT)).toBeNull();
    become({ loggedIn: true });
    expect(tracker.derive(AT)).toMatchObject({ presence: 'RINGING' });
    desk.calls.step('A', 'ENDED', desk.blank('A'));
    expect(tracker.derive(AT), 'readiness is not known').toBeNull();
    note('readyStateChanged', { reasonCodeId: '502' });
    expect(tracker.derive(AT)).toMatchObject({ presence: 'NOT_READY' });
  });

  it('is that of the calls which are not parked, at the time of the event', () => {
    const { desk, tracker, become } = tracking();
    become(IDLE);
    const step = (id: string, name: Parameters<typeof desk.calls.step>[1]) => {
      desk.calls.step(id, name, desk.blank(id));
      return tracker.derive(LATER)?.presence ?? null;
    };
    const seen = [step('A', 'STARTED'), step('A', 'HELD'), step('A', 'PARKED'), step('B', 'TRANSFERRING')];
    expect(seen).toEqual(['RINGING', 'ON_CALL', 'READY', 'ON_CALL']);
    expect([step('B', 'CONFERENCED'), step('C', 'WRAP_UP'), step('B', 'ENDED')]).toEqual([null, null, 'WRAP_UP']);
    expect(desk.doing).toEqual({ presence: 'WRAP_UP', since: LATER.toISOString() });
    expect([step('D', 'STARTED'), step('D', 'ENDED'), step('C', 'ENDED')]).toEqual(['RINGING', 'WRAP_UP', 'READY']);
  });
});
