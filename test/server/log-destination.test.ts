import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { logDestination } from '../../src/server/log-destination.ts';

/** A stream whose reader takes what was written on demand. */
function slowStream() {
  const taken: string[] = [];
  const pending: (() => void)[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _, done) {
      pending.push(() => {
        taken.push(chunk);
        done();
      });
    },
  });
  const take = async () => {
    for (; pending.length > 0; await new Promise((next) => setImmediate(next)))
      for (const one of pending.splice(0)) one();
  };
  return { stream, taken, take };
}

test('lines beyond the bound are dropped and counted once lines are written again', async () => {
  const { stream, taken, take } = slowStream();
  const dropped: number[] = [];
  const log = logDestination(stream, 30);
  log.onDropped((lines) => dropped.push(lines));

  for (let line = 0; line < 8; line += 1) log.write(`line ${line}    `);
  expect([stream.writableLength, dropped]).toEqual([30, []]);
  await take();
  log.write('after     ');
  await take();

  expect(taken).toEqual(['line 0    ', 'line 1    ', 'line 2    ', 'after     ']);
  expect(dropped).toEqual([5]);
});

test('the error of a reader that ended is no error of the process', () => {
  const { stream } = slowStream();
  logDestination(stream);
  expect(() => stream.emit('error', new Error('EPIPE'))).not.toThrow();
});
