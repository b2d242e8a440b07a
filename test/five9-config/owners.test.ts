/** How the callers of the gateway share the users of an account (D6). */
import { expect, test } from 'vitest';
import { type Turn, UserPool } from '../../src/adapters/five9-config/client/user-pool.ts';
import { until } from '../helpers/until.ts';

/** A turn that the test does not reach ends a minute later, while another test runs. */
const neverServed = () => undefined;

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A pool of this many users, the owners that it has served, in order, and their latest turns. */
function pool(size: number) {
  let time = 0;
  const served: string[] = [];
  const turns: (Turn<number> & { readonly owner: string })[] = [];
  const all = new UserPool(
    Array.from({ length: size }, (_, user) => user),
    () => time,
  );
  const ask = (owner: string, act = false) =>
    void all.turn({ owner: owner === 'all' ? undefined : owner, act, deadline: 60_000 }).then((turn) => {
      served.push(owner);
      turns.push({ ...turn, owner });
    }, neverServed);
  return {
    ask,
    served,
    turns,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    async end() {
      turns.shift()?.done();
      await settled();
    },
  };
}

test('D6: the caller that was served longest ago is served next, however many calls another has waiting', async () => {
  const { ask, served, end } = pool(1);
  for (let call = 0; call < 5; call += 1) ask('greedy');
  await settled();
  ask('other');
  ask('other');
  ask('third');
  for (let turn = 0; turn < 7; turn += 1) await end();
  expect(served).toEqual(['greedy', 'other', 'third', 'greedy', 'other', 'greedy', 'greedy', 'greedy']);
});

test('D6: the acts of several callers are served by turns too', async () => {
  const { ask, served, end } = pool(1);
  for (let call = 0; call < 3; call += 1) ask('greedy', true);
  await settled();
  ask('other', true);
  for (let turn = 0; turn < 3; turn += 1) await end();
  expect(served).toEqual(['greedy', 'other', 'greedy', 'greedy']);
});

test('D6: a caller that left its calls has half of the users for a minute, so that others find users that do not rest', async () => {
  const { ask, served, turns, pass, end } = pool(4);
  ask('greedy');
  await settled();
  turns.shift()?.abandon(60_000);
  for (let call = 0; call < 6; call += 1) ask('greedy');
  await settled();
  // One user rests and one serves.
  expect(served).toEqual(['greedy', 'greedy']);
  ask('other');
  ask('other');
  await settled();
  expect(served.slice(2)).toEqual(['other', 'other']);
  pass(60_001);
  await end();
  for (let turn = 0; turn < 2; turn += 1) await end();
  expect(served.slice(4)).toEqual(['greedy', 'greedy', 'greedy']);
});

test('a call that ran out of time at the vendor does not limit its caller', async () => {
  const { ask, served, turns } = pool(4);
  ask('one');
  await settled();
  turns.shift()?.rest(60_000);
  for (let call = 0; call < 3; call += 1) ask('one');
  await settled();
  expect(served).toHaveLength(4);
});

test('a call for all callers that is left does not limit the others of them', async () => {
  const { ask, served, turns } = pool(2);
  ask('all');
  await settled();
  turns.shift()?.abandon(60_000);
  ask('all');
  await settled();
  expect(served).toEqual(['all', 'all']);
});

test('of one user a caller that left its calls has that user, once it has rested', async () => {
  const { ask, served, turns } = pool(1);
  ask('greedy');
  await settled();
  turns.shift()?.abandon(0);
  ask('greedy');
  await until(() => served.length === 2, 'it is served again');
  expect(served).toEqual(['greedy', 'greedy']);
});
