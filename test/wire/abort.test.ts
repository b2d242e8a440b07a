import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { onAbort } from '../../src/adapters/calls/abort.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

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

test('a signal retains nothing of a reader that waits no longer, the first one included', async () => {
  const leaving = new AbortController();
  const answers: WeakRef<object>[] = [];
  for (let reader = 0; reader < 3; reader += 1) {
    const answer = { rows: [reader] };
    answers.push(new WeakRef(answer));
    onAbort(leaving.signal, () => answer.rows.pop())();
  }
  // A reference that was just made is strong until the next turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(answers.map((answer) => answer.deref())).toEqual([undefined, undefined, undefined]);
  expect(leaving.signal.aborted).toBe(false);
});
