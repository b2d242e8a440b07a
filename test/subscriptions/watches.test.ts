/** Which kinds of an account are watched for which listeners, and until when. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Adapter, WantedKinds, Watchable } from '../../src/adapters/adapter.ts';
import { isUnwanted, isWatch, Kinds, Watches } from '../../src/subscriptions/ingest/watches.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Lets so many milliseconds pass for the timers of the watches, and what follows from them happen. */
const pass = async (milliseconds: number) => {
  vi.advanceTimersByTime(milliseconds);
  await turn();
};

interface Run {
  readonly account: string;
  readonly kinds: WantedKinds;
  readonly signal: AbortSignal;
}

const adapter = (account: string, watches: readonly Watchable[] = ['AGENT', 'CAMPAIGN']) =>
  ({ account, watches, watch: () => undefined }) as unknown as Adapter;

/** Watches of accounts, and what was run of them. */
function watching({ linger = 10, isShared = false, accounts = [adapter('floor')] as readonly Adapter[] } = {}) {
  const runs: Run[] = [];
  const ended: Run[] = [];
  const slow = { ending: Promise.resolve() };
  const watches = new Watches(accounts, { linger, isShared }, async ({ account }, kinds, signal) => {
    const run = { account, kinds, signal };
    runs.push(run);
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    await slow.ending;
    ended.push(run);
  });
  onTestFinished(() => watches.stop());
  const wanted = (at: number) => [...((runs[at]?.kinds ?? []) as Iterable<Watchable>)];
  return { watches, runs, ended, slow, wanted };
}

test('a watch is known by its name', () => {
  expect(['watch:floor', 'floor', 'floor/watch:'].map(isWatch)).toEqual([true, false, false]);
});

test('an account is watched while it has a listener, and no longer', async () => {
  const { watches, runs, ended } = watching();
  const leave = [watches.add(['AGENT'], 'all'), watches.add(['AGENT'], 'all')];
  await turn();
  leave[0]?.();
  leave[0]?.();
  await pass(20);
  expect(runs[0]?.signal.aborted).toBe(false);
  leave[1]?.();
  await pass(9);
  expect(runs[0]?.signal.aborted).toBe(false);
  await pass(1);
  expect(isUnwanted(runs[0]?.signal as AbortSignal)).toBe(true);
  expect([runs.length, ended.length]).toEqual([1, 1]);
  watches.add(['AGENT'], 'all');
  await turn();
  expect(runs).toHaveLength(2);
});

test('the kinds that are watched follow the listeners, without another watch', async () => {
  const { watches, runs, wanted } = watching();
  const leave = watches.add(['AGENT'], 'all');
  await turn();
  expect(wanted(0)).toEqual(['AGENT']);
  watches.add(['CAMPAIGN', 'CALL'], 'all');
  expect(wanted(0)).toEqual(['AGENT', 'CAMPAIGN']);
  leave();
  await pass(10);
  expect([wanted(0), runs.length, runs[0]?.signal.aborted]).toEqual([['CAMPAIGN'], 1, false]);
});

test('a watch continues for a while after its last listener left, so that one who returns finds it', async () => {
  const { watches, runs } = watching({ linger: 40 });
  const leave = watches.add(['AGENT'], 'all');
  await turn();
  leave();
  await pass(39);
  const leaveToo = watches.add(['AGENT'], 'all');
  await pass(1);
  expect(runs[0]?.signal.aborted).toBe(false);
  leaveToo();
  await pass(20);
  watches.add(['AGENT'], 'all')();
  await pass(39);
  expect([runs.length, runs[0]?.signal.aborted]).toEqual([1, false]);
  await pass(1);
  expect(runs[0]?.signal.aborted).toBe(true);
});

test('a listener of some accounts has those watched, also one that is added later', async () => {
  const { watches, runs } = watching({ accounts: [adapter('floor'), adapter('dial')] });
  watches.add(['AGENT'], new Set(['dial', 'wfo']));
  await turn();
  watches.addAccount(adapter('wfo'));
  watches.addAccount(adapter('other'));
  watches.addAccount({ account: 'silent' } as Adapter);
  await turn();
  expect(runs.map(({ account }) => account)).toEqual(['dial', 'wfo']);
});

