import { expect, test } from 'vitest';
import type { Lease } from '../../src/storage/lease.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { begin, brief, FlakySource, storedEvents } from './flaky-source.ts';

/** A gateway that stands by until it takes the stream over; the other one wrote its last checkpoint right before. */
async function takeOver(isHandedOver: boolean, listensAlong = true) {
  const log = await openSqliteLog({ file: ':memory:' });
  let take = () => {};
  const taken = new Promise<void>((done) => {
    take = done;
  });
  const lease: Lease = {
    async hold(_name, work, signal) {
      await taken;
      await work(signal, isHandedOver);
    },
  };
  const received = new Date(Date.now() - 5_000).toISOString();
  const source = new FlakySource([[callEvent({ call: '1' })]]);
  const { runner } = await begin([{ ...source.adapter(), listensAlong }], { log, lease });
  if (listensAlong) await until(() => runner.status('floor') === 'UP', 'it stands by');
  const last = { until: new Date(Date.now() + 1).toISOString(), left: false, received };
  await log.note('checkpoint:events:floor', JSON.stringify(last));
  take();
  const published = async () => (await storedEvents(log)).filter(({ kind }) => kind !== 'ACCOUNT');
  await until(async () => (await published()).length === (isHandedOver ? 1 : 2), 'it publishes');
  const stored = await published();
  return { stored, received };
}

test('the events since the last one that a gateway received are a gap for one that came later, where the first failed', async () => {
  const { stored, received } = await takeOver(false);
  expect(stored.map(brief)).toEqual(['1 CONNECTED', 'GAP']);
  const gap = stored.find(({ kind }) => kind === 'GAP');
  expect(gap).toMatchObject({ from: received, reason: 'No gateway listened' });
});

test('the gap of a stream that one gateway receives at a time begins at the last event too', async () => {
  const { stored, received } = await takeOver(false, false);
  expect(stored.map(brief)).toEqual(['GAP', '1 CONNECTED']);
  const from = new Date(Date.parse(received) - 1_000).toISOString();
  expect(stored[0]).toMatchObject({ from, reason: 'No gateway listened' });
});

test('a stream that is handed over has no gap', async () => {
  const { stored } = await takeOver(true);
  expect(stored.map(brief)).toEqual(['1 CONNECTED']);
});
