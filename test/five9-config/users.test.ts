import { expect, test } from 'vitest';
import { type Turn, UserPool } from '../../src/adapters/five9-config/client/user-pool.ts';

/** A pool and the callers that it has served, in order. */
function pool(...users: string[]) {
  const served: string[] = [];
  const turns = new Map<string, Turn<string>>();
  const all = new UserPool(users);
  const ask = (name: string, long = false) =>
    void all.turn({ long, deadline: 60_000 }).then((turn) => {
      served.push(name);
      turns.set(name, turn);
    }, neverServed);
  const done = async (name: string) => {
    turns.get(name)?.done();
    await settled();
  };
  return { all, served, ask, done };
}

/** A turn that the test does not reach ends a minute later, while another test runs. */
const neverServed = () => undefined;

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('calls that let the server wait leave one user for the rest, and pass over no one else', async () => {
  const { ask, served, done } = pool('a', 'b', 'c');
  for (const name of ['long 1', 'long 2', 'long 3']) ask(name, true);
  ask('short 1');
  ask('short 2');
  await settled();
  expect(served).toEqual(['long 1', 'long 2', 'short 1']);
  await done('short 1');
  expect(served.slice(3)).toEqual(['short 2']);
  await done('long 1');
  expect(served.slice(4)).toEqual(['long 3']);
});

test('a lone user serves a call that lets the server wait, and is free again after it', async () => {
  const { all, ask, served, done } = pool('a');
  expect(all.canWait).toBe(false);
  ask('long 1', true);
  ask('long 2', true);
  await settled();
  expect([served, all.isQuiet]).toEqual([['long 1'], false]);
  await done('long 1');
  await done('long 1');
  await done('long 2');
  expect([served, all.isQuiet]).toEqual([['long 1', 'long 2'], true]);
});
