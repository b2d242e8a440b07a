/** Past recordings are joined by the same rule as those of calls under way. */
import { expect, test } from 'vitest';
import type { CallRecord, RecordingRecord } from '../../src/adapters/adapter.ts';
import { bestCall } from '../../src/gateway/matching.ts';
import { joinRecordings } from '../../src/resolvers/recorded-calls.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const TIMES = { startedAt: '2026-03-02T10:00:00Z', endedAt: '2026-03-02T10:05:00Z' };
const NUMBERS = { from: '+16145550143', to: '+16145550199' };
const row = { nativeId: 'c1', state: 'ENDED', channel: 'VOICE', ...TIMES, ...NUMBERS } as CallRecord;
const tape = { nativeId: 'r1', startedAt: TIMES.startedAt, durationSeconds: 300, ...NUMBERS } as RecordingRecord;

test.each([
  ['neither names a phone', {}, {}],
  ['the call alone names a phone', { device: '7001' }, {}],
  ['the recording alone names a phone', {}, { device: '7001' }],
  ['both name it', { device: '7001' }, { device: '7001' }],
])('a recording is of the call with its numbers and time where %s', (_, ofCall, ofRecording) => {
  const call = { account: 'phones', row: { ...row, ...ofCall }, otherViews: [] };
  const recording = { account: 'wfo', row: { ...tape, ...ofRecording } };
  const { joined, alone } = joinRecordings([call], [recording], NOW);
  const found = bestCall(recording.row, [{ call: call.row }], NOW)?.match;
  expect(found).toBeDefined();
  expect([joined.map(({ otherViews }) => otherViews.map(({ match }) => match)), alone]).toEqual([[[found]], []]);
});
