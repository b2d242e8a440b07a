/** What is written into the log of an account's events, and since when the log lacks some. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import type { LeaseTerm } from '../../src/storage/lease.ts';
import { EventWriter } from '../../src/subscriptions/ingest/event-writer.ts';
import type { Projection } from '../../src/subscriptions/ingest/projection.ts';
import { type EventLog, TERM_ENDED } from '../../src/subscriptions/log/log.ts';
import { callEvent, silent } from './events.ts';

const received = (seconds: number, account = 'floor') => ({
  ...callEvent({ account }),
  receivedAt: new Date(1_700_000_000_000 + seconds * 1_000).toISOString(),
});
const secondsOf = (date: Date | null) => date && (date.getTime() - 1_700_000_000_000) / 1_000;

/** A writer to a log that answers as the test says; `null` has an append wait. */
function writing(rules?: object) {
  const appended: { readonly events: readonly EventRecord[]; readonly term: LeaseTerm | undefined }[] = [];
  const log = { answer: async (): Promise<readonly unknown[]> => ['0001'] };
  const errors: string[] = [];
  const admitted = { isLate: false, asked: 0 };
  const completed: EventRecord[] = [];
  const projection = {
    admit: () => {
      admitted.asked += 1;
      return !admitted.isLate;
    },
    completed: (event: EventRecord) => {
      completed.push(event);
      return { ...event, subject: 'completed' };
    },
  };
  const append = (events: readonly EventRecord[], term?: LeaseTerm) => {
    appended.push({ events, term });
    return log.answer();
  };
  const logger = {
    ...silent,
    error: (_: unknown, text: string) => void errors.push(text),
    warn: (_: unknown, text: string) => void errors.push(text),
  };
  const options = { log: { append } as unknown as EventLog, logger, observedCalls: rules as never };
  const writer = new EventWriter(options, projection as unknown as Projection);
  const kinds = () => appended.map(({ events }) => events.map(({ kind }) => kind));
  return { writer, appended, log, errors, admitted, completed, kinds };
}

const term = { key: 'events:floor', number: 2 } as unknown as LeaseTerm;

test('an event is stored under its term, and one that comes too late is dropped', async () => {
  const { writer, appended, admitted } = writing();
  const event = received(1);
  expect(await writer.store([event], term)).toBe(true);
  expect(appended).toEqual([{ events: [event], term }]);
  admitted.isLate = true;
  expect(await writer.store([received(2)], term)).toBe(true);
  expect([appended.length, writer.unstoredSince('floor')]).toEqual([1, null]);
});

test('an event whose term has ended is not stored, and is stored later although its call would refuse it', async () => {
  const { writer, appended, log, admitted } = writing();
  const event = received(1);
  log.answer = async () => [TERM_ENDED];
  expect(await writer.store([event], term)).toBe(false);
  log.answer = async () => ['0001'];
  admitted.isLate = true;
  expect(await writer.store([event])).toBe(true);
  expect([appended.length, admitted.asked]).toEqual([2, 1]);
});

test('events that wait to be stored are missing since the earliest of their account was received', async () => {
  const { writer, log } = writing();
  const ends: (() => void)[] = [];
  log.answer = () => new Promise((done) => ends.push(() => done(['0001'])));
  const storing = [received(5), received(3), received(1, 'dial')].map((event) => writer.store([event]));
  const since = () => ['floor', 'dial', 'wfo'].map((account) => secondsOf(writer.unstoredSince(account)));
  expect(since()).toEqual([3, 1, null]);
  ends[1]?.();
  await storing[1];
  expect(since()).toEqual([5, 1, null]);
  for (const end of ends) end();
  await Promise.all(storing);
  expect(since()).toEqual([null, null, null]);
});

