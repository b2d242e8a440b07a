/** Which of several recorders an act on a phone goes to. */
import { expect, test } from 'vitest';
import type { RecordingState } from '../../../schema/vocabulary.ts';
import { fakeAdapter, gatewayOver, rows } from '../world.ts';

const PAUSE = 'mutation { recordingPause(input: { device: "7001" }) { state userErrors { code } } }';

/** A recorder that reports this state of phone 7001; undefined where it knows no such phone. */
const recorder = (account: string, state: RecordingState | undefined) =>
  fakeAdapter(account, 'RECORDER', {
    recordings: async () => rows(),
    recordingStates: async () => new Map(state ? [['7001', state] as const] : []),
    recordingPause: async () => ({ state: 'PAUSED' as const }),
  });

test.each([
  ['that knows it', undefined, 'RECORDING', 'second'],
  ['whose status says so rather than one that could not be asked', 'UNKNOWN', 'NOT_RECORDING', 'second'],
  ['that could not be asked where no other knows it', undefined, 'UNKNOWN', 'second'],
  ['that is named first where both know it', 'RECORDING', 'RECORDING', 'first'],
] as const)('an act on a phone goes to the recorder %s', async (_, one, other, reached) => {
  const recorders = [recorder('first', one), recorder('second', other)];
  const { data } = await gatewayOver(recorders).ask(PAUSE);
  expect(data.recordingPause).toEqual({ state: 'PAUSED', userErrors: [] });
  const acted = recorders.filter(({ asked }) => asked.includes('recordingPause'));
  expect(acted.map(({ account }) => account)).toEqual([reached]);
});
