/** The caller for whom a vendor is called. */
import { expect, test } from 'vitest';
import { ownerOf, setOwner } from '../../src/adapters/calls/call-owner.ts';
import { enterChain } from '../../src/adapters/calls/chain.ts';
import { deadline, linkedSignal } from '../../src/adapters/calls/deadline.ts';
import { SingleFlight } from '../../src/adapters/calls/single-flight.ts';
import type { Operation } from '../../src/adapters/contract.ts';
import { ListCache } from '../../src/gateway/list-cache.ts';

const owner = (id: string) => ({ id, turn: () => null, spend: () => undefined });

function signalOf(id: string): AbortSignal {
  const { signal } = new AbortController();
  setOwner(signal, owner(id));
  return signal;
}

test('a call under a deadline or a linked signal belongs to the caller of the operation', () => {
  const parent = signalOf('one');
  const late = deadline(1_000, undefined, parent);
  expect(ownerOf(late.signal)?.id).toBe('one');
  expect(ownerOf(linkedSignal(late.signal).signal)?.id).toBe('one');
  expect(ownerOf(linkedSignal(undefined).signal)).toBeUndefined();
  late.clear();
});

test('a shared call belongs to the caller that it was started for', async () => {
  const calls = new SingleFlight<string | undefined>();
  const start = async (signal: AbortSignal) => ownerOf(signal)?.id;
  const both = [calls.join('key', signalOf('one'), start), calls.join('key', signalOf('two'), start)];
  expect(await Promise.all(both)).toEqual(['one', 'one']);
});

test('the read of a whole list belongs to no caller, that of a part of one to its caller', async () => {
  const seen: (string | undefined)[] = [];
  const fetch = async (signal: AbortSignal) => {
    seen.push(ownerOf(signal)?.id);
    return { items: [], fetchedAt: '2026-01-01T00:00:00Z' };
  };
  const cache = new ListCache();
  for (const query of [{}, { nameContains: 'a' }])
    await cache.read({ account: 'a', role: 'contacts', query }, { signal: signalOf('one') }, fetch);
  expect(seen).toEqual([undefined, 'one']);
});

test('D6: a part of a list is read again for the caller that asks, not in the background for all', async () => {
  const seen: (string | undefined)[] = [];
  const fetch = async (signal: AbortSignal) => {
    seen.push(ownerOf(signal)?.id);
    return { items: [], fetchedAt: '2026-01-01T00:00:00Z' };
  };
  let now = 1e12;
  const cache = new ListCache(() => now);
  const read = { account: 'a', role: 'campaigns', query: { nameContains: 'a' } } as const;
  await cache.read(read, { signal: signalOf('one') }, fetch);
  now += 1_100;
  await cache.read(read, { signal: signalOf('two') }, fetch);
  expect(seen).toEqual(['one', 'two']);
});

test('D6: a call waits for the turn of its caller before it counts against the quota and is sent', async () => {
  const steps: string[] = [];
  let begin = () => {};
  const { signal } = new AbortController();
  const turn = () => new Promise<void>((resolve) => (begin = resolve));
  setOwner(signal, { ...owner('one'), turn });
  const row = { kind: 'query', input: {}, faults: [] } as unknown as Operation;
  const call = enterChain({ name: 'any', row, input: {}, ask: { signal } }).exchange({
    quota: async () => void steps.push('counted'),
    transport: async () => steps.push('sent'),
  });
  await new Promise((done) => setImmediate(done));
  expect(steps).toEqual([]);
  begin();
  await call;
  expect(steps).toEqual(['counted', 'sent']);
});
