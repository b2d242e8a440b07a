/** Expensive lists are served for longer and replaced in the background; what was acted on is never served again. */
import { describe, expect, test } from 'vitest';
import { ListCache, type ListRole } from '../../src/gateway/list-cache.ts';

const MEGABYTE = 1024 * 1024;

const settled = () => new Promise(setImmediate);

/** A cache on a clock of its own, over a vendor whose list costs what is given. */
function world({ role = 'agents' as ListRole, milliseconds = 0, megabytes = 0, row = {} } = {}) {
  let now = 1e12;
  let reads = 0;
  let fails = false;
  let resume: (() => void) | undefined;
  const cache = new ListCache(() => now);
  const item = { ...row, nativeId: 'a', name: 'x'.repeat((megabytes * MEGABYTE) / 2) };
  const fetch = async () => {
    reads += 1;
    const read = reads;
    await settled();
    if (resume)
      await new Promise<void>((go) => {
        resume = go;
      });
    now += milliseconds;
    if (fails) throw new Error('The vendor is away');
    return { items: [{ ...item, read }], fetchedAt: new Date(now).toISOString() };
  };
  const read = async (options: { maxAge?: number } = {}) => {
    const rows = await cache.read({ account: 'acme', role, query: {} }, options, fetch);
    return (rows.items[0] as { read: number }).read;
  };
  return {
    cache,
    read,
    reads: () => reads,
    pass: (time: number) => {
      now += time;
    },
    fail: (value: boolean) => {
      fails = value;
    },
    hold: () => {
      resume = () => undefined;
    },
    release: () => resume?.(),
  };
}

describe('a list that is read cheaply', () => {
  test('is read again after a second, while it is served for half a second', async () => {
    const { read, reads, pass } = world({ milliseconds: 100 });
    expect(await read()).toBe(1);
    pass(999);
    expect([await read(), reads()]).toEqual([1, 1]);
    pass(1);
    expect([await read(), reads()]).toEqual([1, 2]);
    await settled();
    await settled();
    expect(await read()).toBe(2);
    pass(1_500);
    expect(await read(), 'it is waited for when it is older').toBe(3);
  });

  test.each<ListRole>(['calls', 'recordings', 'contactImports'])(
    'is waited for after a second where it is of %s',
    async (role) => {
      const { read, pass } = world({ role, milliseconds: 100 });
      expect(await read()).toBe(1);
      pass(1_000);
      expect(await read()).toBe(2);
    },
  );

  test('is waited for after a second where its rows show the presence of agents', async () => {
    const { read, pass } = world({ milliseconds: 100, row: { presence: 'READY' } });
    expect(await read()).toBe(1);
    pass(1_000);
    expect(await read()).toBe(2);
  });
});

describe.each([
  ['slow', { milliseconds: 2_000 }, 8_000],
  ['long', { megabytes: 10 }, 5_000],
  ['very slow', { milliseconds: 9_000 }, 15_000],
])('a list that is %s', (_name, cost, fresh) => {
  test('is read again after a time that grows with its cost, while it is served', async () => {
    const { read, reads, pass } = world(cost);
    expect(await read()).toBe(1);
    pass(fresh - 1);
    expect(await read()).toBe(1);
    await settled();
    expect(reads()).toBe(1);
    pass(200);
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    await settled();
    await settled();
    expect(reads()).toBe(2);
    expect(await read()).toBe(2);
  });

  test('is waited for when it is older than twice that time', async () => {
    const { read, pass } = world(cost);
    await read();
    pass(2 * fresh + 200);
    expect(await read()).toBe(2);
  });

  test.each([
    ['acme', undefined],
    ['acme', 'agents'],
    [null, undefined],
  ] as const)('is never served after it was dropped (%s, %s)', async (account, role) => {
    const { cache, read, pass } = world(cost);
    await read();
    cache.forget(account, role);
    expect(await read()).toBe(2);
    // The vendor may show what the act did a little later.
    pass(1_000);
    expect(await read()).toBe(3);
    pass(31_000);
    expect(await read()).toBe(4);
    pass(fresh - 1);
    expect(await read()).toBe(4);
  });

  test('is read again for a reader that takes nothing from memory', async () => {
    const { read } = world(cost);
    await read();
    expect(await read({ maxAge: 0 })).toBe(2);
  });
});

test('a list that was dropped while it was replaced in the background is not stored', async () => {
  const { cache, read, pass, hold, release } = world({ megabytes: 10 });
  await read();
  pass(6_000);
  hold();
  expect(await read()).toBe(1);
  cache.forget('acme', 'agents');
  const after = read();
  await settled();
  release();
  expect(await after).toBe(3);
  await settled();
  expect(await read()).toBe(3);
});

test('a list whose replacement fails is served, tried again once a second, and then its failure is reported', async () => {
  const { read, reads, pass, fail } = world({ megabytes: 10 });
  await read();
  fail(true);
  pass(6_000);
  for (let times = 0; times < 5; times += 1) {
    expect(await read()).toBe(1);
    await settled();
    await settled();
  }
  expect(reads()).toBe(2);
  pass(1_000);
  expect(await read()).toBe(1);
  await settled();
  expect(reads()).toBe(3);
  pass(4_000);
  await expect(read()).rejects.toThrow('away');
});

test.each([
  ['calls', {}],
  ['recordings', {}],
  ['agents', { presence: 'READY' }],
] as const)('%s that change all the time are read again after a second', async (role, row) => {
  const { read, pass } = world({ role, row, megabytes: 10, milliseconds: 5_000 });
  await read();
  pass(1_000);
  expect(await read()).toBe(2);
});

test('a list that is cached is answered without a signal being made for its reader', async () => {
  const cache = new ListCache();
  const made: AbortSignal[] = [];
  const options = {
    get signal() {
      made.push(new AbortController().signal);
      return made.at(-1);
    },
  };
  const list = { account: 'acme', role: 'agents', query: {} } as const;
  const fetch = async () => ({ items: [{}], fetchedAt: new Date().toISOString() });
  await cache.read(list, options, fetch);
  const ofFirst = made.length;
  expect(ofFirst).toBeGreaterThan(0);
  await cache.read(list, options, fetch);
  expect(made).toHaveLength(ofFirst);
});
