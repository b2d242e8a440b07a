/** Recorders whose lists show a recording during a blackout as one that records (`blackout-state`). */
import { describe, expect, it } from 'vitest';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { until } from '../helpers/until.ts';
import { type Lists, listenTo } from './lists.ts';

const SHOWN = {};
const NOT_SHOWN = { 'blackout-state': 'not-shown' };
const both = [
  ['that are said not to show blackouts', NOT_SHOWN],
  ['that have not shown a blackout yet', SHOWN],
] as const;
const running = [{ device: '1', file: 'f', began: -10 }];

/** Listens to a recorder with these lists, which says something of the recording `f` by `say`. */
async function listening(readings: ChosenReadings, first: Partial<Lists> = { running }, lookEvery = 60_000) {
  const { say, ...recorder } = await listenTo(first, { readings, lookEvery });
  await until(recorder.isListening);
  const seen = () =>
    recorder.events.map((event) => (event.kind === 'RECORDING' ? `${event.type} ${event.state}` : event.kind));
  const looked = async (times = 2) => {
    const before = recorder.asked('CALLLIST');
    await until(() => recorder.asked('CALLLIST') >= before + times);
  };
  return { ...recorder, seen, looked, say: (type: string, file = 'f', device = '1') => say(type, file, device) };
}

describe.each(both)('lists %s', (_name, readings) => {
  it('resume no pause at the periodic look', async () => {
    const { seen, say, looked } = await listening(readings, { running }, 50);
    say('RECORDINGPAUSED');
    await until(() => seen().includes('PAUSED PAUSED'));
    await looked(3);
    expect(seen().filter((one) => one.endsWith('RECORDING') || one === 'GAP')).toEqual([]);
    say('RECORDINGRESUMED');
    await until(() => seen().at(-1) === 'RESUMED RECORDING');
  });

  it('resume no pause after an event out of order', async () => {
    const { seen, say, looked } = await listening(readings);
    say('RECORDINGPAUSED');
    say('RECORDINGPAUSED');
    await until(() => seen().includes('PAUSED PAUSED'));
    await looked(1);
    await until(() => seen().length === 2);
    expect(seen()).toEqual(['PAUSED PAUSED', 'UPDATED UNKNOWN']);
  });

  it('resume no pause after a broken connection, which leaves the state unknown', async () => {
    const { seen, say, cut } = await listening(readings);
    say('RECORDINGPAUSED');
    await until(() => seen().includes('PAUSED PAUSED'));
    cut();
    await until(() => seen().length === 3);
    expect(seen()).toEqual(['PAUSED PAUSED', 'GAP', 'UPDATED UNKNOWN']);
    say('RECORDINGRESUMED');
    await until(() => seen().at(-1) === 'RESUMED RECORDING');
  });

  it('resume a pause once they show one', async () => {
    const { lists, seen, looked } = await listening(readings, { running }, 50);
    Object.assign(lists, { running: [{ ...running[0], paused: true }] });
    await until(() => seen().includes('PAUSED PAUSED'));
    await looked();
    Object.assign(lists, { running });
    await until(() => seen().includes('RESUMED RECORDING'));
  });

  it('do not hide that a blackout ended which began before the start', async () => {
    const { seen, say } = await listening(readings);
    say('RECORDINGRESUMED');
    await until(() => seen().length > 0);
    expect(seen()).toEqual(['RESUMED RECORDING']);
  });
});

it('keeps a pause at the periodic look where lists never show one', async () => {
  const { seen, say, looked } = await listening(NOT_SHOWN, { running }, 50);
  say('RECORDINGPAUSED');
  await until(() => seen().includes('PAUSED PAUSED'));
  await looked(3);
  expect(seen()).toEqual(['PAUSED PAUSED']);
});

it('does not know whether what it finds in such lists is blacked out', async () => {
  const { lists, seen, say, looked } = await listening(NOT_SHOWN, { running }, 50);
  Object.assign(lists, { running: [...running, { device: '2', file: 'g', began: 5 }] });
  await until(() => seen().length > 0);
  await looked();
  say('RECORDINGUPDATE');
  await until(() => seen().some((one) => one.startsWith('UPDATED')));
  expect(seen().filter((one) => one !== 'GAP')).toEqual(['STARTED UNKNOWN', 'UPDATED UNKNOWN']);
});
