import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { Standby } from '../../src/subscriptions/ingest/standby.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { paused, start, takeOver } from './standby.ts';

test('an event that the vendor sent twice and the other gateway published once is published once more', async () => {
  const started = start();
  const { standby, stored, log } = started;
  const [one, two] = [paused(), paused()];
  await standby.take(one);
  standby.published(log(paused()));
  await standby.take(two);
  const end = await takeOver(started);
  await until(() => stored.length === 1, 'the second');
  await end();
  expect(stored).toEqual([two]);
});

test('an event published elsewhere before it was received is not published again, but the next equal one is', async () => {
  const started = start();
  const { standby, stored, log } = started;
  standby.published(log(paused(), callEvent({ fingerprint: 'known' })));
  await standby.take(paused());
  await standby.take(callEvent({ fingerprint: 'known' }));
  const next = paused();
  await standby.take(next);
  const end = await takeOver(started);
  await until(() => stored.length > 0, 'the next');
  await end();
  expect(stored).toEqual([next]);
});

test('nothing is published before the end of the log was read', async () => {
  const started = start();
  const { standby, stored, log } = started;
  const [one, two] = [paused('one'), paused('two')];
  for (const event of [one, two]) await standby.take(event);
  const late = log(paused('one'));
  const end = await takeOver(started);
  standby.published(late);
  await until(() => stored.length === 1, 'what was not in it');
  await end();
  expect(stored).toEqual([two]);
});

test('an event of the log that is shown twice is one event', async () => {
  const { standby, log } = start();
  for (const event of [paused(), paused()]) await standby.take(event);
  const shown = log(paused());
  standby.published(shown);
  standby.published(shown);
  expect(standby.size).toBe(1);
});

test('a full buffer makes the stream wait, and is published in order', async () => {
  const started = start();
  const { standby, stored, lost } = started;
  const all = Array.from({ length: 10_500 }, (_, index) => callEvent({ call: String(index) }));
  let taken = 0;
  const taking = all.map((event) => standby.take(event).then(() => (taken += 1)));
  await until(() => taken === 10_000, 'as many as are buffered');
  expect(standby.size).toBe(10_000);
  const end = await takeOver(started);
  await Promise.all(taking);
  await until(() => stored.length === all.length, 'everything');
  await end();
  expect(stored.map(({ subject }) => subject)).toEqual(all.map(({ subject }) => subject));
  expect(lost).toEqual([]);
});

test('events that return through the log while they are published do not suppress the next equal ones', async () => {
  const started = start();
  const { standby, stored, log, slow } = started;
  let release = () => {};
  slow.storing = new Promise((done) => {
    release = done;
  });
  const [one, two, three] = [paused(), paused(), paused('other')];
  await standby.take(three);
  await standby.take(one);
  const end = await takeOver(started);
  await until(() => stored.length === 2, 'the buffer is being stored');
  standby.published(log(three, one));
  await standby.take(two);
  release();
  await until(() => stored.length === 3, 'what happened next');
  await end();
  expect(stored).toEqual([three, one, two]);
});

test('events of other accounts and of accounts themselves are not buffered', async () => {
  const { standby, log } = start();
  const about = { ...paused(), kind: 'ACCOUNT', status: 'UP' } as unknown as EventRecord;
  await standby.take(about);
  expect(standby.size).toBe(0);
  await standby.take(paused());
  standby.published(log({ ...paused(), account: 'other' }, about));
  expect(standby.size).toBe(1);
  standby.published(log(paused()));
  expect(standby.size).toBe(0);
});

test('expectations from before a lease do not suppress events after it', async () => {
  const started = start();
  const { standby, stored, log } = started;
  standby.published(log(paused()));
  const end = await takeOver(started);
  await setImmediate();
  await standby.take(paused());
  expect(stored).toHaveLength(1);
  await end();
  await standby.take(paused());
  expect(standby.size).toBe(1);
});

test('at most twenty thousand events published elsewhere are remembered', async () => {
  const { standby, log } = start();
  const words = (index: number) => paused(`words ${index}`);
  standby.published(log(...Array.from({ length: 20_001 }, (_, index) => words(index))));
  await standby.take(words(1));
  expect(standby.size).toBe(0);
  await standby.take(words(0));
  expect(standby.size).toBe(1);
});

test('an event received twice is buffered once', async () => {
  const { standby } = start();
  for (let times = 0; times < 2; times += 1) await standby.take(callEvent({ fingerprint: 'one' }));
  expect(standby.size).toBe(1);
});

test('a stream that waits for capacity is released when the gateway stops', async () => {
  const { standby } = start();
  const taking = Array.from({ length: 10_001 }, (_, index) => standby.take(callEvent({ call: String(index) })));
  standby.close();
  await Promise.all(taking);
});

