import { describe, expect, test } from 'vitest';
import { callEvents } from './events.ts';

describe('durations of a call by its events', () => {
  test('are the stretches between its events', () => {
    const { at, durations } = callEvents();
    at(0, 'STARTED', { state: 'RINGING', startedAt: 0 });
    at(6, 'CONNECTED', { state: 'CONNECTED', connectedAt: 6 });
    at(36, 'HELD', { state: 'HELD' });
    at(46, 'RETRIEVED', { state: 'CONNECTED' });
    at(66, 'WRAP_UP', { state: 'WRAP_UP' });
    at(80, 'ENDED', { state: 'ENDED', endedAt: 80 });
    expect(durations(90)).toMatchObject({
      ring: { seconds: 6, basis: 'MEASURED' },
      talk: { seconds: 50, basis: 'MEASURED' },
      hold: { seconds: 10, basis: 'MEASURED' },
      wrapUp: { seconds: 14, basis: 'MEASURED' },
      handle: { seconds: 74, basis: 'MEASURED' },
    });
  });

  test('grow while the call continues', () => {
    const { at, durations } = callEvents();
    at(0, 'STARTED', { state: 'RINGING', startedAt: 0 });
    at(5, 'CONNECTED', { state: 'CONNECTED', connectedAt: 5 });
    expect(durations(25).talk).toEqual({ seconds: 20, basis: 'MEASURED' });
  });

  test('are unknown as far as the call began before its account was listened to', () => {
    const { at, durations } = callEvents();
    at(10, 'HELD', { state: 'HELD' });
    at(20, 'RETRIEVED', { state: 'CONNECTED' });
    at(30, 'WRAP_UP', { state: 'WRAP_UP' });
    at(35, 'ENDED', { state: 'ENDED', endedAt: 35 });
    const unknown = { seconds: null, basis: 'UNKNOWN' };
    expect(durations(40)).toMatchObject({ ring: unknown, talk: unknown, hold: unknown, handle: unknown });
    expect(durations(40).wrapUp).toEqual({ seconds: 5, basis: 'MEASURED' });
  });

  test('a call that is first seen as it is answered has a known talk and an unknown ring', () => {
    const { at, durations } = callEvents();
    at(10, 'CONNECTED', { state: 'CONNECTED', connectedAt: 10 });
    expect(durations(15)).toMatchObject({ ring: { basis: 'UNKNOWN' }, talk: { seconds: 5, basis: 'MEASURED' } });
  });

  test('a call that a look finds has no invented beginning', () => {
    const { at, durations } = callEvents();
    at(10, 'STARTED', { state: 'RINGING', startedAt: null }, { late: true });
    at(10, 'CONNECTED', { state: 'CONNECTED', connectedAt: null }, { late: true });
    expect(durations(30)).toMatchObject({ ring: { basis: 'UNKNOWN' }, talk: { basis: 'UNKNOWN' } });
  });

  test('a call whose beginning is reported without its time has no invented ring', () => {
    const { at, durations } = callEvents();
    at(10, 'STARTED', { state: 'CONNECTED', startedAt: null });
    at(30, 'WRAP_UP', { state: 'WRAP_UP' });
    at(36, 'ENDED', { state: 'ENDED', endedAt: 36 });
    const unknown = { seconds: null, basis: 'UNKNOWN' };
    expect(durations(40)).toMatchObject({ ring: unknown, talk: unknown, wrapUp: { seconds: 6, basis: 'MEASURED' } });
  });

  test('are unknown for what a gap lies in, and known for what follows it', () => {
    const { at, gap, durations } = callEvents();
    at(0, 'STARTED', { state: 'RINGING', startedAt: 0 });
    at(5, 'CONNECTED', { state: 'CONNECTED', connectedAt: 5 });
    gap(10, 40);
    expect(durations(41).talk.basis).toBe('UNKNOWN');
    at(50, 'WRAP_UP', { state: 'WRAP_UP' });
    at(51, 'ENDED', { state: 'ENDED', endedAt: 51 });
    expect(durations(60)).toMatchObject({ ring: { seconds: 5 }, talk: { seconds: null }, hold: { seconds: null } });
  });

  test('the vendor’s own values win and say so', () => {
    const { at, durations } = callEvents();
    at(0, 'STARTED', { state: 'RINGING', startedAt: 0 });
    at(5, 'CONNECTED', { state: 'CONNECTED', connectedAt: 5 });
    at(20, 'WRAP_UP', { state: 'WRAP_UP' });
    const vendorDurations = { talkSeconds: 16, wrapUpSeconds: 9, handleSeconds: 30 };
    at(30, 'ENDED', { state: 'ENDED', endedAt: 30, vendorDurations });
    expect(durations(40)).toMatchObject({
      ring: { seconds: 5, basis: 'MEASURED' },
      talk: { seconds: 16, basis: 'VENDOR' },
      wrapUp: { seconds: 9, basis: 'VENDOR' },
      handle: { seconds: 30, basis: 'VENDOR' },
    });
  });
});
