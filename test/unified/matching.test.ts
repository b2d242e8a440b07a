import { describe, expect, test } from 'vitest';
import type { CallRecord, RecordingRecord } from '../../src/adapters/adapter.ts';
import { bestCall, match } from '../../src/gateway/matching.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { SimulatedCall, SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { chance } from '../../src/simulators/centre/random.ts';
import { ago, call, NOW, recording } from './world.ts';

const START = new Date('2026-03-02T08:00:00Z');
const HOURS = 2;

/** A call of the centre as a telephony vendor reports it. */
function recordOf(of: SimulatedCall, withId: boolean): CallRecord {
  return {
    ...{ nativeId: of.id, state: 'ENDED', callId: withId ? of.id : null, device: of.person.extension },
    ...{ direction: of.direction, from: of.ani, to: of.dnis, startedAt: of.startedAt.toISOString() },
    connectedAt: of.connectedAt?.toISOString() ?? null,
    endedAt: (of.disconnectedAt ?? of.endedAt)?.toISOString() ?? null,
  };
}

/** A recording as a recorder reports it, by a clock that is off by some milliseconds. */
function recorded(of: SimulatedRecording, withId: boolean, skew: number): RecordingRecord {
  const from = of.startedAt.getTime() + skew;
  const seconds = Math.round(((of.stoppedAt ?? of.startedAt).getTime() - of.startedAt.getTime()) / 1000);
  const { call: spoken } = of;
  return {
    ...{
      nativeId: String(of.recordId),
      startedAt: new Date(from).toISOString(),
      durationSeconds: seconds,
      annotations: [],
    },
    ...{ device: spoken.person.extension, from: spoken.ani, to: spoken.dnis, callId: withId ? spoken.id : null },
  };
}

/** Matches everything of some hours and counts what was right. */
function measure({ withIds, withNumbers, skew }: { withIds: boolean; withNumbers: boolean; skew: number }) {
  const centre = createCentre({ seed: 11, startsAt: START });
  centre.advanceTo(new Date(START.getTime() + HOURS * 3_600_000));
  const now = centre.now().getTime();
  const finished = centre.recordings.filter(({ state }) => state === 'STOPPED');
  const numbers = (record: CallRecord | RecordingRecord) =>
    withNumbers ? record : { ...record, from: null, to: null };
  const candidates = centre.calls.map((of) => ({ id: of.id, call: numbers(recordOf(of, withIds)) as CallRecord }));
  let [right, wrong, missed] = [0, 0, 0];
  for (const one of finished) {
    const shift = skew === 0 ? 0 : chance(1, String(one.recordId)).between(-skew, skew);
    const best = bestCall(numbers(recorded(one, withIds, shift)) as RecordingRecord, candidates, now);
    if (!best) missed += 1;
    else if (best.candidate.id === one.call.id) right += 1;
    else wrong += 1;
  }
  return { precision: right / (right + wrong), recall: right / finished.length, recordings: finished.length, missed };
}

describe('recordings of two hours of the simulated centre, transfers among them, find their calls', () => {
  test.each([
    ['by the id both carry', { withIds: true, withNumbers: true, skew: 5_000 }, 0.99],
    ['by phone, time and numbers, clocks up to 5 s apart', { withIds: false, withNumbers: true, skew: 5_000 }, 0.97],
    ['by phone and time alone, clocks up to 5 s apart', { withIds: false, withNumbers: false, skew: 5_000 }, 0.97],
  ])('%s', (name, how, least) => {
    const { precision, recall, recordings } = measure(how);
    console.log(`${name}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, of ${recordings} recordings`);
    expect(recordings).toBeGreaterThan(500);
    expect(precision).toBeGreaterThanOrEqual(least);
    expect(recall).toBeGreaterThanOrEqual(least);
  });
});

