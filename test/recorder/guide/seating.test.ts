/** Acts by the number of a sign-on, over a recorder that is made of the guide's printed answers. */
import { expect, onTestFinished, test } from 'vitest';
import { vendor } from '../../../src/adapters/recorder/index.ts';
import { settings as settingsShape } from '../../../src/adapters/recorder/settings.ts';
import { dependencies } from '../dependencies.ts';
import { phone } from './phones.ts';
import { startGuideRecorder } from './recorder.ts';

/** John Smith, of number 1234, signed on at phone 1111; 7008 is a phone, and also the sign-on of an agent at phone 7009. */
const phones = () => [
  phone('1111', { alias: '1234' }, [{}]),
  phone('7008', {}, [{}]),
  phone('7009', { alias: '7008' }, [{}]),
  phone('7010', {}, [{}]),
];

async function connected(seating: 'fixed' | 'free') {
  const contents = { phones: phones(), users: [], saved: [] };
  const recorder = await startGuideRecorder(contents);
  const shape = { url: recorder.url, deadline: 3_000, readings: { seating } };
  const adapter = vendor.connect('wfo', settingsShape.parse(shape), dependencies());
  onTestFinished(async () => {
    await adapter.close();
    await recorder.close();
  });
  const changed = () => contents.phones.filter(({ instances: [call] }) => call?.state !== 'recording');
  return { adapter, changed: () => changed().map(({ device }) => device) };
}

test.each([
  ['the sign-on of an agent', '1234', '1111'],
  ['a phone', '7010', '7010'],
])('in free seating the number of %s reaches that phone', async (_, device, reached) => {
  const { adapter, changed } = await connected('free');
  expect(await adapter.recordingPause?.({ device, callId: 'x' }, {})).toEqual({
    state: 'PAUSED',
    confirmedBy: 'STATUS',
  });
  expect(changed()).toEqual([reached]);
  expect(await adapter.recordingResume?.({ device }, {})).toMatchObject({ state: 'RECORDING' });
  expect(await adapter.recordingStop?.({ device }, {})).toMatchObject({ state: 'NOT_RECORDING' });
  expect(changed()).toEqual([reached]);
});

test('in free seating a number that means two phones reaches neither, unless a call instance is named', async () => {
  const { adapter, changed } = await connected('free');
  const refused = { code: 'FAILED_PRECONDITION', message: expect.stringContaining('7009') };
  for (const act of ['recordingPause', 'recordingStop', 'recordingStart'] as const)
    await expect(adapter[act]?.({ device: '7008' }, {})).rejects.toMatchObject(refused);
  await expect(adapter.recordingAnnotate?.({ device: '7008' }, { USER1: 'x' }, {})).rejects.toMatchObject(refused);
  expect(changed()).toEqual([]);
  await adapter.recordingPause?.({ device: '7008', callInstance: '37' }, {});
  expect(changed()).toEqual(['7008']);
});

test('where each agent has a phone, the number of a sign-on is no phone', async () => {
  const { adapter, changed } = await connected('fixed');
  await expect(adapter.recordingPause?.({ device: '1234', callId: 'x' }, {})).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await adapter.recordingPause?.({ device: '7008' }, {});
  expect(changed()).toEqual(['7008']);
});

test.each([
  ['few numbers', []],
  ['many numbers', ['7010', '1111', '9999']],
])('in free seating the state at the number of a sign-on is that of the phone, among %s', async (_, more) => {
  const { adapter } = await connected('free');
  const states = await adapter.recordingStates?.(['1234', '7008', ...more], {});
  expect(Object.fromEntries(states ?? [])).toMatchObject({ 1234: 'RECORDING', 7008: 'UNKNOWN' });
  expect(states?.has('9999')).toBe(false);
});