test('an account that is removed is watched no more, which is not for lack of listeners', async () => {
  const { watches, runs, ended, slow } = watching({ accounts: [adapter('floor'), adapter('dial')] });
  watches.add(['AGENT'], 'all');
  await turn();
  let release = () => {};
  slow.ending = new Promise((done) => {
    release = done;
  });
  const removed = watches.removeAccount('floor').then(() => ended.length);
  await turn();
  release();
  expect(await removed, 'it has ended then').toBe(1);
  expect(ended[0]?.account).toBe('floor');
  expect(isUnwanted(runs[0]?.signal as AbortSignal)).toBe(false);
  expect(runs[1]?.signal.aborted).toBe(false);
  watches.add(['CAMPAIGN'], 'all');
  await turn();
  expect(runs).toHaveLength(2);
  await watches.removeAccount('unknown');
});

test('an account that is removed while nothing is watched is not watched for a later listener', async () => {
  const { watches, runs } = watching({ accounts: [adapter('floor'), adapter('dial')] });
  await watches.removeAccount('floor');
  watches.add(['AGENT'], 'all');
  await turn();
  expect(runs.map(({ account }) => account)).toEqual(['dial']);
});

test('gateways that share a watch watch all kinds of the account for a listener of one of them, and none for others', async () => {
  const { watches, runs, wanted } = watching({ isShared: true });
  watches.add(['CALL'], 'all');
  await turn();
  expect(runs).toEqual([]);
  watches.add(['CAMPAIGN'], 'all');
  await turn();
  expect(wanted(0)).toEqual(['AGENT', 'CAMPAIGN']);
});

test('a watch begins once the one before it has ended', async () => {
  const { watches, runs, ended, slow } = watching();
  let release = () => {};
  slow.ending = new Promise((done) => {
    release = done;
  });
  const leave = watches.add(['AGENT'], 'all');
  await turn();
  leave();
  await pass(10);
  expect(runs[0]?.signal.aborted).toBe(true);
  const leaveToo = watches.add(['AGENT'], 'all');
  await turn();
  expect(runs).toHaveLength(1);
  leaveToo();
  await pass(20);
  watches.add(['CAMPAIGN'], 'all');
  release();
  await turn();
  expect([ended.length, runs.length, [...(runs[1]?.kinds ?? [])]]).toEqual([1, 2, ['CAMPAIGN']]);
});

test('watches that are pinned continue without listeners until they are stopped', async () => {
  const { watches, runs, ended } = watching();
  const leave = [watches.add(['AGENT'], 'all'), watches.add(['CAMPAIGN'], 'all')];
  await turn();
  leave[0]?.();
  watches.pin();
  await pass(40);
  expect([...(runs[0]?.kinds ?? [])]).toEqual(['AGENT', 'CAMPAIGN']);
  leave[1]?.();
  await pass(40);
  expect([...(runs[0]?.kinds ?? [])]).toEqual(['AGENT', 'CAMPAIGN']);
  expect(runs[0]?.signal.aborted).toBe(false);
  await watches.stop();
  expect(ended).toHaveLength(1);
  expect(isUnwanted(runs[0]?.signal as AbortSignal)).toBe(false);
});

test('a listener waits until all of its kinds that are watched were looked at', async () => {
  const { watches, runs } = watching();
  await watches.looked('floor', ['AGENT']);
  await watches.looked('unknown', ['AGENT']);
  watches.add(['AGENT', 'CAMPAIGN'], 'all');
  await turn();
  const [run] = runs;
  const seen: string[] = [];
  const both = watches.looked('floor', ['AGENT', 'CAMPAIGN', 'CALL']).then(() => seen.push('both'));
  const one = watches.looked('floor', ['AGENT']).then(() => seen.push('one'));
  await turn();
  expect(seen).toEqual([]);
  run?.kinds.looked(['AGENT']);
  await one;
  await turn();
  expect(seen).toEqual(['one']);
  run?.kinds.looked(['CAMPAIGN']);
  await both;
  expect(seen).toEqual(['one', 'both']);
});

test('kinds that are wanted again are looked at again, and those that stay are not', async () => {
  const kinds = new Kinds(['AGENT', 'CAMPAIGN']);
  let changes = 0;
  const stop = kinds.onChange(() => {
    changes += 1;
  });
  kinds.looked(['AGENT', 'CAMPAIGN', 'CALL']);
  kinds.become(['CAMPAIGN', 'AGENT']);
  expect(changes).toBe(0);
  kinds.become(['AGENT']);
  kinds.become(['AGENT', 'CAMPAIGN']);
  expect([changes, [...kinds]]).toEqual([2, ['AGENT', 'CAMPAIGN']]);
  const seen: string[] = [];
  void kinds.whenLooked(['AGENT']).then(() => seen.push('agents'));
  void kinds.whenLooked(['CAMPAIGN']).then(() => seen.push('campaigns'));
  await turn();
  expect(seen).toEqual(['agents']);
  stop();
  kinds.become(['CAMPAIGN']);
  expect(changes).toBe(2);
});