describe('one call and one recording', () => {
  const now = NOW.getTime();
  const spoken = call('a', { device: '7001', from: '+16145550100', startedAt: ago(5), endedAt: ago(3) });

  test.each<[string, Partial<CallRecord>, Partial<RecordingRecord>, object | null]>([
    [
      'of one id belong together for sure',
      { callId: 'x' },
      { callId: 'x', device: '9' },
      { method: 'CALL_ID', confidence: 1 },
    ],
    [
      'of one id but of another day do not: ids come again',
      { callId: '1001' },
      { callId: '1001', device: '7001', startedAt: ago(60 * 24) },
      null,
    ],
    [
      'on one phone at one time do',
      {},
      { device: '7001', startedAt: ago(5), durationSeconds: 120 },
      { method: 'DEVICE_AND_TIME' },
    ],
    ['on two phones do not', {}, { device: '7002' }, null],
    ['on one phone at two times do not', {}, { device: '7001', startedAt: ago(2), durationSeconds: 30 }, null],
    [
      'with clocks some seconds apart do',
      { endedAt: ago(5) },
      { device: '7001', startedAt: new Date(Date.parse(ago(5)) + 4_000).toISOString(), durationSeconds: 1 },
      { method: 'DEVICE_AND_TIME' },
    ],
    ['of two numbers do not', {}, { device: '7001', from: '+16145550199' }, null],
    ['of no known phone do not', { device: null }, { device: null }, null],
  ])('%s', (_, ofCall, ofRecording, expected) => {
    const found = match({ ...spoken, ...ofCall }, recording('r', { startedAt: ago(5), ...ofRecording }), now);
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeNull();
  });

  const at = (seconds: number) => new Date(NOW.getTime() - 3_600_000 + seconds * 1000).toISOString();
  const onPhone = (id: string, from: number, to: number | null) => ({
    call: call(id, {
      device: '7001',
      startedAt: at(from),
      connectedAt: at(from),
      endedAt: to === null ? null : at(to),
    }),
  });
  const onHold = onPhone('held', 0, 600);
  const consult = onPhone('consult', 200, 257);
  const forgotten = onPhone('forgotten', -900, null);

  test.each([
    ['a consult inside a held call', { startedAt: at(200), durationSeconds: 57 }, 'consult'],
    ['a held call with a consult inside', { startedAt: at(2), durationSeconds: 590 }, 'held'],
    ['a call after one whose end was not reported', { startedAt: at(1), durationSeconds: 598 }, 'held'],
  ])('of %s the recording is found in any order', (_, facts, expected) => {
    const one = recording('r', { device: '7001', ...facts });
    for (const candidates of [
      [onHold, consult, forgotten],
      [forgotten, consult, onHold],
      [consult, onHold, forgotten],
    ]) {
      expect(bestCall(one, candidates, now)?.candidate.call.nativeId).toBe(expected);
    }
  });

  test('numbers that agree make it surer', () => {
    const same = match(spoken, recording('r', { device: '7001', from: '614-555-0100' }), now);
    const unknown = match(spoken, recording('r', { device: '7001' }), now);
    expect(same?.confidence).toBeGreaterThan(unknown?.confidence ?? 1);
  });
});

describe('a call whose vendor reports no phone', () => {
  const dialled = call('1', { device: null, from: null, to: '+16145550123', startedAt: ago(5), connectedAt: ago(4.8) });
  const ofNumber = recording('r', { device: '7030', from: '+16145551007', to: '016145550123', startedAt: ago(4.9) });

  test('has the recording of the same number that begins with it', () => {
    const found = match(dialled, ofNumber, NOW.getTime());
    expect(found).toMatchObject({ method: 'NUMBERS_AND_TIME' });
    expect(found?.confidence).toBeLessThan(0.9);
  });

  test.each([
    ['begins a minute after it was answered', { startedAt: ago(3.8) }],
    ['began before it rang', { startedAt: ago(5.2) }],
    ['is of another number', { to: '+16145550124' }],
    ['names no number', { from: null, to: null }],
  ])('has none that %s', (_, facts) => {
    expect(match(dialled, { ...ofNumber, ...facts }, NOW.getTime())).toBeNull();
  });

  test('has none of another phone where it reports one', () => {
    expect(match({ ...dialled, device: '7031' }, ofNumber, NOW.getTime())).toBeNull();
  });
});
