/** What caches and queues hold when they are fed far more than their limit of bytes (D8); docs/limits.md has the table. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { five9DateTime } from '../../src/adapters/five9-config/contract/types/scalars.ts';
import { EventStream } from '../../src/adapters/recorder/events/stream.ts';
import { nameAt } from '../../src/adapters/xml/names.ts';
import { Executor } from '../../src/executor/executor.ts';
import type { Figures } from '../../src/figures/figures.ts';
import { ListCache } from '../../src/gateway/list-cache.ts';
import { e164Of } from '../../src/gateway/numbers.ts';
import { ObservedCalls } from '../../src/gateway/observed-calls.ts';
import { RecentCalls } from '../../src/gateway/recent-calls.ts';
import { Subscriber } from '../../src/subscriptions/deliver/subscriber.ts';
import { FiguresProjector } from '../../src/subscriptions/figures/projector.ts';
import { Projection } from '../../src/subscriptions/ingest/projection.ts';
import { Batcher } from '../../src/subscriptions/log/batcher.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { PublishedLately } from '../../src/subscriptions/log/published-lately.ts';
import { RecentEvents } from '../../src/subscriptions/log/recent-events.ts';
import { DeliveryState } from '../../src/webhooks/delivery-state.ts';
import type { WebhookStateStore } from '../../src/webhooks/state-store.ts';
import { PerSubjectQueues } from '../../src/webhooks/subject-queues.ts';
import { parseMessage } from '../../src/websocket/client-message.ts';
import { callEvent } from '../subscriptions/events.ts';
import { start as startStandby } from '../subscriptions/standby.ts';
import { fakeAdapter, gatewayOver } from '../unified/world.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MEGABYTE = 1024 * 1024;
const LONG = 100_000;

/** Bytes in use; long texts and buffers are not in the heap, and are freed a turn after they are collected. */
async function memory(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await new Promise((done) => setTimeout(done, 1));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
/** Megabytes that the runtime itself may take meanwhile. */
const MARGIN = 1;

/** A text of its own: `repeat` would share its pieces. */
const text = (index: number, length = LONG) => Buffer.alloc(length, 'x').toString('latin1').replace('x', `${index} `);
const times = (count: number, feed: (index: number) => void) =>
  Array.from({ length: count }, (_, at) => at).forEach(feed);
type CallEvent = Extract<EventRecord, { kind: 'CALL' }>;
const usual = () => callEvent({}) as CallEvent;
const call = (index: number) => ({ ...usual().call, nativeId: `n${index}`, startedAt: null, from: text(index) });
const event = (index: number): CallEvent => ({ ...usual(), fingerprint: `f${index}`, call: call(index) });
const never = new Promise<never>(() => undefined);
/** Feeds until it does not return within a turn of the event loop. */
async function untilItWaits(feed: (index: number) => Promise<unknown>, most: number): Promise<number> {
  for (let index = 0; index < most; index += 1) {
    const turn = new Promise((done) => setTimeout(done, 0, 'waits'));
    if ((await Promise.race([feed(index).then(() => 'took'), turn])) === 'waits') return index;
  }
  return most;
}

/** Name in docs/limits.md, limit in megabytes, and what feeds it more than that; answers what has to stay alive. */
const BOUNDS: readonly (readonly [string, number, () => unknown])[] = [
  [
    'Cached lists',
    128,
    async () => {
      const cache = new ListCache();
      const rows = (index: number) => async () => ({
        items: [{ name: text(index, MEGABYTE) }],
        fetchedAt: '',
        truncated: false,
      });
      for (let index = 0; index < 200; index += 1)
        await cache.read({ account: 'a', role: 'agents', query: { index } as object }, { maxAge: 1e9 }, rows(index));
      return cache;
    },
  ],
  [
    'Cached parts of campaigns, and states of recordings',
    16,
    async () => {
      const { gateway } = gatewayOver([fakeAdapter('a', 'FIVE9_CONFIG')]);
      const { signal } = new AbortController();
      const read = (index: number) => ({ account: 'a', role: 'campaigns', query: { index } }) as const;
      for (let index = 0; index < 60; index += 1)
        await gateway.cached(read(index), async () => text(index, MEGABYTE), { signal });
      return gateway;
    },
  ],
  [
    'Recent calls',
    32,
    () => {
      const calls = new RecentCalls();
      times(800, (index) => calls.observe('a', call(index)));
      return calls;
    },
  ],
  [
    'Observed calls',
    32,
    () => {
      const calls = new ObservedCalls();
      times(800, (index) => calls.set('a', call(index), null));
      return calls;
    },
  ],
  [
    'Calls of the event projection',
    128,
    () => {
      const projection = new Projection();
      times(2_000, (index) => projection.admit(event(index)));
      return projection;
    },
  ],
  [
    'Texts of rows that are encoded once',
    32,
    async () => {
      const [id, document] = [text(0), parse('{ rows { id } }')];
      const rows = Array.from({ length: 1_000 }, () => Object.freeze({ id }));
      const executor = new Executor(buildSchema('type Row { id: ID! } type Query { rows: [Row!]! }'), 0);
      await executor.prepare({ document })?.(null, { rows }, undefined, true);
      return [executor, document, rows];
    },
  ],
  ['Parsed numbers', 4, () => times(1_000, (index) => e164Of(text(index, 20_000)))],
  [
    'Parsed times',
    1,
    () => {
      const zone = { timeZone: 'UTC' } as never;
      times(300, (index) => five9DateTime.decode(`2026-03-02T08:00:00.${'0'.repeat(20_000)}${index}`, zone));
    },
  ],
  [
    'Names of XML elements',
    2,
    () => times(300, (index) => nameAt(`n${text(index, 20_000).replace(/\W/, '')}`, 0, 20_000, index)),
  ],
  [
    'Queries of WebSocket clients',
    4,
    () => times(500, (index) => parseMessage(`{"payload":{"query":"${text(index)}"}}`)),
  ],
  [
    'Events appended lately',
    32,
    () => {
      const recent = new RecentEvents();
      times(800, (index) => recent.add([event(index)], []));
      return recent;
    },
  ],
  [
    'Events followed lately',
    8,
    () => {
      const published = new PublishedLately();
      times(800, (index) => published.mark([{ position: '1', event: { ...event(index), fingerprint: text(index) } }]));
      return published;
    },
  ],
  [
    'Events on their way into the log',
    128,
    async () => {
      const batcher = new Batcher(() => never, 50_000);
      const refused: unknown[] = [];
      times(
        2_000,
        (index) => void batcher.append([event(index)]).catch((thrown: { code: string }) => refused.push(thrown.code)),
      );
      await new Promise(setImmediate);
      expect(refused.length).toBeGreaterThan(500);
      expect(new Set(refused)).toEqual(new Set(['UNAVAILABLE']));
      return batcher;
    },
  ],
  [
    'Events of a standby',
    64,
    async () => {
      const { standby } = startStandby();
      expect(await untilItWaits((index) => standby.take({ ...event(index), words: `w${index}` }), 1_000)).toBeLessThan(
        600,
      );
      standby.close();
      return standby;
    },
  ],
  [
    'Events that wait for the figures',
    32,
    () => {
      let push: Parameters<EventLog['follow']>[0] = () => undefined;
      const log = {
        follow: (listener: typeof push) => {
          push = listener;
          return () => undefined;
        },
        read: () => never,
      };
      const projector = new FiguresProjector(log as unknown as EventLog, {} as Figures);
      void projector.start(null);
      times(800, (index) => push([{ event: event(index), position: String(index) }]));
      return projector;
    },
  ],
  [
    'Unread events of a recorder',
    16,
    () => {
      const stream = new EventStream();
      let isPaused = false;
      const connection = { pause: () => (isPaused = true), resume: () => (isPaused = false), close: () => undefined };
      stream.attach(connection as never, new AbortController().signal);
      for (let index = 0; index < 800 && !isPaused; index += 1) stream.unasked(text(index), 'CALLCOPYEVENT');
      expect(isPaused).toBe(true);
      return stream;
    },
  ],
  [
    'Buffered results of a subscriber that catches up',
    4,
    () => {
      const channel = { size: 0, add: () => undefined, remove: () => undefined, close: async () => undefined };
      const writer = { full: false, drained: async () => undefined, sendParts: () => undefined };
      const row = { catchUp: () => channel, leave: () => undefined };
      const subscriber = new Subscriber(writer as never, '{', '0001', row as never);
      subscriber.startCatchUp(channel as never);
      times(800, (index) => subscriber.deliver(Buffer.alloc(LONG), String(index + 2).padStart(4, '0')));
      return subscriber;
    },
  ],
  [
    'Messages of a webhook on their way',
    16,
    async () => {
      const ignore = () => undefined;
      const terms = () => ({ schedule: [], target: {} }) as never;
      const sender = { send: () => never } as never;
      const queues = new PerSubjectQueues({
        sender,
        policy: terms,
        attempted: ignore,
        exhausted: ignore,
        changed: ignore,
      });
      queues.begin([], new AbortController().signal);
      const enter = (index: number) => {
        queues.enter({ id: `i${index}`, body: text(index), subject: 's', position: '1', attempts: 0, due: 0 } as never);
        return queues.waitForCapacity();
      };
      expect(await untilItWaits(enter, 400)).toBeLessThan(200);
      return queues;
    },
  ],
  [
    'Dead letters of a webhook',
    16,
    () => {
      const state = new DeliveryState({} as WebhookStateStore);
      times(800, (index) =>
        state.addDead({
          id: `i${index}`,
          body: text(index),
          type: 't',
          subject: '',
          position: '1',
          attempts: 1,
          due: 0,
        } as never),
      );
      expect(state.dead.at(-1)?.id).toBe('i799');
      return state;
    },
  ],
];

test.each(BOUNDS)('%s hold %d MB at most (D8)', { timeout: 60_000 }, async (name, megabytes, feed) => {
  const before = await memory();
  const fed = [await feed()];
  const megabytesUsed = ((await memory()) - before) / MEGABYTE;
  expect(fed).toHaveLength(1);
  expect(megabytesUsed).toBeLessThan(megabytes + MARGIN);
  expect(readFileSync('docs/limits.md', 'utf8')).toContain(`| ${name} | ${megabytes} MB |`);
});
