import { afterEach, describe, expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { RetryBudget } from '../../src/adapters/calls/retry-budget.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { vendor as recorderVendor } from '../../src/adapters/recorder/index.ts';
import { startFive9 } from '../five9-config/simulator-start.ts';
import { connectTo, scriptedDesk } from '../five9-cti/scripted.ts';
import { dependencies, startRecorder } from '../recorder/dependencies.ts';
import { openFloor } from '../remote-control/floor.ts';

const CALLS = 100;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A vendor that fails in the way after which a call is made again. */
interface Failing {
  readonly adapter: Adapter;
  /** One read, and how many calls of it the vendor is to get at least. */
  read(): Promise<unknown>;
  readonly atLeast: number;
  /** What makes each next call fail. */
  spoil?(): void;
  received(): number;
}

const total = (received: ReadonlyMap<string, number>) => [...received.values()].reduce((sum, count) => sum + count, 0);

const vendors: Readonly<Record<string, () => Promise<Failing>>> = {
  async 'five9-config, where another client uses the user'() {
    const { running, adapter } = await startFive9();
    running.trouble({ kind: 'fault-500', fault: 'UserAlreadyLoggedInFault' });
    const read = () => adapter.call('getDispositions', { dispositionNamePattern: '.*' }, {});
    return { adapter, read, atLeast: 1, received: () => total(running.received) };
  },
  async 'recorder, whose queue is full'() {
    const { recorder, settings } = await startRecorder();
    open.push(() => recorder.close());
    const adapter = recorderVendor.connect('wfo', settings, dependencies());
    recorder.refuse('API_COMMAND_QUEUE_FULL', { times: 10_000 });
    return { adapter, read: () => adapter.call('TEST', {}, {}), atLeast: 1, received: () => total(recorder.received) };
  },
  async 'remote-control, which takes no token twice'() {
    const floor = await openFloor();
    open.push(() => floor.close());
    const adapter = floor.connect();
    const read = () => adapter.call('users', { UserID: floor.person.remoteId }, {});
    await read();
    const before = total(floor.simulator.received);
    const spoil = () => floor.simulator.expireTokens();
    return { adapter, read, atLeast: 1, spoil, received: () => total(floor.simulator.received) - before };
  },
  async 'five9-cti, none of whose desks answers'() {
    const desks = await Promise.all(
      ['ann', 'bob', 'cid', 'dan'].map(async (agent) => ({ agent, desk: await scriptedDesk() })),
    );
    for (const { desk } of desks) {
      open.push(() => desk.close());
      desk.service.trouble({ kind: 'unavailable' });
    }
    const adapter = connectTo(desks.map(({ agent, desk }) => ({ agent, url: desk.url })));
    const read = () => adapter.reasonCodes?.({}, {}) ?? Promise.reject(new Error('no reason codes'));
    const received = () => desks.reduce((sum, { desk }) => sum + total(desk.service.received), 0);
    return { adapter, read, atLeast: 0, received };
  },
};

test('what was made again is forgotten after a minute, and so are the calls that allowed it', () => {
  const clock = { now: 1_000_000 };
  const budget = new RetryBudget(() => clock.now);
  const taken = () => {
    let count = 0;
    for (; budget.take(); count += 1) budget.called();
    return count;
  };
  for (let call = 0; call < 100; call += 1) budget.called();
  expect(taken()).toBe(20);
  clock.now += 49_000;
  expect(taken()).toBe(0);
  clock.now += 11_000;
  expect(taken()).toBe(3);
  clock.now += 600_000;
  expect(taken()).toBe(3);
});

describe.each(Object.entries(vendors))('%s', (_, start) => {
  test(`is sent ${CALLS * 1.2} calls at most for ${CALLS}, and a lone call is made again (F13)`, {
    timeout: 60_000,
  }, async () => {
    const { adapter, read, atLeast, spoil, received } = await start();
    open.push(() => adapter.close());
    spoil?.();
    await read().catch(() => undefined);
    expect(received(), 'of a lone call').toBeGreaterThan(1);
    let made = 1;
    while (made < CALLS) {
      spoil?.();
      const batch = spoil ? 1 : Math.min(9, CALLS - made);
      made += batch;
      const outcomes = await Promise.allSettled(Array.from({ length: batch }, read));
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(CrosspointError);
    }
    const sent = received();
    expect(sent).toBeGreaterThanOrEqual(CALLS * atLeast);
    expect(sent).toBeLessThanOrEqual(CALLS * 1.2);
    const [guard] = adapter.guards ?? [];
    expect(guard?.retries.taken).toBeLessThanOrEqual(CALLS * 0.2);
  });
});