test('a lease that ended publishes nothing more, and later events are buffered', async () => {
  const started = start();
  const { standby, stored, log } = started;
  const begun: number[] = [];
  await standby.take(paused('held'));
  log(callEvent({ call: 'other' }));
  const early = new AbortController();
  const ended = standby.publish(early.signal, async () => void begun.push(1));
  early.abort();
  await ended;
  expect([begun, stored]).toEqual([[], []]);
  standby.published(log(callEvent({ call: 'other' })));
  const end = await takeOver(started);
  await until(() => stored.length === 1, 'it is stored');
  await standby.take(paused('at once'));
  expect(stored).toHaveLength(2);
  await end();
  await standby.take(paused('later'));
  expect([stored.length, standby.size]).toEqual([2, 1]);
  standby.published(log(paused('later')));
  expect(standby.size).toBe(0);
});

test('a log that cannot be read is read again before anything is published', async () => {
  const stored: EventRecord[] = [];
  const [one, two] = [paused('one'), paused('two')];
  let failures = 0;
  const fails = () => {
    failures += 1;
    return failures % 2 === 1;
  };
  const read = async () => ({ events: [{ position: '2', event: paused('one') }], gap: false, more: false });
  const standby = new Standby({
    account: 'floor',
    store: async (event) => stored.push(event) > 0,
    lost: async () => true,
    log: {
      head: async () => (fails() ? Promise.reject(new Error('Redis is away')) : '2'),
      read: () => (failures < 4 ? Promise.reject(new Error('Redis is away')) : read()),
      placeAt: () => '1',
    },
  });
  for (const event of [one, two]) await standby.take(event);
  const stop = new AbortController();
  const ended = standby.publish(stop.signal, async () => undefined);
  await until(() => stored.length === 1, 'the other is stored');
  stop.abort();
  await ended;
  expect([stored, failures]).toEqual([[two], 6]);
});

test('a lease that ends while events are published stops there, with the rest buffered', async () => {
  const { standby, stored, slow } = start();
  let release = () => {};
  slow.storing = new Promise((done) => {
    release = done;
  });
  for (let index = 0; index < 501; index += 1) await standby.take(callEvent({ call: String(index) }));
  const stop = new AbortController();
  const ended = standby.publish(stop.signal, async () => undefined);
  await until(() => stored.length > 0, 'it hands over');
  stop.abort();
  release();
  await ended;
  expect([stored.length, standby.size]).toEqual([500, 1]);
});

test('what the publisher never received of a call is not published after newer events of that call', async () => {
  const parts = start();
  const { standby, stored, log } = parts;
  const [lost, other, newer] = [callEvent({ call: 'a' }), callEvent({ call: 'b' }), callEvent({ call: 'a' })];
  for (const event of [lost, other, newer]) await standby.take(event);
  standby.published(log(newer));
  const [early, late] = [callEvent({ call: 'b' }), callEvent({ call: 'c' })];
  standby.published(log(early));
  await standby.take(early);
  await standby.take(late);
  const stop = await takeOver(parts);
  await until(() => stored.length === 1, 'the rest is stored');
  await stop();
  expect(stored).toEqual([late]);
});

test('what the log got of a call before an event was received is not newer than the event', async () => {
  const parts = start();
  const { standby, stored, lost, log } = parts;
  const [early, late] = [paused('early'), paused('late')];
  parts.clock.placeAt = () => '000001';
  await standby.take(late);
  standby.published(log(early));
  const stop = await takeOver(parts);
  await until(() => stored.length === 1, 'it is stored');
  await stop();
  expect([stored, lost]).toEqual([[late], []]);
});

test('an event of the log that arrives later shows that buffered ones of its call are older, without a gap', async () => {
  const parts = start();
  const { standby, stored, lost, log } = parts;
  const [missed, newer] = [paused('missed'), paused('newer')];
  await standby.take(missed);
  standby.published(log(newer));
  await standby.take(newer);
  expect(standby.size).toBe(0);
  await (await takeOver(parts))();
  expect([stored, lost]).toEqual([[], []]);
});

test('an event that the log shows before its append is answered is not published again', async () => {
  const started = start();
  const { standby, stored, log, slow } = started;
  slow.storing = new Promise(() => undefined);
  const one = paused();
  await standby.take(one);
  const end = await takeOver(started);
  await until(() => stored.length === 1, 'it is being stored');
  expect(standby.size).toBe(1);
  standby.published(log(one));
  expect(standby.size).toBe(0);
  void end();
});

test('an event of many words is the same at both gateways', async () => {
  const { standby, log } = start();
  const words = 'paused '.repeat(50);
  standby.published(log(paused(`${words} f`)));
  const sizes: number[] = [];
  for (const agent of ['f', 'g', 'f']) {
    await standby.take(paused(`${words} ${agent}`));
    sizes.push(standby.size);
  }
  expect(sizes).toEqual([0, 1, 2]);
});
