import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { Batcher } from '../../src/subscriptions/log/batcher.ts';
import type { Appended } from '../../src/subscriptions/log/log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';

const named = (fingerprint: string) => callEvent({ fingerprint });

/** A batcher for so many events whose batches are stored when the test says so. */
function open(most: number) {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const batcher = new Batcher<Appended & { readonly name: string }>(async (events) => {
    batches.push(events.map(({ fingerprint }) => fingerprint));
    await new Promise<void>((end) => ends.push(end));
    return events.map(({ fingerprint }) => ({ name: fingerprint }) as Appended & { readonly name: string });
  }, most);
  const append = async (...events: EventRecord[]) => (await batcher.append(events)).map(({ name }) => name);
  return { batcher, batches, ends, append };
}

test('what is appended while a batch is stored is the next batch, and each call has its answers', async () => {
  const { batches, ends, append } = open(10);
  const first = append(named('a'));
  await until(() => ends.length === 1, 'the first batch is being stored');
  const [second, third] = [append(named('b'), named('c')), append(named('d'))];
  expect(await append()).toEqual([]);
  ends[0]?.();
  expect(await first).toEqual(['a']);
  await until(() => ends.length === 2, 'the second batch is being stored');
  ends[1]?.();
  expect([await second, await third, batches]).toEqual([['b', 'c'], ['d'], [['a'], ['b', 'c', 'd']]]);
});

test('as many events wait as may wait, one more is refused, and there is room again once they are stored', async () => {
  const { ends, append } = open(2);
  const both = [append(named('a')), append(named('b'))];
  await expect(append(named('c'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await until(() => ends.length === 1, 'they are being stored');
  await expect(append(named('c'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  ends[0]?.();
  await Promise.all(both);
  const more = append(named('d'), named('e'), named('f'));
  await until(() => ends.length === 2, 'more than may wait are taken where none wait');
  ends[1]?.();
  expect(await more).toEqual(['d', 'e', 'f']);
});

test('one that closes refuses what comes and waits for the rest, or fails what is not being stored', async () => {
  const { batcher, ends, append } = open(10);
  const first = append(named('a'));
  await until(() => ends.length === 1, 'it is being stored');
  const second = append(named('b'));
  let isClosed = false;
  const closed = batcher.close().then(() => {
    isClosed = true;
  });
  await expect(append(named('c'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  ends[0]?.();
  await until(() => ends.length === 2, 'the rest is being stored');
  expect([await first, isClosed]).toEqual([['a'], false]);
  const third = expect(second).resolves.toEqual(['b']);
  ends[1]?.();
  await closed;
  await third;
  const other = open(10);
  const stored = other.append(named('a'));
  await until(() => other.ends.length === 1, 'it is being stored');
  const lost = expect(other.append(named('b'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await other.batcher.close(true);
  await lost;
  other.ends[0]?.();
  expect(await stored).toEqual(['a']);
});
