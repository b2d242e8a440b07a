import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { type Order, type PageArguments, type PageOf, pageOf } from '../../src/resolvers/paging.ts';

interface Item {
  readonly name: string;
  readonly id: string;
}

const BY_NAME: Order<Item> = { name: 'name+', length: 2, key: ({ name, id }) => [name, id] };
const BACKWARDS: Order<Item> = { ...BY_NAME, name: 'name-', descending: true };

const items: fc.Arbitrary<Item[]> = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), id: fc.stringMatching(/^[0-9a-f]{1,4}$/) }),
  { selector: ({ id }) => id, maxLength: 40 },
);

function refusal(run: () => unknown): CrosspointError {
  try {
    run();
  } catch (error) {
    if (error instanceof CrosspointError) return error;
  }
  throw new Error('not refused');
}

function walk(order: Order<Item>, size: number, snapshots: readonly (readonly Item[])[], backwards = false): Item[] {
  const seen: Item[] = [];
  let cursor: string | null = null;
  for (let step = 0; step < 200; step += 1) {
    const list = snapshots[Math.min(step, snapshots.length - 1)] ?? [];
    const asked: PageArguments = backwards ? { last: size, before: cursor } : { first: size, after: cursor };
    const page: PageOf<Item> = pageOf(list, order, asked);
    seen.push(...page.edges.map(({ node }) => node));
    cursor = backwards ? page.pageInfo.startCursor : page.pageInfo.endCursor;
    const more = backwards ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage;
    if (!more || cursor === null) return seen;
  }
  throw new Error('never came to the end');
}

describe('a list that stands still', () => {
  test.each([
    ['forwards', BY_NAME, false],
    ['in descending order', BACKWARDS, false],
    ['from the end', BY_NAME, true],
  ])('is walked whole, nothing twice, %s', (_, order, backwards) => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 7 }), (list, size) => {
        const seen = walk(order, size, [list], backwards);
        expect(seen.map(({ id }) => id).sort()).toEqual(list.map(({ id }) => id).sort());
      }),
    );
  });
});

test('while objects come and go, none appears twice and none that stayed is skipped', () => {
  fc.assert(
    fc.property(
      items,
      items,
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (lasting, passing, size, when) => {
        const stays = new Set(lasting.map(({ id }) => id));
        const comesAndGoes = passing.filter(({ id }) => !stays.has(id));
        const snapshots = Array.from({ length: 30 }, (_, step) => [
          ...lasting,
          ...comesAndGoes.filter((_item, index) => ((when[index] ?? index) + step) % 3 === 0),
        ]);
        const seen = walk(BY_NAME, size, snapshots).map(({ id }) => id);
        expect(new Set(seen).size).toBe(seen.length);
        for (const id of stays) expect(seen).toContain(id);
      },
    ),
  );
});

describe('what cannot be a page is refused with the argument named', () => {
  const list = [{ name: 'a', id: '1' }];

  test('also where there is nothing to page through', () => {
    expect(refusal(() => pageOf([], BY_NAME, { first: 1, after: 'zzz' }))).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test.each<[string, object, string]>([
    ['both', { first: 1, last: 1 }, 'last'],
    ['none', { first: 0 }, 'first'],
    ['less than none', { first: -1 }, 'first'],
    ['too many', { first: 101 }, 'first'],
    ['too many from the end', { last: 300_000 }, 'last'],
    ['a cursor of nothing', { first: 1, after: 'not a cursor' }, 'after'],
    ['a cursor of another order', { first: 1, after: pageOf(list, BACKWARDS, { first: 1 }).edges[0]?.cursor }, 'after'],
    ['a cursor taken apart', { last: 1, before: Buffer.from('["name+"]').toString('base64url') }, 'before'],
  ])('%s', (_, asked, path) => {
    expect(refusal(() => pageOf(list, BY_NAME, asked))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      argumentPath: [path],
    });
  });
});

test('a page whose size is not given has 25 rows from the start', () => {
  const list = Array.from({ length: 30 }, (_, at) => ({ name: 'a', id: String(at).padStart(2, '0') }));
  const idsOf = (asked: PageArguments) => pageOf(list, BY_NAME, asked).edges.map(({ node }) => node.id);
  expect(idsOf({})).toEqual(list.slice(0, 25).map(({ id }) => id));
  expect(idsOf({ first: null, last: 2 })).toEqual(['28', '29']);
});
