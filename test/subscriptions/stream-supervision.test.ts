/** A stream that breaks, is quiet, or is handed over: what is stored of it, and how its account stands. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Adapter, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import type { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { SupervisedStream } from '../../src/subscriptions/ingest/supervised-stream.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';

/** One opening of the stream, whose events and end the test decides. */
class Opening {
  readonly #queue: (EventRecord | Error | null)[] = [];
  #wake = () => {};

  constructor(readonly options: StreamOptions) {
    options.signal?.addEventListener('abort', () => this.give(null));
  }

  /** Gives an event, an error that breaks the stream, or its end. */
  give(...items: (EventRecord | Error | null)[]): void {
    this.#queue.push(...items);
    this.#wake();
  }

  async *events(): AsyncGenerator<EventRecord> {
    for (;;) {
      const item = this.#queue.shift();
      if (item === null) return;
      if (item instanceof Error) throw item;
      if (item) yield item;
      else await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
}

interface Given {
  readonly reportsListening?: boolean;
  readonly settledMs?: number;
  readonly check?: () => Promise<unknown>;
}

function supervised({ reportsListening = true, settledMs = 60_000, check = async () => 'fine' }: Given = {}) {
  const [stored, statuses, calls, failures] = [[] as EventRecord[], [] as string[], [] as string[], [] as unknown[]];
  const openings: Opening[] = [];
  const slow = { storing: Promise.resolve() };
  const note = (name: string) => () => void calls.push(name);
  const checkpoint = {
    ...{ received: note('received'), begin: note('begin'), receive: note('receive') },
    suspend: (at: Date) => at,
    end: async () => void calls.push('end'),
  };
  const stop = new AbortController();
  const stream = new SupervisedStream({
    adapter: { account: 'floor', check } as unknown as Adapter,
    checkpoint: checkpoint as unknown as StreamCheckpoint,
    open: (options) => {
      const opening = new Opening(options);
      openings.push(opening);
      return opening.events();
    },
    ...{ logger: { ...silent, warn: (facts: unknown) => void failures.push(facts) }, backOff: { first: 1, most: 1 } },
    ...{ settledMs, reportsListening },
    store: async (events) => {
      stored.push(...events);
      await slow.storing;
    },
    reportStatus: async (status) => void statuses.push(status),
  });
  const run = () => {
    const ended = stream.run(stop.signal);
    onTestFinished(async () => {
      stop.abort();
      await ended;
    });
    return ended;
  };
  const opened = (count: number) => until(() => openings[count - 1], `it was opened ${count} times`, 5_000);
  const open = async (count: number) => {
    const opening = await opened(count);
    opening.options.onListening?.();
    await until(() => stream.openSince, 'it is open', 5_000);
    await turn();
    return opening;
  };
  return { stream, stored, statuses, calls, failures, openings, slow, stop, run, opened, open };
}

const broken = (message: string) => new CrosspointError('UNAVAILABLE', message);
const about = (status: string) => ({ ...callEvent({}), kind: 'ACCOUNT', status }) as unknown as EventRecord;
const gapsOf = (events: readonly EventRecord[]) => events.filter(({ kind }) => kind === 'GAP');

it('a stream that is open stores its events, and its account is up', async () => {
  const { stream, stored, statuses, calls, run, open } = supervised();
  void run();
  expect([stream.isComplete, stream.openSince]).toEqual([false, null]);
  const before = Date.now();
  const opening = await open(1);
  expect(stream.openSince?.getTime()).toBeGreaterThanOrEqual(before);
  expect([stream.isComplete, statuses, calls]).toEqual([true, ['UP'], ['received', 'begin']]);
  const [one, two] = [callEvent({}), callEvent({})];
  opening.give(one, two);
  await until(() => stored.length === 2, 'both are stored');
  expect([stored, statuses, calls.filter((name) => name === 'received').length]).toEqual([[one, two], ['UP'], 3]);
});

it('a stream that breaks is opened again, with a gap from its break until then', async () => {
  const { stream, stored, statuses, calls, failures, run, opened, open } = supervised();
  void run();
  const first = await open(1);
  const begun = Date.now();
  first.give(broken('The line was cut'));
  await opened(2);
  expect([stream.isComplete, stream.openSince, calls.at(-1), statuses]).toEqual([false, null, 'end', ['UP', 'DOWN']]);
  expect(stored).toEqual([]);
  await open(2);
  await until(() => statuses.length === 3, 'it is up');
  expect(stored).toMatchObject([{ kind: 'GAP', account: 'floor', reason: 'The line was cut' }]);
  const [gap] = stored as { from?: string; to?: string }[];
  expect(Date.parse(gap?.from ?? '')).toBeGreaterThanOrEqual(begun);
  expect(Date.parse(gap?.to ?? '')).toBeLessThanOrEqual(Date.now());
  expect([statuses, failures]).toEqual([
    ['UP', 'DOWN', 'UP'],
    [{ account: 'floor', code: 'UNAVAILABLE', failures: 1 }],
  ]);
});

it('breaks without an opening between them are one gap, from the first of them; each counts until it is open', async () => {
  const { stored, failures, run, opened, open } = supervised();
  void run();
  (await opened(1)).give(broken('first'));
  (await opened(2)).give(broken('second'));
  const third = await open(3);
  expect(stored).toMatchObject([{ kind: 'GAP', reason: 'first' }]);
  third.give(broken('third'));
  await open(4);
  expect(gapsOf(stored)).toMatchObject([{ reason: 'first' }, { reason: 'third' }]);
  expect(failures).toMatchObject([{ failures: 1 }, { failures: 2 }, { failures: 1 }]);
});

it('a stream that ends by itself is opened again, and one that is stopped is not', async () => {
  const { stored, failures, openings, stop, run, open } = supervised();
  const ended = run();
  (await open(1)).give(null);
  await open(2);
  expect(gapsOf(stored)).toHaveLength(1);
  stop.abort();
  await ended;
  expect([openings.length, gapsOf(stored).length, failures.length]).toEqual([2, 1, 1]);
});

it('what was received is stored before a break is reported', async () => {
  const { statuses, stored, slow, run, open } = supervised();
  void run();
  const opening = await open(1);
  let release = () => {};
  slow.storing = new Promise((done) => {
    release = done;
  });
  opening.give(callEvent({}), broken('cut'));
  await until(() => stored.length === 1, 'it is being stored');
  await turn();
  expect(statuses).toEqual(['UP']);
  release();
  await until(() => statuses.includes('DOWN'), 'the break is reported');
});

it('256 events may wait to be stored, and further ones are not received until there is room', async () => {
  const { stored, slow, run, open } = supervised();
  void run();
  const opening = await open(1);
  let release = () => {};
  slow.storing = new Promise((done) => {
    release = done;
  });
  opening.give(...Array.from({ length: 300 }, () => callEvent({})));
  await until(() => stored.length >= 256, 'as many wait');
  await turn();
  expect(stored).toHaveLength(256);
  slow.storing = Promise.resolve();
  release();
  await until(() => stored.length === 300, 'all are stored');
});

it('an event shows that a stream is open that does not report it, and no other', async () => {
  for (const { reportsListening, statuses: expected } of [
    { reportsListening: false, statuses: ['UP'] },
    { reportsListening: true, statuses: [] },
  ]) {
    const { stream, stored, statuses, run, opened } = supervised({ reportsListening });
    void run();
    const event = callEvent({});
    (await opened(1)).give(event);
    await until(() => stored.length === 1, 'it is stored');
    expect([stored, statuses, stream.isComplete]).toEqual([[event], expected, expected.length > 0]);
  }
});

it('a source that reports how its account stands is believed', async () => {
  const { stream, stored, statuses, calls, run, opened } = supervised({ settledMs: 1, reportsListening: false });
  void run();
  const opening = await opened(1);
  opening.give(about('DOWN'));
  await until(() => statuses.length === 1, 'it is down');
  await stream.settled;
  expect([statuses, stream.isComplete, stream.openSince]).toEqual([['DOWN'], false, null]);
  opening.give(about('DEGRADED'));
  await until(() => statuses.length === 3, 'it is degraded');
  expect([statuses, stream.isComplete, calls.at(-1)]).toEqual([['DOWN', 'UP', 'DEGRADED'], false, 'end']);
  expect(stream.openSince).not.toBeNull();
  opening.give(about('UP'));
  await until(() => statuses.length === 4, 'it is up');
  expect([statuses.at(-1), stream.isComplete, calls.at(-1), stored]).toEqual(['UP', true, 'begin', []]);
});

it('a quiet stream is open once its vendor answers, with a gap since its opening where it did not at first', async () => {
  const answers = [broken('away'), null, null];
  const asked: number[] = [];
  const check = async () => {
    asked.push(Date.now());
    const failure = answers.shift();
    if (failure) throw failure;
    return 'fine';
  };
  const { stream, stored, statuses, failures, run, opened } = supervised({
    settledMs: 1,
    reportsListening: false,
    check,
  });
  const begun = Date.now();
  void run();
  await opened(1);
  await until(() => statuses.length === 2, 'it is up');
  await stream.settled;
  expect([statuses, asked.length]).toEqual([['DOWN', 'UP'], 2]);
  expect(stored).toMatchObject([{ kind: 'GAP', reason: 'The vendor did not answer' }]);
  const [gap] = stored as { from?: string }[];
  expect(Date.parse(gap?.from ?? '')).toBeLessThanOrEqual(asked[0] ?? 0);
  expect(Date.parse(gap?.from ?? '')).toBeGreaterThanOrEqual(begun);
  expect(failures).toEqual([{ account: 'floor', code: 'UNAVAILABLE' }]);
});

it('a stream that reports its opening is not open because its vendor answers', async () => {
  let asked = 0;
  const check = async () => {
    asked += 1;
    return 'fine';
  };
  const { stream, statuses, run, open } = supervised({ settledMs: 1, check });
  void run();
  await until(() => asked >= 3, 'it was asked again and again');
  expect([statuses, stream.isComplete]).toEqual([[], false]);
  await open(1);
  expect(statuses).toEqual(['UP']);
});

it('a stream that another gateway publishes is received without checkpoints until it is taken over', async () => {
  const { stream, stored, calls, run, open } = supervised();
  await stream.standBy();
  void run();
  await open(1);
  expect(calls).toEqual(['end', 'received', 'receive']);
  await stream.takeOver(null);
  expect(calls.at(-1)).toBe('begin');
  await stream.standBy();
  expect(calls.slice(-2)).toEqual(['end', 'receive']);
  expect(stored).toEqual([]);
});

it('a stream that is taken over before it is open has a gap since it was last received', async () => {
  const { stream, stored, calls, run, open } = supervised();
  await stream.standBy();
  const lastUntil = new Date(Date.now() - 5_000);
  await stream.takeOver({ until: lastUntil, receivedAt: null, abandoned: false });
  expect([stored, calls]).toEqual([[], ['end']]);
  void run();
  await open(1);
  expect(stored).toMatchObject([{ kind: 'GAP', from: lastUntil.toISOString(), reason: 'No gateway listened' }]);
});
