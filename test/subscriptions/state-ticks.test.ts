import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { SharedSubscriptions } from '../../src/subscriptions/deliver/shared-subscriptions.ts';
import { StateTicks } from '../../src/subscriptions/figures/ticks.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { until } from '../helpers/until.ts';

/** Ticks of a revision that the test sets. */
function ticks(periodMs = 5, repeatMs?: number) {
  const state = { revision: 0, looks: 0, ends: 0 };
  const source = new StateTicks(
    periodMs,
    () => {
      state.looks += 1;
      return state.revision;
    },
    () => {
      state.ends += 1;
    },
    repeatMs,
  );
  return { state, source };
}

test('ticks at once, and again only when the revision changed', async () => {
  const { state, source } = ticks();
  expect((await source.next()).done).toBe(false);
  let second = 0;
  const next = source.next().then(() => {
    second = state.revision;
  });
  await until(() => state.looks >= 4);
  expect(second).toBe(0);
  state.revision = 7;
  await next;
  expect(second).toBe(7);
  await source.return();
});

test('repeats an unchanged state after a while, so that a quiet stream differs from one that stalls', async () => {
  const { state, source } = ticks(1, 20);
  await source.next();
  const begin = performance.now();
  await source.next();
  expect(state.revision).toBe(0);
  expect(state.looks).toBeGreaterThan(1);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(19);
  await source.return();
});

test('ends while it waits, and counts its listener out once', async () => {
  const { state, source } = ticks(60_000);
  await source.next();
  const waiting = source.next();
  await source.return();
  await source.return();
  expect((await waiting).done).toBe(true);
  expect(state.ends).toBe(1);
});

test('a thousand equal subscriptions are one computation, and each has the state at once', async () => {
  const schema = buildSchema('type Query { a: Int } type Subscription { figures: Int }');
  const counted = { sources: 0, computed: 0 };
  const field = schema.getSubscriptionType()?.getFields().figures;
  if (!field) throw new Error('no subscription');
  const { source } = ticks(60_000);
  field.subscribe = () => {
    counted.sources += 1;
    return source;
  };
  field.resolve = () => {
    counted.computed += 1;
    return counted.computed;
  };
  const executor = { schema, contextFor: () => ({}), formatError: (error: { toJSON(): object }) => error.toJSON() };
  const shared = new SharedSubscriptions(executor as never, { head: async () => null } as EventLog);
  const sent: string[] = [];
  const writer = { full: false, sendParts: (_: string, body: Buffer) => sent.push(body.toString()) };
  const viewer = { id: 'wall', scopes: new Set(['calls:read']), accounts: 'all' as const };
  const operation = { document: parse('subscription { figures }'), viewer };
  const join = () => shared.join(operation as never, writer as never, '');
  await join();
  await until(() => sent.length === 1);
  for (let count = 1; count < 1_000; count += 1) await join();
  expect(counted).toEqual({ sources: 1, computed: 1 });
  expect(sent).toEqual(new Array(1_000).fill('{"data":{"figures":1}}}'));
  expect(shared.size).toBe(1);
});
