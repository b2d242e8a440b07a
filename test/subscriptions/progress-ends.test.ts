/** How the progress of an import or a report is followed to its end, and what its events say. */
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Adapter, EventRecord, ImportRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { isAbout, isLast, ProgressWatches, progressEvent, repeats } from '../../src/subscriptions/ingest/progress.ts';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { until } from '../helpers/until.ts';
import { silent } from './events.ts';

const IMPORT = { kind: 'IMPORT', account: 'floor', nativeId: '7' } as const;
const REPORT = { kind: 'REPORT', account: 'floor', nativeId: '7' } as const;
const record = (running: boolean, done = 1): ImportRecord => ({ nativeId: '7', running, done, failed: 0, refused: [] });

type Progress = (id: string, options: { signal: AbortSignal }) => AsyncIterable<ImportRecord>;

/** Watches of an account whose imports and reports are followed in this way. */
function watching(progress: Partial<Adapter> | Progress, lease?: unknown) {
  const stored: EventRecord[] = [];
  const waits = { storing: Promise.resolve() };
  const followers = new Set<(events: readonly LoggedEvent[]) => void>();
  const given = typeof progress === 'function' ? { importProgress: progress } : progress;
  const watches = new ProgressWatches({
    adapter: (account) => (account === 'floor' ? ({ account, ...given } as unknown as Adapter) : undefined),
    log: {
      follow: (take: (events: readonly LoggedEvent[]) => void) => {
        followers.add(take);
        return () => followers.delete(take);
      },
    } as never,
    ...{ logger: silent, backOff: { first: 1, most: 1 }, lease: lease as never },
    store: async (event) => {
      stored.push(event);
      await waits.storing;
    },
  });
  onTestFinished(() => watches.stop());
  return { watches, stored, waits, followers };
}

const untilAborted = async (signal: AbortSignal) => {
  if (!signal.aborted) await once(signal, 'abort');
};

it('each step of an import is stored until its last one, and it is not followed any further', async () => {
  let asked = 0;
  const { watches, stored } = watching(async function* () {
    asked += 1;
    yield record(true, 1);
    yield record(true, 2);
    yield record(false, 3);
    yield record(false, 4);
  });
  watches.add(IMPORT);
  await until(() => stored.length === 3, 'it is over');
  await turn();
  expect(stored.map((event) => event.kind === 'IMPORT' && [event.running, event.done])).toEqual([
    [true, 1],
    [true, 2],
    [false, 3],
  ]);
  expect(asked).toBe(1);
  watches.add(IMPORT);
  await until(() => asked === 2, 'a later listener has it followed anew');
});

it('a report is followed by its own means', async () => {
  const ids: string[] = [];
  const { watches, stored } = watching({
    importProgress: () => {
      throw new Error('It is no import');
    },
    async *reportProgress(id: string) {
      ids.push(id);
      yield { nativeId: id, running: false } as never;
    },
  });
  watches.add(REPORT);
  await until(() => stored.length === 1, 'it is over');
  expect(ids).toEqual(['7']);
  expect(stored).toMatchObject([{ kind: 'REPORT', account: 'floor', reportId: '7', running: false }]);
});

it('an import whose vendor says that it does not exist has failed, with the reason', async () => {
  const { watches, stored } = watching(() => {
    throw new CrosspointError('NOT_FOUND', 'There is no such import');
  });
  watches.add(IMPORT);
  await until(() => stored.length > 0, 'it has ended');
  await turn();
  const end = { running: false, done: 0, failed: 0, refused: [], failureMessage: 'There is no such import' };
  expect(stored).toMatchObject([{ kind: 'IMPORT', importId: '7', ...end }]);
});

it('an import of an account that is no longer configured has failed', async () => {
  const { watches, stored } = watching({});
  watches.add({ ...IMPORT, account: 'gone' });
  await until(() => stored.length > 0, 'it has ended');
  expect(stored).toMatchObject([
    { account: 'gone', running: false, failureMessage: 'The account gone is no longer configured' },
  ]);
});

it('an import that breaks or ends without its last step is followed again, after the first pause', async () => {
  let asked = 0;
  const { watches, stored } = watching(async function* () {
    asked += 1;
    yield record(true, asked);
    if (asked === 1) throw new Error('unreachable');
    if (asked === 3) yield record(false, asked);
  });
  watches.add(IMPORT);
  await until(() => stored.length === 4, 'it is over');
  expect(stored.map((event) => event.kind === 'IMPORT' && event.done)).toEqual([1, 2, 3, 3]);
});

it('nothing is stored of an import that breaks once no listener is left', async () => {
  let signal: AbortSignal | undefined;
  const { watches, stored } = watching(async function* (_, options) {
    signal = options.signal;
    yield record(true);
    await untilAborted(options.signal);
    throw new CrosspointError('NOT_FOUND', 'There is no such import');
  });
  const leave = watches.add(IMPORT);
  await until(() => stored.length === 1, 'it is followed');
  leave();
  expect(signal?.aborted).toBe(true);
  await watches.stop();
  expect(stored).toHaveLength(1);
});

