import { expect, test } from 'vitest';
import { SingleFlight } from '../../src/adapters/calls/single-flight.ts';

/** A read that is answered when the test says so. */
function pending<Value>() {
  let settle: (value: Value) => void = () => {};
  const value = new Promise<Value>((resolve) => {
    settle = resolve;
  });
  return { value, settle };
}

test('equal reads at the same time share one call, and the next read is another', async () => {
  const shared = new SingleFlight<number>();
  const read = pending<number>();
  let calls = 0;
  const start = () => {
    calls += 1;
    return read.value;
  };
  const all = Array.from({ length: 50 }, () => shared.join('calls', new AbortController().signal, start));
  read.settle(7);
  expect(await Promise.all(all)).toEqual(Array(50).fill(7));
  expect(calls).toBe(1);
  await shared.join('calls', undefined, start);
  expect(calls).toBe(2);
});

test('one reader that leaves does not end the call for the others; when all have left it is aborted', async () => {
  const shared = new SingleFlight<number>();
  const read = pending<number>();
  const aborted: boolean[] = [];
  const start = (signal: AbortSignal) => {
    signal.addEventListener('abort', () => aborted.push(true));
    return read.value;
  };
  const [one, other] = [new AbortController(), new AbortController()];
  const first = shared.join('calls', one.signal, start);
  const second = shared.join('calls', other.signal, start);
  one.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  expect(aborted).toEqual([]);
  other.abort(new Error('left too'));
  await expect(second).rejects.toThrow('left too');
  expect(aborted).toEqual([true]);
});

test('a call that failed is not shared with later readers', async () => {
  const shared = new SingleFlight<number>();
  await expect(shared.join('calls', undefined, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await shared.join('calls', undefined, async () => 1)).toBe(1);
});

test('a read that must be fresh does not join one that began before it, and equal ones share the next', async () => {
  const shared = new SingleFlight<string>();
  const reads = [pending<string>(), pending<string>()];
  let calls = 0;
  const start = () => {
    calls += 1;
    return reads[calls - 1]?.value ?? Promise.reject(new Error('too many reads'));
  };
  const before = shared.join('calls', undefined, start);
  const fresh = Array.from({ length: 5 }, () => shared.joinNext('calls', undefined, start));
  const left = new AbortController();
  const leaving = shared.joinNext('calls', left.signal, start);
  left.abort(new Error('left'));
  await expect(leaving, 'one that leaves does not wait').rejects.toThrow('left');
  reads[0]?.settle('old');
  reads[1]?.settle('new');
  expect(await before).toBe('old');
  expect(await Promise.all(fresh)).toEqual(Array(5).fill('new'));
  expect(calls).toBe(2);
});
