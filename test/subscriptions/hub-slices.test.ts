import { expect, it, onTestFinished, vi } from 'vitest';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import type { LogReader } from '../../src/subscriptions/log/reader.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';

const READERS = 320;
/** Readers that are offered an event in one turn of the event loop, where 32 of them take longer than half a millisecond. */
const IN_ONE_TURN = 32;

/** A hub with readers whose filters take a twentieth of a millisecond each; `tested` counts the events that they have tested. */
async function slowReaders({ queue }: { queue: number }) {
  const log = await openSqliteLog({ file: ':memory:' });
  const hub = new Hub(log, { queue });
  onTestFinished(async () => {
    await hub.close();
    await log.close();
  });
  const tested = { count: 0 };
  const matches = () => {
    tested.count += 1;
    const end = performance.now() + 0.05;
    while (performance.now() < end);
    return true;
  };
  await log.append([callEvent({ call: 'before' })]);
  const readers = await Promise.all(Array.from({ length: READERS }, () => hub.read({ matches })));
  const given = readers.map(follow);
  return { log, hub, tested, given };
}

/** The subjects that a reader gives, as they come. */
function follow(reader: LogReader): string[] {
  const subjects: string[] = [];
  const read = async () => {
    for await (const item of reader) if (!item.gap) subjects.push(item.event.subject);
  };
  void read();
  return subjects;
}

/** The most that was counted between two turns of the event loop until all readers have what is appended. */
async function mostInOneTurn(counted: { count: number }, isDone: () => boolean): Promise<number> {
  let most = 0;
  let before = counted.count;
  while (!isDone()) {
    await new Promise((next) => setImmediate(next));
    most = Math.max(most, counted.count - before);
    before = counted.count;
  }
  return most;
}

const append = (log: EventLog, calls: readonly string[]) => log.append(calls.map((call) => callEvent({ call })));

it('D6: offers an event to many readers in turns of the event loop that end after half a millisecond', async () => {
  const { log, tested, given } = await slowReaders({ queue: 1_000 });
  const isDone = () => given.every(({ length }) => length === 2);
  const [most] = await Promise.all([mostInOneTurn(tested, isDone), append(log, ['one', 'two'])]);
  expect(most).toBe(IN_ONE_TURN);
  expect(given).toEqual(given.map(() => ['one', 'two']));
});

it('gives an event to a reader that begins after some others were offered it', async () => {
  const { log, hub, tested } = await slowReaders({ queue: 1_000 });
  const before = await log.head();
  const appended = append(log, ['one']);
  await until(() => tested.count > 0, 'the first readers are offered it');
  const late = follow(await hub.read({ matches: () => true, after: before }));
  const from = tested.count;
  await appended;
  await append(log, ['two']);
  await until(() => late.length === 2, 'both events');
  expect(from).toBeLessThan(READERS);
  expect(late).toEqual(['one', 'two']);
});

it('sends readers back to the log where many more events wait to be offered than one of them may queue, and loses none', async () => {
  const { log, tested, given } = await slowReaders({ queue: 10 });
  await append(log, ['first']);
  const calls = Array.from({ length: 60 }, (_, at) => `call ${at}`);
  for (const call of calls) await append(log, [call]);
  await until(() => given.every(({ length }) => length === calls.length + 1), 'all events');
  expect(given).toEqual(given.map(() => ['first', ...calls]));
  expect(tested.count).toBeGreaterThan(READERS);
});

it('offers as many events at once as many batches have, without sending a reader back to the log', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  const hub = new Hub(log, { queue: 100 });
  onTestFinished(async () => {
    await hub.close();
    await log.close();
  });
  await append(log, ['before']);
  const read = vi.spyOn(log, 'read');
  const reader = await hub.read({ matches: ({ subject }) => subject === 'wanted' });
  const given = follow(reader);
  await append(log, [...Array.from({ length: 350 }, (_, at) => `call ${at}`), 'wanted']);
  await until(() => given.length === 1, 'the event');
  expect(given).toEqual(['wanted']);
  expect(read).not.toHaveBeenCalled();
});
