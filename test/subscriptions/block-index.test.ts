/** Blocks and groups of a log alone: which stretches are passed over for a key, and which are not. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytesOf, has } from '../../src/subscriptions/log/block-index.ts';
import { hasAny, hashOf } from '../../src/subscriptions/log/event-blocks.ts';
import { LogDatabase } from '../../src/subscriptions/log/log-database.ts';

function opened(): LogDatabase {
  const database = new LogDatabase(':memory:');
  onTestFinished(() => database.close());
  return database;
}

const PART = 2 ** 26;

describe('sorted hashes', () => {
  it('have exactly the numbers that they were made of, each once', () => {
    const hashes = [7, 0, 2 ** 32 - 1, 1_000, 12];
    const bytes = bytesOf(hashes);
    expect(bytes.length).toBe(20);
    expect([0, 4, 8, 12, 16].map((at) => bytes.readUInt32BE(at))).toEqual([0, 7, 12, 1_000, 2 ** 32 - 1]);
    for (const hash of hashes) expect(has(bytes, hash)).toBe(true);
    for (const hash of [1, 6, 8, 11, 13, 999, 1_001, 2 ** 32 - 2]) expect(has(bytes, hash)).toBe(false);
    expect(has(bytesOf([]), 0)).toBe(false);
  });

  it('of a key are those of FNV-1a', () => {
    expect([hashOf(''), hashOf('a'), hashOf('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });

  it('of a block may have a key where none are known', () => {
    expect(hasAny(Buffer.alloc(0), [1])).toBe(true);
    expect(hasAny(bytesOf([1, 2]), [3, 2])).toBe(true);
    expect(hasAny(bytesOf([1, 2]), [3, 4])).toBe(false);
    expect(hasAny(bytesOf([1]), [])).toBe(false);
  });
});

describe('the blocks of a log', () => {
  /** Blocks of ten ids each, the first from 1 to 10, with these hashes. */
  function withBlocks(hashes: readonly (readonly number[])[]) {
    const database = opened();
    const { blocks } = database;
    database.transaction(() => {
      for (const [at, each] of hashes.entries()) blocks.insert(at * 10 + 1, at * 10 + 10, bytesOf(each));
    });
    return { database, blocks };
  }

  it('are read from an id on in both directions', () => {
    const { blocks } = withBlocks([[1], [2], [3]]);
    const firsts = (found: readonly { readonly first: number }[]) => found.map(({ first }) => first);
    expect(blocks.end()).toBe(30);
    expect(firsts(blocks.after(0, 9))).toEqual([1, 11, 21]);
    expect(firsts(blocks.after(9, 9))).toEqual([1, 11, 21]);
    expect(firsts(blocks.after(10, 1))).toEqual([11]);
    expect(firsts(blocks.before(31, 9))).toEqual([21, 11, 1]);
    expect(firsts(blocks.before(21, 9))).toEqual([11, 1]);
    expect(firsts(blocks.before(22, 1))).toEqual([21]);
    expect([...(blocks.after(20, 1)[0]?.keys ?? [])]).toEqual([0, 0, 0, 3]);
    expect(opened().blocks.end()).toBe(0);
  });

  it('are removed once all of their events are', () => {
    const { blocks } = withBlocks([[1], [2], [3]]);
    blocks.remove(19);
    expect(blocks.after(0, 9).map(({ first }) => first)).toEqual([11, 21]);
    blocks.remove(20);
    expect(blocks.after(0, 9).map(({ first }) => first)).toEqual([21]);
  });

  /** So many groups of 64 blocks; a hash is in the block that the test says. */
  function grouped(groups: number, at: ReadonlyMap<number, number>, unknown?: number) {
    const { database, blocks } = withBlocks(
      Array.from({ length: groups * 64 + 3 }, (_, block) => {
        if (block === unknown) return [];
        const hash = at.get(block);
        return hash === undefined ? [5 * PART + 1] : [hash, 5 * PART + 1];
      }),
    );
    database.transaction(() => {
      while (blocks.group());
    });
    return blocks;
  }

  it('are grouped once there are sixty-four more', () => {
    const { database, blocks } = withBlocks(Array.from({ length: 63 }, () => [1]));
    expect(database.transaction(() => blocks.group())).toBe(false);
    database.transaction(() => blocks.insert(631, 640, bytesOf([1])));
    expect(database.transaction(() => blocks.group())).toBe(true);
    expect(database.transaction(() => blocks.group())).toBe(false);
  });

  it('are passed over by groups to the next that may have one of some keys', () => {
    // Nine groups: more than are looked at together at first.
    const blocks = grouped(
      9,
      new Map([
        [7 * 64 + 5, 9],
        [8 * 64 + 1, 9 * PART],
      ]),
    );
    const [end, first] = [9 * 640, 7 * 640 + 1];
    expect(blocks.skip(0, [9])).toBe(first - 1);
    expect(blocks.skip(first + 99, [9])).toBe(first + 99);
    expect(blocks.skip(0, [8])).toBe(end);
    expect(blocks.skip(0, [9 * PART])).toBe(8 * 640);
    expect(blocks.skip(0, [8, 9 * PART, 9])).toBe(first - 1);
    expect(blocks.skip(0, [5 * PART + 1])).toBe(0);
    expect(blocks.skip(end + 5, [9])).toBe(end + 5);
    expect(blocks.skip(8 * 640 + 5, [9]), 'within the last group').toBe(end);
  });

  it('are passed over backwards likewise, those behind the last group never', () => {
    const blocks = grouped(
      9,
      new Map([
        [5, 9],
        [64 + 1, 9 * PART],
      ]),
    );
    const end = 9 * 640;
    expect(blocks.skipBack(end + 1, [9])).toBe(641);
    expect(blocks.skipBack(end + 2, [9])).toBe(end + 2);
    expect(blocks.skipBack(300, [9])).toBe(300);
    expect(blocks.skipBack(end + 1, [8])).toBe(1);
    expect(blocks.skipBack(end + 1, [8, 9, 9 * PART])).toBe(1_281);
    expect(blocks.skipBack(end + 1, [5 * PART + 1])).toBe(end + 1);
  });

  it('whose keys are unknown have their group looked at', () => {
    const blocks = grouped(3, new Map(), 70);
    expect(blocks.skip(0, [9])).toBe(640);
    expect(blocks.skipBack(3 * 640 + 1, [9])).toBe(1_281);
  });

  it('lose their oldest groups once all of their events are removed', () => {
    const blocks = grouped(3, new Map([[5, 9]]));
    blocks.remove(639);
    expect(blocks.skip(0, [9]), 'one event of the group is left').toBe(0);
    blocks.remove(640);
    expect(blocks.skip(0, [9])).toBe(3 * 640);
    expect(blocks.skipBack(3 * 640 + 1, [8])).toBe(641);
    const next = grouped(2, new Map([[5, PART + 9]]));
    expect(next.skip(0, [PART + 9])).toBe(0);
    next.remove(640);
    expect(next.skip(0, [PART + 9]), 'in every part').toBe(2 * 640);
  });
});
