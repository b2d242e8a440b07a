import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { onAbort } from '../../src/adapters/calls/abort.ts';

test('calls back each waiting reader once through one listener', () => {
  const leaving = new AbortController();
  const called: string[] = [];
  const stops = ['a', 'b', 'c'].map((name) => onAbort(leaving.signal, () => void called.push(name)));
  stops[1]?.();
  expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(1);
  leaving.abort();
  leaving.abort();
  expect(called).toEqual(['a', 'c']);
});

test('distinguishes two equal waiting readers', () => {
  const leaving = new AbortController();
  let called = 0;
  const count = () => {
    called += 1;
  };
  const [stop] = [onAbort(leaving.signal, count), onAbort(leaving.signal, count)];
  stop();
  leaving.abort();
  expect(called).toBe(1);
});