test('an event whose clock is ahead is missing since now', async () => {
  const { writer, log } = writing();
  log.answer = () => new Promise(() => undefined);
  const before = Date.now();
  void writer.store([{ ...callEvent({}), receivedAt: new Date(before + 3_600_000).toISOString() }]);
  expect(writer.unstoredSince('floor')?.getTime()).toBeLessThanOrEqual(Date.now());
});

test('what could not be written is a gap since the earliest of it, before the next event of the account', async () => {
  const { writer, appended, log, errors, kinds } = writing();
  log.answer = () => Promise.reject(new Error('The disk is full'));
  expect(await writer.store([received(5)])).toBe(true);
  expect(await writer.store([received(3)])).toBe(true);
  expect([secondsOf(writer.unstoredSince('floor')), errors]).toEqual([3, ['Events cannot be stored and are lost']]);
  log.answer = async () => [TERM_ENDED, TERM_ENDED];
  expect(await writer.store([received(6)])).toBe(false);
  expect(secondsOf(writer.unstoredSince('floor'))).toBe(3);
  log.answer = async () => ['0001', '0002'];
  await writer.store([received(7, 'dial')]);
  await writer.store([received(7)]);
  await writer.store([received(8)]);
  expect(kinds()).toEqual([['CALL'], ['GAP', 'CALL'], ['GAP', 'CALL'], ['CALL'], ['GAP', 'CALL'], ['CALL']]);
  const [gap] = appended[4]?.events ?? [];
  expect(gap).toMatchObject({ account: 'floor', reason: 'The event log could not be written' });
  expect(secondsOf(new Date((gap as { from?: string }).from ?? 0))).toBe(3);
  expect(writer.unstoredSince('floor')).toBeNull();
});

test('an observed call is stored as its rules say, one after another, and a carried one with what follows from it', async () => {
  const asked: string[] = [];
  const [first, second] = [received(11), received(12)];
  let release = () => {};
  const deciding = new Promise<void>((done) => {
    release = done;
  });
  const { writer, appended, log } = writing({
    observed: async (event: EventRecord) => {
      asked.push(`observed ${event.subject}`);
      await deciding;
      return [first, second];
    },
    carried: async (event: EventRecord) => {
      asked.push(`carried ${event.subject}`);
      return [];
    },
  });
  const observed = { ...callEvent({ call: 'seen' }), call: { nativeId: 'seen', observedOnly: true } } as never;
  const storing = [writer.store([observed]), writer.store([callEvent({ call: 'own' })])];
  await turn();
  expect([asked, appended.length]).toEqual([['observed seen'], 1]);
  release();
  expect(await Promise.all(storing)).toEqual([true, true]);
  expect(asked).toEqual(['observed seen', 'carried own']);
  expect(appended.flatMap(({ events }) => events).slice(1)).toEqual([first, second]);
  log.answer = async () => [TERM_ENDED];
  expect(await writer.store([callEvent({ call: 'ended' })], term)).toBe(false);
  expect(asked).toHaveLength(2);
});

test('events other than calls and recordings are stored without the rules, and rules that fail store nothing', async () => {
  const fails = () => Promise.reject(new Error('away'));
  const { writer, errors, kinds } = writing({ observed: fails, carried: fails });
  const agent = { ...received(1), kind: 'AGENT' } as unknown as EventRecord;
  expect(await writer.store([agent])).toBe(true);
  expect(errors).toEqual([]);
  expect(await writer.store([callEvent({})])).toBe(true);
  expect([kinds(), errors.length]).toEqual([[['AGENT'], ['CALL']], 1]);
});