it('a listener who leaves twice counts once', async () => {
  let signal: AbortSignal | undefined;
  const { watches } = watching(async function* (_, options) {
    signal = options.signal;
    yield record(true);
    await untilAborted(options.signal);
  });
  const leave = [watches.add(IMPORT), watches.add(IMPORT), watches.add(IMPORT)];
  await until(() => signal, 'it is followed');
  leave[0]?.();
  leave[0]?.();
  leave[1]?.();
  expect(signal?.aborted, 'one is left').toBe(false);
  leave[2]?.();
  expect(signal?.aborted).toBe(true);
});

it('watches that are stopped wait until what was received is stored, and follow the log no more', async () => {
  const { watches, stored, waits, followers } = watching(async function* (_, { signal }) {
    yield record(true);
    await untilAborted(signal);
  });
  let release = () => {};
  waits.storing = new Promise((done) => {
    release = done;
  });
  watches.add(IMPORT);
  await until(() => stored.length === 1, 'it is being stored');
  let isStopped = false;
  const stopped = watches.stop().then(() => {
    isStopped = true;
  });
  expect(followers.size).toBe(0);
  await turn();
  expect(isStopped).toBe(false);
  release();
  await stopped;
});

it('a listener who comes while the last following ends has it followed anew', async () => {
  const signals: AbortSignal[] = [];
  let release = () => {};
  const ending = new Promise<void>((done) => {
    release = done;
  });
  const { watches } = watching(async function* (_, { signal }) {
    signals.push(signal);
    yield record(true);
    await untilAborted(signal);
    await ending;
  });
  watches.add(IMPORT)();
  const leave = watches.add(IMPORT);
  await turn();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  release();
  await turn();
  const leaveToo = watches.add(IMPORT);
  await turn();
  expect(signals, 'the third joins the second').toHaveLength(2);
  leave();
  expect(signals[1]?.aborted).toBe(false);
  leaveToo();
  expect(signals[1]?.aborted).toBe(true);
});

it('the gateway that has the lease follows, and gives it back at the end', async () => {
  const holds: string[] = [];
  const lease = {
    hold: async (name: string, work: (signal: AbortSignal) => Promise<void>, stop: AbortSignal) => {
      holds.push(name);
      await work(stop);
      holds.push(`worked, ${stop.aborted}`);
    },
  };
  const { watches } = watching(async function* () {
    yield record(false);
  }, lease);
  watches.add(IMPORT);
  await until(() => holds.length === 2, 'it is over');
  expect(holds).toEqual(['progress:IMPORT:floor:7', 'worked, true']);
});

const call = { kind: 'CALL', account: 'floor', running: false } as unknown as EventRecord;

it('an event is about the import or the report whose kind, account and key it has', () => {
  const [ofImport, ofReport] = [progressEvent(IMPORT, record(true)), progressEvent(REPORT, record(true))];
  const other = progressEvent({ ...IMPORT, account: 'dial' }, record(true));
  const further = progressEvent({ ...IMPORT, nativeId: '8' }, record(true));
  expect([ofImport, ofReport, other, further, call].map(isAbout(IMPORT))).toEqual([true, ...Array(4).fill(false)]);
  expect([ofImport, ofReport].map(isAbout(REPORT))).toEqual([false, true]);
});

it('an event is the last one of an import or a report that runs no more', () => {
  const events = [IMPORT, REPORT].flatMap((job) => [
    progressEvent(job, record(true)),
    progressEvent(job, record(false)),
  ]);
  expect([...events, call].map(isLast)).toEqual([false, true, false, true, false]);
});

it('an event repeats the one before it where nothing but its times and its fingerprint differ', () => {
  const step = (done: number) => progressEvent(IMPORT, record(true, done));
  const test = repeats(step(1));
  expect([1, 1, 2, 2, 1].map((done) => test(step(done)))).toEqual([true, true, false, true, false]);
  const fresh = repeats(null);
  expect([1, 1].map((done) => fresh(step(done)))).toEqual([false, true]);
  const { account, ...rest } = step(1);
  const reordered = { ...rest, occurredAt: '', receivedAt: '', account } as EventRecord;
  expect(repeats(step(1))(reordered)).toBe(true);
});

it('each event of progress has a fingerprint of its own, and says why a job failed', () => {
  const failed = { ...record(false), failureMessage: 'The list is gone', refused: [{ line: 1 }] } as never;
  const [one, two] = [progressEvent(IMPORT, failed), progressEvent(IMPORT, failed)];
  expect(one.fingerprint).not.toBe(two.fingerprint);
  expect(one).toMatchObject({ subject: 'import/7', failureMessage: 'The list is gone', refused: [{ line: 1 }] });
  expect(progressEvent(REPORT, failed)).toMatchObject({ subject: 'report/7', failureMessage: 'The list is gone' });
  expect(progressEvent(REPORT, record(true))).toMatchObject({ failureMessage: null, running: true });
});
