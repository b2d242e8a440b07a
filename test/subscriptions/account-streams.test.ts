/** What the gateway knows about an account's stream, and when the streams of accounts begin and end. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Adapter, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import type { Lease, LeaseTerm } from '../../src/storage/lease.ts';
import { AccountStreams, notingTerms, streamOf } from '../../src/subscriptions/ingest/account-streams.ts';
import type { EventWriter } from '../../src/subscriptions/ingest/event-writer.ts';
import type { Projection } from '../../src/subscriptions/ingest/projection.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { silent } from './events.ts';

const term = { key: 'events:floor', number: 2 } as unknown as LeaseTerm;

/** A stream with a log of this note, and what it was opened with. */
function streamWith({
  reportsListening,
  name = 'events:floor',
  restored = Promise.resolve(),
}: {
  readonly reportsListening?: boolean;
  readonly name?: string;
  readonly restored?: Promise<void>;
}) {
  const opened: StreamOptions[] = [];
  const open = (options: StreamOptions): AsyncIterable<EventRecord> | undefined => {
    opened.push(options);
    return undefined;
  };
  const noted = async () => JSON.stringify({ until: new Date(5).toISOString(), left: false });
  const stream = streamOf(
    { adapter: { account: 'floor', reportsListening } as Adapter, name, open },
    {
      ...{
        log: { noted } as unknown as EventLog,
        logger: silent,
        restored,
        heartbeat: 60_000,
        writer: {} as EventWriter,
      },
      projection: { callsOf: (account: string) => [account] } as unknown as Projection,
    },
  );
  return { stream, opened };
}

test('a stream reports its opening where its adapter says so, and a watch does not', () => {
  const isReported = (reportsListening?: boolean, name?: string) =>
    streamWith({ ...(reportsListening !== undefined && { reportsListening }), ...(name && { name }) }).stream
      .reportsListening;
  expect([isReported(true), isReported(false), isReported(), isReported(true, 'watch:floor')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('a stream knows the calls of its account in the log once they are restored', async () => {
  let restore = () => {};
  const restored = new Promise<void>((done) => {
    restore = done;
  });
  const { stream, opened } = streamWith({ restored });
  stream.open({ signal: new AbortController().signal });
  const known: unknown[] = [];
  void opened[0]?.logged?.().then((calls) => known.push(calls));
  await turn();
  expect(known).toEqual([]);
  restore();
  await turn();
  expect(known).toEqual([['floor']]);
});

test('what a standby buffered before is forgotten with the last checkpoint', async () => {
  const { stream } = streamWith({});
  stream.standby = {} as never;
  const last = await stream.lastCheckpoint(new AbortController().signal);
  expect([last?.until, stream.standby]).toEqual([new Date(5), undefined]);
});

test('the term of a lease is that of its stream while it is received', async () => {
  const { stream } = streamWith({});
  const given: unknown[] = [];
  const lease = {
    hold: async (name: string, work: (...all: unknown[]) => Promise<void>, signal: AbortSignal) => {
      given.push(name);
      await work(signal, true, term);
    },
  } as unknown as Lease;
  const { signal } = new AbortController();
  const work = async (...all: unknown[]) => void given.push(stream.term, ...all);
  await notingTerms(lease, stream).hold('events:floor', work, signal);
  expect(given).toEqual(['events:floor', term, signal, true, term]);
});

test('a checkpoint of a stream is no later than what its writer or its standby has not stored', async () => {
  const times: (string | null)[] = [];
  for (const [written, buffered] of [
    [3, 5],
    [5, 3],
    [null, 4],
    [4, null],
    [null, null],
  ]) {
    const dateOf = (at: number | null | undefined) => (at == null ? null : new Date(at));
    const texts: string[] = [];
    const note = async (_: string, text: string) => void texts.push(text);
    const stream = streamOf(
      { adapter: { account: 'floor' } as Adapter, name: 'events:floor', open: () => undefined },
      {
        ...{ log: { note } as unknown as EventLog, logger: silent, heartbeat: 60_000 },
        writer: { unstoredSince: () => dateOf(written) } as unknown as EventWriter,
        projection: {} as Projection,
      },
    );
    stream.standby = { bufferedSince: dateOf(buffered) } as never;
    stream.checkpoint.begin(new Date(10));
    await stream.checkpoint.end();
    const { until } = JSON.parse(texts[0] ?? '{}');
    times.push(until && Date.parse(until) < 10 ? until.slice(-2, -1) : null);
  }
  expect(times).toEqual(['3', '3', '4', '4', null]);
});

test('streams of accounts run from the start, and end with their account or with all', async () => {
  const runs: string[] = [];
  const run = async ({ account }: Adapter, signal: AbortSignal) => {
    runs.push(`${account} runs`);
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    await turn();
    runs.push(`${account} ends`);
  };
  const adapter = (account: string) => ({ account, events: () => undefined }) as unknown as Adapter;
  const streams = new AccountStreams([adapter('floor'), { account: 'silent' } as Adapter], run);
  streams.add(adapter('dial'));
  expect(runs).toEqual([]);
  streams.start();
  streams.add(adapter('wfo'));
  expect(runs).toEqual(['floor runs', 'dial runs', 'wfo runs']);
  expect(streams.all.map(({ account }) => account)).toEqual(['floor', 'silent', 'dial', 'wfo']);
  await streams.remove('dial');
  expect(runs.slice(3), 'it has ended by then').toEqual(['dial ends']);
  await streams.remove('unknown');
  expect([runs.slice(3), streams.adapter('dial'), streams.adapter('wfo')?.account]).toEqual([
    ['dial ends'],
    undefined,
    'wfo',
  ]);
  await streams.stop();
  expect(runs.slice(4)).toEqual(['floor ends', 'wfo ends']);
  streams.add(adapter('late'));
  expect(runs).toHaveLength(6);
});

test('an account that was removed is not opened again', async () => {
  const signals: AbortSignal[] = [];
  const run = async (_: Adapter, signal: AbortSignal) => void signals.push(signal);
  const streams = new AccountStreams([{ account: 'floor', events: () => undefined } as unknown as Adapter], run);
  streams.start();
  await streams.remove('floor');
  streams.start();
  expect([signals.length, streams.all]).toEqual([1, []]);
});
