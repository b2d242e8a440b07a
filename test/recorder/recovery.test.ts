/** What is recovered from the recorder's lists after a break, by a recorder whose lists are written here. */
import { expect, it, onTestFinished } from 'vitest';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { recover, snapshot } from '../../src/adapters/recorder/events/recovery.ts';
import { Tracker } from '../../src/adapters/recorder/events/tracker.ts';
import type { Translation } from '../../src/adapters/recorder/events/translate.ts';
import { dependencies } from './dependencies.ts';
import { BREAK, type Finished, type Lists, line, listedRecorder, NOW } from './lists.ts';

/** A recorder with these lists, and what reading them emits. */
async function recorderWith(first: Partial<Lists>) {
  const { lists, server } = await listedRecorder(first);
  const client = createClient(server.settings, { account: 'wfo', log: dependencies().log });
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const tracker = new Tracker();
  const about = { account: 'wfo', callIdField: undefined, terminology: new Map(), tracker, now: () => NOW };
  for (const tracked of (await snapshot(client, [], {})).values()) tracker.add(tracked);
  const look = (since = BREAK) => recover(client, about satisfies Translation, since, {});
  return { lists, server, tracker, look };
}

it('emits what ended, began, was paused and resumed, in the order of time, and once', async () => {
  const { server, lists, look } = await recorderWith({
    running: [
      { device: '1', file: 'ended', began: -100 },
      { device: '2', file: 'paused', began: -50 },
      { device: '3', file: 'resumed', began: -50, paused: true },
      { device: '4', file: 'same', began: -50 },
    ],
  });
  lists.running = [
    { device: '2', file: 'paused', began: -50, paused: true },
    { device: '3', file: 'resumed', began: -50 },
    { device: '4', file: 'same', began: -50 },
    { device: '5', file: 'begun', began: 300 },
    { device: '6', file: 'begun and paused', began: 200, paused: true },
  ];
  lists.finished = [
    { id: 11, device: '1', began: -101, lasted: 131 },
    { id: 12, device: '1', began: 100, lasted: 60 },
  ];
  const { events, complete } = await look();
  expect(complete).toBe(true);
  expect(events.map(line)).toEqual([
    'STOPPED 1 11 NOT_RECORDING 14:00:30',
    'STARTED 1 12 RECORDING 14:01:40',
    'STOPPED 1 12 NOT_RECORDING 14:02:40',
    'STARTED 6 - RECORDING 14:03:20',
    'STARTED 5 - RECORDING 14:05:00',
    'PAUSED 2 - PAUSED 14:10:00',
    'RESUMED 3 - RECORDING 14:10:00',
    'PAUSED 6 - PAUSED 14:10:00',
  ]);
  // What happens at one device keeps its order.
  expect(events.map(({ subject }) => subject)).toEqual(
    ['1', '1', '1', '6', '5', '2', '3', '6'].map((id) => `device:${id}`),
  );
  expect((await look()).events).toEqual([]);
  expect(server.received.join(''), 'of whom nothing is recorded').not.toContain('idle');
});

it('gives each that ended the record of its own device and time, and none of another', async () => {
  const { lists, look } = await recorderWith({
    running: [
      { device: '2', file: 'without', began: -300 },
      { device: '1', file: 'first', began: -300 },
      { device: '1', file: 'second', began: -290 },
      { device: '4', file: 'with the only record', began: -300 },
      { device: '4', file: 'with none left', began: -280 },
      { device: '3', file: 'other', began: -1_000 },
    ],
  });
  lists.running = [];
  lists.finished = [
    { id: 21, device: '1', began: -289, lasted: 299 },
    { id: 22, device: '1', began: -301, lasted: 311 },
    { id: 24, device: '4', began: -300, lasted: 310 },
    // The one before it on that telephone, which was emitted then.
    { id: 23, device: '3', began: -1_061, lasted: 50 },
  ];
  const ended = (await look()).events.map(line).toSorted();
  expect(ended).toEqual([
    'STOPPED 1 21 NOT_RECORDING 14:00:10',
    'STOPPED 1 22 NOT_RECORDING 14:00:10',
    'STOPPED 2 - NOT_RECORDING 14:10:00',
    'STOPPED 3 - NOT_RECORDING 14:10:00',
    'STOPPED 4 - NOT_RECORDING 14:10:00',
    'STOPPED 4 24 NOT_RECORDING 14:00:10',
  ]);
});

it('finds the record of one that began long before the break, and passes over what was over by then', async () => {
  const { lists, look } = await recorderWith({ running: [{ device: '1', file: 'long', began: -7_200 }] });
  lists.running = [];
  lists.finished = [
    { id: 31, device: '1', began: -7_201, lasted: 7_231 },
    { id: 32, device: '2', began: -600, lasted: 60 },
    { id: 33, device: '2', began: -6, lasted: 2 },
    { id: 34, device: '2', began: -4, lasted: 2 },
  ];
  expect((await look()).events.map(line)).toEqual([
    'STARTED 2 34 RECORDING 13:59:56',
    'STOPPED 2 34 NOT_RECORDING 13:59:58',
    'STOPPED 1 31 NOT_RECORDING 14:00:30',
  ]);
});

it('takes what was on a device that is no more as ended', async () => {
  const { lists, look } = await recorderWith({ running: [{ device: '1', file: 'f', began: -10 }] });
  Object.assign(lists, { running: [], gone: '1' });
  expect((await look()).events.map(line)).toEqual(['STOPPED 1 - NOT_RECORDING 14:10:00']);
});

it('reads a list of the greatest length as incomplete', async () => {
  const many = (count: number): Finished[] =>
    Array.from({ length: count }, (_, index) => ({ id: index + 1, device: '1', began: index, lasted: 1 }));
  const { lists, look } = await recorderWith({});
  lists.finished = many(499);
  expect(await look()).toMatchObject({ complete: true, events: { length: 998 } });
  lists.finished = many(500);
  expect((await look()).complete).toBe(false);
});

it.each(['CALLLIST', 'DEVICERECORDINGSTATUS', 'DEVICELIST'])('changes nothing where %s cannot be had', async (name) => {
  const { lists, tracker, look } = await recorderWith({ running: [{ device: '1', file: 'f', began: -10 }] });
  Object.assign(lists, { running: [{ device: '1', file: 'g', began: 10 }], refused: name });
  await expect(look()).rejects.toMatchObject({ vendorCode: 'API_DATABASE_QUERY_ERROR' });
  expect(tracker.all.map(({ key }) => key)).toEqual(['f']);
  lists.refused = '';
  expect((await look()).events.map(line).toSorted()).toEqual([
    'STARTED 1 - RECORDING 14:00:10',
    'STOPPED 1 - NOT_RECORDING 14:10:00',
  ]);
});