test('the changes of its calls are stored behind a recording, which does not wait for them', async () => {
  const change = received(2);
  let decide: (events: readonly EventRecord[]) => void = () => {};
  const { writer, appended, completed, log } = writing({
    observed: () => new Promise<readonly EventRecord[]>((done) => (decide = done)),
    recording: () => [change],
  });
  const observed = { ...callEvent({ call: 'seen' }), call: { nativeId: 'seen', observedOnly: true } } as never;
  const deciding = writer.store([observed]);
  const recording = { ...received(1), kind: 'RECORDING' } as unknown as EventRecord;
  expect(await writer.store([recording])).toBe(true);
  await turn();
  expect(completed, 'an earlier decision is not made yet').toEqual([]);
  decide([]);
  await deciding;
  await turn();
  expect(completed).toEqual([change]);
  expect(appended.map(({ events }) => events[0]?.subject)).toEqual([recording.subject, 'completed']);
  log.answer = async () => [TERM_ENDED];
  expect(await writer.store([{ ...recording }], term)).toBe(false);
});

test('rules of a recording that fail are logged, and the next ones are followed', async () => {
  let rule = (): readonly EventRecord[] => {
    throw new Error('away');
  };
  const { writer, completed, errors } = writing({ recording: () => rule() });
  const recording = { ...received(1), kind: 'RECORDING' } as unknown as EventRecord;
  await writer.store([recording]);
  await turn();
  expect([errors.length, completed]).toEqual([1, []]);
  const change = received(2);
  rule = () => [change];
  await writer.store([{ ...recording }]);
  await turn();
  expect([errors.length, completed]).toEqual([1, [change]]);
});

test('calls of an account that observes others are decided about from then on', async () => {
  const begun: unknown[] = [];
  const begin = async (...given: unknown[]) => {
    begun.push(given);
    return [];
  };
  const { writer } = writing({ begin });
  const since = new Date(5);
  await writer.beginObserved({ account: 'wfo', observesCalls: true } as Adapter, since);
  await writer.beginObserved({ account: 'floor' } as Adapter, since);
  await writing().writer.beginObserved({ account: 'wfo', observesCalls: true } as Adapter, since);
  expect(begun).toEqual([['wfo', since]]);
});

test('events that came together are one batch: what comes too late is dropped, and what is left out is stored later', async () => {
  const { writer, appended, log } = writing();
  const [one, two, three] = [received(1), received(2), received(3)];
  log.answer = async () => ['0001', TERM_ENDED, TERM_ENDED];
  expect(await writer.store([one, two, three], term)).toBe(false);
  log.answer = async () => ['0001', '0002', '0003'];
  expect(await writer.store([two, three], term)).toBe(true);
  expect(appended).toEqual([
    { events: [one, two, three], term },
    { events: [two, three], term },
  ]);
});

test('a batch that could not be written is a gap since the earliest of its events', async () => {
  const { writer, appended, log, kinds } = writing();
  log.answer = () => Promise.reject(new Error('The disk is full'));
  expect(await writer.store([received(5), received(3), received(4)])).toBe(true);
  expect(secondsOf(writer.unstoredSince('floor'))).toBe(3);
  log.answer = async () => ['0001', '0002', '0003'];
  expect(await writer.store([received(6), received(7)])).toBe(true);
  expect(kinds().at(-1)).toEqual(['GAP', 'CALL', 'CALL']);
  expect(appended.at(-1)?.events[0]).toMatchObject({ reason: 'The event log could not be written' });
  expect(writer.unstoredSince('floor')).toBeNull();
});

test('of a batch the observed calls are decided about, and the others stored at once in their order', async () => {
  const asked: string[] = [];
  const noted = (word: string) => async (event: EventRecord) => {
    asked.push(`${word} ${event.subject}`);
    return [];
  };
  const { writer, appended } = writing({ observed: noted('observed'), carried: noted('carried') });
  const observed = { ...callEvent({ call: 'seen' }), call: { nativeId: 'seen', observedOnly: true } } as never;
  const [first, last] = [callEvent({ call: 'first' }), callEvent({ call: 'last' })];
  const agent = { ...received(1), kind: 'AGENT' } as unknown as EventRecord;
  expect(await writer.store([first, observed, agent, last])).toBe(true);
  expect(appended.map(({ events }) => events)).toEqual([[first, agent, last]]);
  expect(asked).toEqual(['observed seen', 'carried first', 'carried last']);
});
