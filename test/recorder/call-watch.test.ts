/** The watch of calls that the recorder observes: which functions it calls, and what it emits. */
import { expect, it, onTestFinished } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { watchCalls } from '../../src/adapters/recorder/events/call-watch.ts';
import { DeviceChanges } from '../../src/adapters/recorder/events/device-changes.ts';
import { distinctCalls, LastCallList } from '../../src/adapters/recorder/reads/calls.ts';
import { until } from '../helpers/until.ts';
import { dependencies } from './dependencies.ts';

const START = '2026-03-02T14:00:00Z';
const callOf = (nativeId: string, device: string, facts: Partial<CallRecord> = {}): CallRecord => ({
  ...{ nativeId, device, state: 'CONNECTED', startedAt: START, observedOnly: true },
  ...facts,
});

interface Options {
  readonly list?: number;
  /** A list that was read before the watch. */
  readonly before?: readonly CallRecord[];
  readonly now?: readonly CallRecord[];
}

/** A watch over devices that a test sets; `asked` are the devices of each reading, null for the whole list. */
function watching({ list = 60_000, before, now = [] }: Options = {}) {
  const devices = new Map(now.map((call) => [call.device ?? '', call]));
  const asked: (readonly string[] | null)[] = [];
  const events: EventRecord[] = [];
  const around = dependencies();
  const leaving = new AbortController();
  const changes = new DeviceChanges();
  const lastList = new LastCallList();
  if (before) lastList.set(new Map(before.map((call) => [call.device ?? '', call])));
  const state = { down: false };
  const parts = {
    ...{ account: 'wfo', changes, lastList, log: around.log, now: () => new Date(), distinct: distinctCalls },
    pace: { list, settle: 1, burst: 1, failed: [5, 5] as const },
    signal: leaving.signal,
    read: async (wanted: readonly string[] | null) => {
      asked.push(wanted);
      if (state.down) throw new CrosspointError('UNAVAILABLE', 'gone');
      return new Map([...devices].filter(([device]) => wanted?.includes(device) ?? true));
    },
  };
  const ended = (async () => {
    for await (const event of watchCalls(parts)) events.push(event);
  })();
  onTestFinished(async () => {
    leaving.abort();
    await ended;
  });
  const lines = () => events.map((each) => (each.kind === 'CALL' ? `${each.type} ${each.call.nativeId}` : each.kind));
  return { devices, asked, changes, state, lines, events };
}

it('reads the one device that an event names, and the list once for many', async () => {
  const { devices, asked, changes, lines } = watching();
  await until(() => asked.length === 1);
  devices.set('1', callOf('a', '1'));
  changes.changed('1');
  await until(() => lines().length === 1);
  expect(asked).toEqual([null, ['1']]);
  for (const device of ['2', '3', '4', '5']) {
    devices.set(device, callOf(device, device));
    changes.changed(device);
  }
  devices.delete('1');
  await until(() => lines().length === 6);
  expect(lines()).toEqual(['STARTED a', 'ENDED a', 'STARTED 2', 'STARTED 3', 'STARTED 4', 'STARTED 5']);
  expect(asked.filter((wanted) => wanted === null)).toHaveLength(2);
});

it('emits nothing of its first list, and what differs from a list that was read just before', async () => {
  const silent = watching({ now: [callOf('a', '1')] });
  await until(() => silent.asked.length > 0);
  const based = watching({
    before: [callOf('old', '1'), callOf('same', '2')],
    now: [callOf('same', '2'), callOf('new', '3')],
  });
  await until(() => based.lines().length === 2);
  expect(based.lines()).toEqual(['ENDED old', 'STARTED new']);
  expect(silent.lines()).toEqual([]);
});

it('emits one call for several devices, and its end when the last of them leaves it', async () => {
  const { devices, asked, changes, lines } = watching();
  await until(() => asked.length === 1);
  for (const device of ['1', '2']) devices.set(device, callOf('shared', device));
  changes.changed('1');
  changes.changed('2');
  await until(() => lines().length > 0);
  devices.delete('2');
  changes.changed('2');
  await until(() => lines().includes('UPDATED shared') || asked.length > 3);
  devices.delete('1');
  changes.changed('1');
  await until(() => lines().includes('ENDED shared'));
  expect(lines().filter((line) => line !== 'UPDATED shared')).toEqual(['STARTED shared', 'ENDED shared']);
});

it('ends a call and starts another where the same id comes back with another start', async () => {
  const { devices, asked, changes, lines } = watching({ before: [callOf('1000', '1')] });
  devices.set('1', callOf('1000', '1', { startedAt: '2026-03-02T15:00:00Z' }));
  changes.changed('1');
  await until(() => lines().length === 2);
  expect(lines()).toEqual(['ENDED 1000', 'STARTED 1000']);
  expect(asked.length).toBeGreaterThan(0);
});

it('keeps its state while the recorder does not answer, and reports the stretch as a gap', async () => {
  const { devices, state, lines, asked, changes, events } = watching({ list: 20, now: [callOf('a', '1')] });
  await until(() => asked.length === 1);
  state.down = true;
  const before = asked.length;
  await until(() => asked.length > before + 2);
  expect(lines()).toEqual([]);
  devices.set('2', callOf('b', '2'));
  changes.changed('2');
  state.down = false;
  await until(() => lines().length === 2);
  expect(lines()).toEqual(['GAP', 'STARTED b']);
  expect(events[1]).toMatchObject({ occurredAt: START, call: { observedOnly: true } });
});
