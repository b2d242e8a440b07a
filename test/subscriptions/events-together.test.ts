import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { Adapter, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import { storedTogether } from '../../src/subscriptions/ingest/stored-together.ts';
import type { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { SupervisedStream } from '../../src/subscriptions/ingest/supervised-stream.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';

const about = (status: string) => ({ ...callEvent({}), kind: 'ACCOUNT', status }) as unknown as EventRecord;
const [one, two, three] = [callEvent({}), callEvent({}), callEvent({})];

test('what came together is stored together, apart from each change of the account', () => {
  const [up, down] = [about('UP'), about('DOWN')];
  expect(storedTogether(one)).toEqual([[one]]);
  expect(storedTogether([])).toEqual([]);
  expect(storedTogether([one, two])).toEqual([[one, two]]);
  expect(storedTogether([down, up, one, two, down, three])).toEqual([[down], [up], [one, two], [down], [three]]);
});

/** A stream of what comes, and what became of it in its order. */
function streamOf(came: readonly (EventRecord | readonly EventRecord[])[], store: () => Promise<void>) {
  const done: unknown[] = [];
  const stop = new AbortController();
  const taken = { count: 0 };
  async function* open({ signal, onListening }: StreamOptions) {
    onListening?.();
    for (const each of came) {
      taken.count += 1;
      yield each;
    }
    if (!signal.aborted) await once(signal, 'abort');
  }
  const checkpoint = {
    ...{ received: () => undefined, begin: () => undefined, receive: () => undefined, end: async () => undefined },
    suspend: (at: Date) => at,
  };
  const stream = new SupervisedStream({
    adapter: { account: 'floor', check: async () => 'fine' } as unknown as Adapter,
    checkpoint: checkpoint as unknown as StreamCheckpoint,
    ...{ open, logger: silent, backOff: { first: 1, most: 1 }, settledMs: 60_000, reportsListening: true },
    store: async (events) => {
      done.push(events);
      await store();
    },
    reportStatus: async (status) => void done.push(status),
  });
  const ended = stream.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  return { done, taken, stop, ended };
}

test('a stream stores a list in one go, and the state of the account where it changes', async () => {
  const { done } = streamOf([[one, two, about('DOWN'), three], one], async () => undefined);
  await until(() => done.length === 5, 'all of it is done');
  expect(done).toEqual(['UP', [one, two], 'DOWN', [three], [one]]);
});

test('a stream waits while more events than it may have under way are being stored', async () => {
  const ends: (() => void)[] = [];
  const list = Array.from({ length: 100 }, () => one);
  const { taken } = streamOf([list, list, list, list], () => new Promise((end) => ends.push(end)));
  await until(() => ends.length === 3, 'three lists are being stored');
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  expect([taken.count, ends.length]).toEqual([3, 3]);
  ends[0]?.();
  await until(() => ends.length === 4, 'the fourth follows');
  for (const end of ends) end();
});

test('the rest of a list that waits when its stream ends is not stored', async () => {
  const ends: (() => void)[] = [];
  const list = Array.from({ length: 256 }, () => one);
  const { done, stop, ended } = streamOf([[...list, about('DOWN'), two]], () => new Promise((end) => ends.push(end)));
  await until(() => ends.length === 1, 'its first part is being stored');
  stop.abort();
  ends[0]?.();
  await ended;
  expect(done).toEqual(['UP', list]);
});
