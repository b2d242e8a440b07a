/** When the changes of an account are received, as far as a snapshot has to wait for them. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Adapter, EventRecord, Watchable } from '../../src/adapters/adapter.ts';
import { Reception } from '../../src/subscriptions/ingest/reception.ts';
import type { SupervisedStream } from '../../src/subscriptions/ingest/supervised-stream.ts';
import { until } from '../helpers/until.ts';

const LONG = 60_000;
const HEARTBEAT = 1_000;
const adapter = (account: string, facts: object) => ({ account, ...facts }) as unknown as Adapter;
const STREAMED = adapter('floor', { events: () => undefined });
const WATCHED = adapter('wfo', { watches: ['AGENT', 'CAMPAIGN'] });

interface Given {
  readonly accounts: readonly Adapter[];
  readonly limit?: number;
  readonly isShared?: boolean;
}

/** The reception of accounts; streams settle and watches have looked when the test says so. */
function receiving({ accounts, limit = LONG, isShared = false }: Given) {
  const stored: EventRecord[] = [];
  const notes = new Map<string, string>();
  const asked: unknown[] = [];
  let hasLooked = () => {};
  const looking = new Promise<void>((done) => {
    hasLooked = done;
  });
  const reception = new Reception({
    log: { noted: async (name: string) => notes.get(name) ?? null } as never,
    ...{ heartbeat: HEARTBEAT, isShared, limit },
    adapters: () => accounts,
    looked: (account, kinds) => {
      asked.push([account, kinds]);
      return looking;
    },
    store: async (event) => void stored.push(event),
  });
  const open = (name: string) => {
    let settle = () => {};
    const settled = new Promise<void>((done) => {
      settle = done;
    });
    reception.opened(name, { settled } as SupervisedStream);
    return settle;
  };
  /** Whether the reception is ready. */
  const begin = (kinds: readonly Watchable[], of: 'all' | ReadonlySet<string> = 'all') => {
    const state = { isReady: false };
    void reception.ready(kinds, of).then(() => {
      state.isReady = true;
    });
    return state;
  };
  return { reception, stored, notes, asked, hasLooked, open, begin };
}

test('a snapshot waits until the stream of its account is received', async () => {
  const { open, begin } = receiving({ accounts: [STREAMED] });
  const settle = open('events:floor');
  const state = begin(['CALL']);
  await turn();
  expect(state.isReady).toBe(false);
  settle();
  await turn();
  expect(state.isReady).toBe(true);
  const later = begin(['AGENT']);
  await turn();
  expect(later.isReady).toBe(true);
});

test('a snapshot waits for a stream that is opened later, and anew for one of an account that was removed', async () => {
  const { reception, open, begin } = receiving({ accounts: [STREAMED] });
  const early = begin(['CALL']);
  open('events:floor')();
  await turn();
  expect(early.isReady).toBe(true);
  reception.removed('floor');
  const state = begin(['CALL']);
  await turn();
  expect(state.isReady).toBe(false);
  open('events:floor')();
  await turn();
  expect(state.isReady).toBe(true);
});

test('a snapshot waits until the watch of its account has looked at its kinds', async () => {
  const { asked, hasLooked, begin } = receiving({ accounts: [WATCHED] });
  const state = begin(['CAMPAIGN']);
  await turn();
  expect([state.isReady, asked]).toEqual([false, [['wfo', ['CAMPAIGN']]]]);
  hasLooked();
  await turn();
  expect(state.isReady).toBe(true);
});

test('an account whose stream and watch both report a kind is received once both are', async () => {
  const both = adapter('floor', { events: () => undefined, watches: ['AGENT'] });
  const { open, hasLooked, begin } = receiving({ accounts: [both] });
  const state = begin(['AGENT']);
  hasLooked();
  await turn();
  expect(state.isReady).toBe(false);
  open('events:floor')();
  await turn();
  expect(state.isReady).toBe(true);
});

test('a snapshot does not wait for kinds that no stream reports, nor for accounts that it is not of', async () => {
  const { asked, begin } = receiving({ accounts: [STREAMED, WATCHED] });
  const states = [
    begin(['CAMPAIGN'], new Set(['floor'])),
    begin(['CALL'], new Set(['wfo'])),
    begin(['CALL'], new Set()),
  ];
  await turn();
  expect(states.map(({ isReady }) => isReady)).toEqual([true, true, true]);
  expect(asked).toEqual([]);
});

test('after its limit a snapshot waits no longer, and what it may have missed is one gap once the stream is received', async () => {
  const { reception, stored, open } = receiving({ accounts: [STREAMED], limit: 1 });
  const before = Date.now();
  await reception.ready(['CALL'], 'all');
  await reception.ready(['CALL'], 'all');
  await turn();
  expect(stored).toEqual([]);
  open('events:floor')();
  await until(() => stored.length > 0, 'the gap is stored');
  await turn();
  expect(stored).toMatchObject([{ kind: 'GAP', account: 'floor', reason: 'Events were not received yet' }]);
  expect(Date.parse((stored[0] as { from?: string }).from ?? '')).toBeGreaterThanOrEqual(before);
  reception.removed('floor');
  await reception.ready(['CALL'], 'all');
  open('events:floor')();
  await until(() => stored.length === 2, 'a later one is another gap');
});

test('a snapshot that was in time leaves no gap', async () => {
  const { reception, stored, open } = receiving({ accounts: [STREAMED], limit: 1 });
  open('events:floor')();
  await turn();
  await reception.ready(['CALL'], 'all');
  await turn();
  expect(stored).toEqual([]);
});

test('a stream that another gateway has received lately is received, where there are others', async () => {
  const checkpoint = (before: number, left = false) =>
    JSON.stringify({ until: new Date(Date.now() - before).toISOString(), left });
  for (const { isShared, text, isReady } of [
    { isShared: true, text: checkpoint(0), isReady: true },
    { isShared: true, text: checkpoint(2 * HEARTBEAT), isReady: true },
    { isShared: true, text: checkpoint(3 * HEARTBEAT), isReady: false },
    { isShared: true, text: checkpoint(0, true), isReady: false },
    { isShared: true, text: null, isReady: false },
    { isShared: false, text: checkpoint(0), isReady: false },
  ]) {
    const { reception, notes, stored, open } = receiving({ accounts: [STREAMED], limit: 20, isShared });
    if (text) notes.set('checkpoint:events:floor', text);
    await reception.ready(['CALL'], 'all');
    open('events:floor')();
    await turn();
    await turn();
    expect(stored.length, `${isShared} ${text}`).toBe(isReady ? 0 : 1);
  }
});

test('a stream that another gateway begins to receive is looked at again', async () => {
  const { notes, begin } = receiving({ accounts: [STREAMED], isShared: true });
  const state = begin(['CALL']);
  await turn();
  expect(state.isReady).toBe(false);
  notes.set('checkpoint:events:floor', JSON.stringify({ until: new Date().toISOString(), left: false }));
  await until(() => state.isReady, 'it is received there', 2_000);
});
