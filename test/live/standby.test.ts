import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { LoggedEvent } from '../../src/subscriptions/log.ts';
import { Standby } from '../../src/subscriptions/standby.ts';
import { callEvent, until } from './events.ts';

/** A standby, what it published, and what another gateway put into the log. */
function start() {
  const stored: EventRecord[] = [];
  let head: string | null = null;
  let places = 0;
  const lost: Date[] = [];
  const slow = { storing: Promise.resolve() };
  const standby = new Standby({
    account: 'floor',
    store: async (event) => {
      stored.push(event);
      await slow.storing;
    },
    lost: async (since) => {
      lost.push(since);
    },
    head: async () => head,
  });
  const log = (...events: EventRecord[]): LoggedEvent[] =>
    events.map((event) => {
      places += 1;
      head = String(places).padStart(6, '0');
      return { position: head, event };
    });
  return { standby, stored, lost, log, slow };
}

let count = 0;
/** What the vendor said, as one of several gateways has it. */
function paused(words = 'paused f'): EventRecord {
  count += 1;
  return { ...callEvent({}), words, fingerprint: `${words}|${count}` };
}

async function takeOver({ standby }: ReturnType<typeof start>) {
  const stop = new AbortController();
  const ended = standby.publish(stop.signal, async () => undefined);
  return async () => {
    stop.abort();
    await ended;
  };
}

test('what the vendor said twice and the other gateway told once is told once more', async () => {
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

test('what the other gateway told before it was heard here is not told again, but the next of the same words is', async () => {
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

test('nothing is handed over before the end of the log was seen', async () => {
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

test('with all it may hold it makes the stream wait, and then tells everything in order', async () => {
  const started = start();
  const { standby, stored, lost } = started;
  const all = Array.from({ length: 10_500 }, (_, index) => callEvent({ call: String(index) }));
  let taken = 0;
  const taking = all.map((event) => standby.take(event).then(() => (taken += 1)));
  await until(() => taken === 10_000, 'as many as are held');
  expect(standby.size).toBe(10_000);
  const end = await takeOver(started);
  await Promise.all(taking);
  await until(() => stored.length === all.length, 'everything');
  await end();
  expect(stored.map(({ subject }) => subject)).toEqual(all.map(({ subject }) => subject));
  expect(lost).toEqual([]);
});

test('its own words, come back through the log while it hands over, are not those of what happens next', async () => {
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
  await until(() => stored.length === 2, 'what was held is being stored');
  standby.published(log(three, one));
  await standby.take(two);
  release();
  await until(() => stored.length === 3, 'what happened next');
  await end();
  expect(stored).toEqual([three, one, two]);
});
