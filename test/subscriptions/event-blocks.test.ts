/** The blocks that a log's events get as they are stored, and by which they are found. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { bytesOf } from '../../src/subscriptions/log/block-index.ts';
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

describe('events that are stored with their blocks', () => {
  const device = (at: number) =>
    callEvent({ fingerprint: `${at}`, call: `${at}`, device: at === 300 ? 'rare' : 'often' });
  const add = (database: LogDatabase, blocks: EventBlocks, from: number, to: number, of = device) =>
    database.transaction(() => {
      for (let at = from; at <= to; at += 1) {
        const event: EventRecord = of(at);
        database.insert([{ id: at, body: JSON.stringify(event) }]);
        if (!blocks.add(at, keysOf(event))) blocks.endBatch();
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
          return blocks.add(id, keysOf(device(id))) || blocks.endBatch();
        }),
      );
    expect(ends(1, 600, new EventBlocks(database))).toEqual([256, 512]);
    database.transaction(() => database.blocks.remove(1_000));
    const catchingUp = new EventBlocks(database);
    expect(ends(601, 603, catchingUp)).toEqual([601, 602, 603]);
    while (catchingUp.catchUp());
    expect(ends(604, 800, catchingUp)).toEqual([768]);
  });

  it('have one block with the batch that completes it, and more where a batch is long', () => {
    const database = opened();
    const blocks = new EventBlocks(database);
    const addBatch = (from: number, to: number) =>
      database.transaction(() => {
        for (let at = from; at <= to; at += 1) blocks.add(at, keysOf(device(at)));
        return blocks.endBatch();
      });
    expect([addBatch(1, 255), addBatch(256, 400), addBatch(401, 1_000), addBatch(1_001, 1_167)]).toEqual([
      ...[false, true, false, false],
    ]);
    expect(addBatch(1_168, 1_168)).toBe(true);
    const found = database.blocks.after(0, 9).map(({ first, last }) => [first, last]);
    expect(found).toEqual([
      [1, 400],
      [401, 912],
      [913, 1_168],
    ]);
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
