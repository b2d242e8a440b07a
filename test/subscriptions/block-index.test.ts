/** Blocks and groups of a log alone: which stretches are passed over for a key, and which are not. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { bytesOf, has } from '../../src/subscriptions/log/block-index.ts';
import { EventBlocks, hasAny, hashOf } from '../../src/subscriptions/log/event-blocks.ts';
import { keysOf } from '../../src/subscriptions/log/event-keys.ts';
import { readKeyed, readKeyedBefore } from '../../src/subscriptions/log/keyed-reads.ts';
import { LogDatabase } from '../../src/subscriptions/log/log-database.ts';
import { callEvent } from './events.ts';

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

describe('events that are stored with their blocks', () => {
  const device = (at: number) =>
    callEvent({ fingerprint: `${at}`, call: `${at}`, device: at === 300 ? 'rare' : 'often' });
  const add = (database: LogDatabase, blocks: EventBlocks, from: number, to: number, of = device) =>
    database.transaction(() => {
      for (let at = from; at <= to; at += 1) {
        const event: EventRecord = of(at);
        database.insert([{ id: at, body: JSON.stringify(event) }]);
        blocks.add(at, keysOf(event));
      }
    });

  it('make a block of each 256, which is reported, and begin anew', () => {
    const database = opened();
    let complete = 0;
    const blocks = new EventBlocks(database, () => {
      complete += 1;
    });
    add(database, blocks, 1, 255);
    expect([complete, database.blocks.end()]).toEqual([0, 0]);
    add(database, blocks, 256, 600);
    expect([complete, database.blocks.end()]).toEqual([2, 512]);
    const [first, second] = database.blocks.after(0, 9);
    expect([first?.first, first?.last, second?.first, second?.last]).toEqual([1, 256, 257, 512]);
    const rare = [hashOf('device rare')];
    expect([first, second].map((block) => block && hasAny(block.keys, rare))).toEqual([false, true]);
  });

  it('end a batch where they end a block, and with each event while it is not known where blocks end', () => {
    const database = opened();
    const ends = (from: number, to: number, blocks: EventBlocks) =>
      Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((id) =>
        database.transaction(() => {
          database.insert([{ id, body: JSON.stringify(device(id)) }]);
          return blocks.add(id, keysOf(device(id)));
        }),
      );
    expect(ends(1, 600, new EventBlocks(database))).toEqual([256, 512]);
    database.transaction(() => database.blocks.remove(1_000));
    const catchingUp = new EventBlocks(database);
    expect(ends(601, 603, catchingUp)).toEqual([601, 602, 603]);
    while (catchingUp.catchUp());
    expect(ends(604, 800, catchingUp)).toEqual([768]);
  });

  it('continue a block that was begun before the log was opened, or a transaction was undone', () => {
    const database = opened();
    add(database, new EventBlocks(database), 1, 301);
    const again = new EventBlocks(database);
    again.reset();
    add(database, again, 302, 512);
    const [, block] = database.blocks.after(0, 9);
    expect([block?.first, block?.last]).toEqual([257, 512]);
    expect(block && hasAny(block.keys, [hashOf('device rare')])).toBe(true);
  });

  it('make the next group of blocks as it is complete', () => {
    const database = opened();
    database.transaction(() => {
      for (let at = 1; at <= 63; at += 1) database.blocks.insert(at, at, bytesOf([1]));
    });
    add(database, new EventBlocks(database), 64, 64 + 255);
    expect(
      database.transaction(() => database.blocks.group()),
      'there is one already',
    ).toBe(false);
    expect(database.blocks.skip(0, [2])).toBe(64 + 255);
  });

  it('of an older file get their blocks one by one, without keys where an event cannot be read', () => {
    const database = opened();
    database.transaction(() => {
      for (let at = 1; at <= 700; at += 1)
        database.insert([{ id: at, body: at === 3 ? '{"kind":' : JSON.stringify(device(at)) }]);
    });
    let complete = 0;
    const blocks = new EventBlocks(database, () => {
      complete += 1;
    });
    expect(database.blocks.end(), 'the first is made at once').toBe(256);
    add(database, blocks, 701, 702);
    const steps: [boolean, number][] = [];
    for (let more = true; more; ) {
      more = blocks.catchUp();
      steps.push([more, database.blocks.end()]);
    }
    expect(steps).toEqual([
      [true, 512],
      [false, 512],
    ]);
    const [first, second] = database.blocks.after(0, 9);
    expect([first?.keys.length, second?.first, complete]).toEqual([0, 257, 0]);
    expect(
      second && ['device rare', 'device often', 'device none'].map((key) => hasAny(second.keys, [hashOf(key)])),
    ).toEqual([...[true, true, false]]);
    add(database, blocks, 703, 768);
    expect(database.blocks.after(512, 9).map(({ first: from, last }) => [from, last])).toEqual([[513, 768]]);
  });

  it('forget what a transaction that was undone had added', () => {
    const database = opened();
    const blocks = new EventBlocks(database);
    add(database, blocks, 1, 10);
    const undone = () =>
      database.transaction(() => {
        blocks.add(11, keysOf(callEvent({ device: 'undone' })));
        throw new Error('The disk is full');
      });
    expect(undone).toThrow('The disk is full');
    blocks.reset();
    add(database, blocks, 11, 256);
    const [block] = database.blocks.after(0, 9);
    expect([block?.last, block && hasAny(block.keys, [hashOf('device undone')])]).toEqual([256, false]);
  });

  it('are found by keys in both directions, with how far the log was looked through', () => {
    const database = opened();
    add(database, new EventBlocks(database), 1, 600);
    const forward = readKeyed(database, 0, 10, ['device rare']);
    expect([forward.rows.map(({ id }) => id), forward.reached, forward.more]).toEqual([
      Array.from({ length: 10 }, (_, at) => 257 + at),
      266,
      true,
    ]);
    const whole = readKeyed(database, 266, 300, ['device rare']);
    expect([whole.rows.length, whole.reached, whole.more]).toEqual([246, 512, true]);
    const tail = readKeyed(database, 512, 300, ['device rare']);
    expect([tail.rows.map(({ id }) => id).at(0), tail.rows.length, tail.reached, tail.more]).toEqual([
      513,
      88,
      600,
      false,
    ]);
    expect(readKeyed(database, 600, 300, ['device rare'])).toEqual({ rows: [], reached: 600, more: false });
    const newest = readKeyedBefore(database, 601, 300, ['device rare']);
    expect([newest.rows.length, newest.reached, newest.more]).toEqual([88, 513, true]);
    const some = readKeyedBefore(database, 601, 5, ['device rare']);
    expect([some.rows.map(({ id }) => id), some.reached, some.more]).toEqual([[600, 599, 598, 597, 596], 596, true]);
    const older = readKeyedBefore(database, 513, 300, ['device rare']);
    expect([older.rows.length, older.rows[0]?.id, older.reached, older.more]).toEqual([256, 512, 257, true]);
    const part = readKeyedBefore(database, 400, 10, ['device rare']);
    expect([part.rows[0]?.id, part.rows.length, part.reached, part.more]).toEqual([399, 10, 390, true]);
    const oldest = readKeyedBefore(database, 257, 300, ['device rare']);
    expect([oldest.rows, oldest.more]).toEqual([[], false]);
  });
});
