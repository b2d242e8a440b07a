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
