import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import type { Adapter, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import type { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { SupervisedStream } from '../../src/subscriptions/ingest/supervised-stream.ts';
import { silent } from './events.ts';

/** A stream that is received beside another gateway; what is stored of it, and since when it has been received. */
async function receivedBeside() {
  const stored: EventRecord[] = [];
  const stop = new AbortController();
  const checkpoint = {
    received: () => undefined,
    suspend: (at: Date) => at,
    ...{ begin: () => undefined, receive: () => undefined, end: async () => undefined },
  };
  async function* open({ signal, onListening }: StreamOptions) {
    onListening?.();
    if (signal && !signal.aborted) await once(signal, 'abort');
    yield* [] as EventRecord[];
  }
  const stream = new SupervisedStream({
    adapter: { account: 'floor', check: async () => 'fine' } as unknown as Adapter,
    checkpoint: checkpoint as unknown as StreamCheckpoint,
    ...{ open, logger: silent, backOff: { first: 1, most: 1 }, settledMs: 60_000, reportsListening: true },
    store: async (events) => void stored.push(...events),
    reportStatus: async () => undefined,
  });
  await stream.standBy();
  const ended = stream.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  await stream.listening;
  return { stream, stored, up: stream.openSince ?? new Date(0) };
}

const receivedUntil = (until: Date) => ({ until, receivedAt: null, abandoned: false });

it('a stream that the last gateway received until it was received here has no gap', async () => {
  const { stream, stored, up } = await receivedBeside();
  await stream.takeOver(receivedUntil(up));
  expect(stored).toEqual([]);
});

it('what neither gateway received is a gap until the stream was received here', async () => {
  const { stream, stored, up } = await receivedBeside();
  const until = new Date(up.getTime() - 5_000);
  await stream.takeOver(receivedUntil(until));
  const [from, to] = [until, up].map((at) => at.toISOString());
  expect(stored).toMatchObject([{ kind: 'GAP', account: 'floor', from, to }]);
});
