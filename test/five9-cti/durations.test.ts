import { expect, test } from 'vitest';
import { vendorDurations } from '../../src/adapters/five9-cti/events/durations.ts';

const START = '2026-03-02T10:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1_000);
const finished = (handle: string, length: string, wrapUp: string) => ({
  ...({ _type: 'callFinished', callSessionId: 'a', callStarted: null } as const),
  ...{ callHandleTime: handle, callLength: length, callWrapupTime: wrapUp },
});

test.each([
  ['milliseconds', finished('100000', '80000', '15000')],
  ['seconds', finished('100', '80', '15')],
])('durations of a finished call in %s are understood by the time that went by', (_, event) => {
  expect(vendorDurations(event, START, after(101))).toEqual({ handleSeconds: 100, talkSeconds: 80, wrapUpSeconds: 15 });
});

test('durations longer than the call itself are not taken', () => {
  expect(vendorDurations(finished('900000000', '1', '1'), START, after(101))).toBeNull();
});

test('durations of a call whose beginning is unknown are not taken, since their unit is', () => {
  expect(vendorDurations(finished('100', '80', '15'), null, after(101))).toBeNull();
});

test('durations that the service leaves out are null', () => {
  const event = { ...finished('100', '80', '15'), callWrapupTime: null };
  expect(vendorDurations(event, START, after(101))).toMatchObject({ handleSeconds: 100, wrapUpSeconds: null });
});

test('durations of a call under a second are not taken, those of one of a second are', () => {
  const event = finished('1', '1', '0');
  expect(vendorDurations(event, START, after(0.999))).toBeNull();
  expect(vendorDurations(event, START, after(1))).toEqual({ handleSeconds: 1, talkSeconds: 1, wrapUpSeconds: 0 });
});

test('durations that are all zero show no unit and are not taken', () => {
  expect(vendorDurations(finished('0', '0', '0'), START, after(100))).toBeNull();
  expect(vendorDurations({ ...finished('', '', ''), callLength: null }, START, after(100))).toBeNull();
});

test('durations may be five seconds longer than the time that went by, in either unit', () => {
  const handled = (value: string) => vendorDurations(finished(value, '0', '0'), START, after(100))?.handleSeconds;
  expect([handled('105'), handled('106')]).toEqual([105, 0.106]);
  expect([handled('105000'), handled('105001')]).toEqual([105, undefined]);
});

test('durations that are negative or no numbers are null beside those that are', () => {
  const taken = vendorDurations(finished('-1', '80', 'x'), START, after(100));
  expect(taken).toEqual({ handleSeconds: null, talkSeconds: 80, wrapUpSeconds: null });
});
