/** A stream that reports when it listens, and events of it that come before. */
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { accountEvent, type StreamStatus } from '../../src/adapters/account-status.ts';
import type { Adapter, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import { gapEvent } from '../../src/adapters/gap.ts';
import type { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { SupervisedStream } from '../../src/subscriptions/ingest/supervised-stream.ts';
import { until } from '../helpers/until.ts';
import { silent } from './events.ts';

const SINCE = new Date('2026-03-02T14:00:00Z');
const LOST = 'No gateway listened';

/** An event of one of several sources. */
function eventOf(source: string): EventRecord {
  const at = new Date().toISOString();
  return gapEvent({ account: 'floor', subject: source, from: at, to: at, reason: source });
}

/** A stream that was received until `SINCE`; `send` passes an event on, `listen` says that all of them arrive. */
async function opened() {
  const done: string[] = [];
  const pending: EventRecord[] = [];
  const stop = new AbortController();
  let wake = () => {};
  let listen: (() => void) | undefined;
  const checkpoint = {
    received: () => undefined,
    suspend: (at: Date) => at,
    ...{ begin: () => done.push('checkpoint'), receive: () => undefined, end: async () => undefined },
  };
  async function* open({ signal, onListening }: StreamOptions) {
    listen = onListening;
    void once(signal, 'abort').then(() => wake());
    while (!signal.aborted) {
      yield* pending.splice(0);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const stream = new SupervisedStream({
    adapter: { account: 'floor', check: async () => 'fine' } as unknown as Adapter,
    checkpoint: checkpoint as unknown as StreamCheckpoint,
    ...{ open, logger: silent, backOff: { first: 1, most: 1 }, settledMs: 60_000, reportsListening: true },
    store: async (events) =>
      void done.push(...events.map((event) => (event.kind === 'GAP' ? event.reason : event.kind))),
    reportStatus: async (status) => void done.push(status),
  });
  await stream.takeOver({ until: SINCE, receivedAt: null, abandoned: false });
  const ended = stream.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  await until(() => listen !== undefined);
  const send = (event: EventRecord) => {
    pending.push(event);
    wake();
  };
  const report = (status: StreamStatus) => send(accountEvent('floor', status, new Date().toISOString()));
  return { stream, done, send, report, listen: () => listen?.() };
}

it('delivers an event of one source at once, and is UP only once it listens to all', async () => {
  const { stream, done, send, listen } = await opened();
  send(eventOf('one'));
  await until(() => done.length > 0);
  send(eventOf('two'));
  await until(() => done.includes('two'));
  expect([done, stream.isComplete, stream.openSince]).toEqual([['one', 'two'], false, null]);
  listen();
  await until(() => done.includes('UP'));
  expect([done.slice(2), stream.isComplete]).toEqual([[LOST, 'checkpoint', 'UP'], true]);
});

it('reports what was missed once it is DEGRADED, and its checkpoint waits until it listens to all', async () => {
  const { stream, done, send, report, listen } = await opened();
  report('DEGRADED');
  await until(() => done.includes('DEGRADED'));
  send(eventOf('one'));
  await until(() => done.includes('one'));
  expect([done, stream.isComplete]).toEqual([[LOST, 'DEGRADED', 'one'], false]);
  listen();
  await until(() => done.includes('UP'));
  expect([done.slice(3), stream.isComplete]).toEqual([['checkpoint', 'UP'], true]);
});
