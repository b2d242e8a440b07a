/** The tables of a log alone: reading over compressed packs and batches, removing the oldest, notes and the noted size. */
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { compressed, compressedLater, packed, unpacked } from '../../src/subscriptions/log/event-pack.ts';
import { Fingerprints } from '../../src/subscriptions/log/fingerprints.ts';
import { LogDatabase } from '../../src/subscriptions/log/log-database.ts';
import { PackTable, SEALED_EVENTS } from '../../src/subscriptions/log/pack-table.ts';
import { ReusedBytes } from '../../src/subscriptions/log/reused-bytes.ts';

const body = (id: number) => JSON.stringify({ account: 'floor', fingerprint: `f${id}`, text: 'x'.repeat(id % 7) });
const stored = (id: number) => ({ id, body: body(id) });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const idsOf = (events: readonly { readonly id: number }[]) => events.map(({ id }) => id);

function opened(): LogDatabase {
  const database = new LogDatabase(':memory:');
  onTestFinished(() => database.close());
  return database;
}

/** A log of events with the ids 10, 20 and so on to 120, in batches of two, of which those of each range are compressed. */
function withPacks(...packs: readonly (readonly [number, number])[]) {
  const database = opened();
  database.transaction(() => {
    for (const at of [1, 3, 5, 7, 9, 11]) {
      const batch = [stored(at * 10), stored(at * 10 + 10)];
      database.noteFingerprints(batch.map(({ id }) => eventOf(id)));
      database.insert(batch);
    }
    database.noteSize(database.size());
    for (const [first, last] of packs) database.blocks.insert(first, last, Buffer.alloc(0));
  });
  for (const [from, to] of packs) {
    const batches = database.unsealed() ?? [];
    expect([batches[0]?.first, batches.at(-1)?.last]).toEqual([from, to]);
    const pack = compressed(range(from / 10, to / 10).map((at) => stored(at * 10)));
    expect(database.seal(batches, pack)).toBeTypeOf('number');
  }
  return database;
}

const eventOf = (id: number) => ({ account: 'floor', fingerprint: `f${id}` });

test('events are read over packs and batches, after one and up to another, as many as are asked for', () => {
  const database = withPacks([10, 40], [50, 80]);
  expect(idsOf(database.read(0, 20))).toEqual(range(1, 12).map((at) => at * 10));
  expect(database.read(0, 1)).toEqual([stored(10)]);
  expect(idsOf(database.read(20, 3))).toEqual([30, 40, 50]);
  expect(idsOf(database.read(25, 3))).toEqual([30, 40, 50]);
  expect(idsOf(database.read(40, 4))).toEqual([50, 60, 70, 80]);
  expect(idsOf(database.read(60, 4))).toEqual([70, 80, 90, 100]);
  expect(idsOf(database.read(20, 9, 50))).toEqual([30, 40, 50]);
  expect(idsOf(database.read(20, 9, 49))).toEqual([30, 40]);
  expect(idsOf(database.read(20, 9, 90))).toEqual([30, 40, 50, 60, 70, 80, 90]);
  expect(database.read(40, 9, 40)).toEqual([]);
  expect(database.read(120, 9)).toEqual([]);
});

test('events are read backwards over batches and packs, before one and after another', () => {
  const database = withPacks([10, 40], [50, 80]);
  expect(idsOf(database.readBefore(1_000, 20))).toEqual(
    range(1, 12)
      .map((at) => at * 10)
      .reverse(),
  );
  expect(idsOf(database.readBefore(120, 3))).toEqual([110, 100, 90]);
  expect(idsOf(database.readBefore(110, 3))).toEqual([100, 90, 80]);
  expect(idsOf(database.readBefore(80, 4))).toEqual([70, 60, 50, 40]);
  expect(idsOf(database.readBefore(50, 2))).toEqual([40, 30]);
  expect(idsOf(database.readBefore(45, 2))).toEqual([40, 30]);
  expect(idsOf(database.readBefore(70, 9, 30))).toEqual([60, 50, 40]);
  expect(idsOf(database.readBefore(70, 9, 40))).toEqual([60, 50]);
  expect(idsOf(database.readBefore(100, 9, 80))).toEqual([90]);
  expect(database.readBefore(10, 9)).toEqual([]);
  expect(database.readBefore(11, 9)).toEqual([stored(10)]);
});

test('a fingerprint is known until its event is removed, whether that is compressed or not', () => {
  const database = withPacks([10, 40]);
  const areNew = (...ids: readonly number[]) => database.noteFingerprints(ids.map(eventOf));
  expect(areNew(10, 40, 120)).toEqual([false, false, false]);
  expect(database.noteFingerprints([{ ...eventOf(10), account: 'dial' }])).toEqual([true]);
  // The fingerprints first, then the events.
  expect(database.removeOldest(30, 9, 1_000)).toEqual({ newest: null, size: 0 });
  expect(database.removeOldest(30, 9, 1_000)?.newest).toBe(20);
  expect(areNew(10, 20, 30)).toEqual([true, true, false]);
  database.removeOldest(1_000, 9, 1_000);
  expect(database.removeOldest(1_000, 9, 1_000)?.newest).toBe(40);
  database.removeOldest(1_000, 9, 1_000);
  expect(areNew(30, 40, 50, 60, 70)).toEqual([true, true, true, true, false]);
});

test.each([
  ['that are all new', ['a', 'b'], [true, true]],
  ['of which some are there', ['a', 'old', 'b'], [true, false, true]],
  ['of which one is given twice', ['a', 'b', 'a'], [true, true, false]],
  [
    'with quotes, line breaks and characters beyond the basic plane',
    ['"a"', 'a\nb', '\u{1f600}', ''],
    Array(4).fill(true),
  ],
  ['with a null character, by all of each', ['a\0b', 'a\0c', 'a'], [true, true, true]],
  ['with halves of a character', ['\ud83d', 'old', '\ud83d'], [true, false, false]],
  ['of no event', [], []],
])('fingerprints %s are answered each', (_, given, expected) => {
  const database = opened();
  const noted = (fingerprints: readonly string[]) =>
    database.noteFingerprints(fingerprints.map((fingerprint) => ({ account: 'floor', fingerprint })));
  expect(noted(['old'])).toEqual([true]);
  expect(noted(given)).toEqual(expected);
  expect(noted(given), 'they are there now').toEqual(given.map(() => false));
});

test('the oldest events are removed first from packs, then from batches, below an id and as many as are allowed', () => {
  const database = withPacks([10, 40]);
  const remove = (end: number, limit: number) => {
    let removed = database.removeOldest(end, limit, 1_000);
    while (removed && removed.newest === null) removed = database.removeOldest(end, limit, 1_000);
    return removed;
  };
  expect(remove(10, 9)).toBeNull();
  expect([remove(11, 9)?.newest, database.floor()]).toEqual([10, 10]);
  expect(idsOf(database.read(0, 3))).toEqual([20, 30, 40]);
  expect(remove(1_000, 2)?.newest).toBe(30);
  expect(idsOf(database.read(0, 2))).toEqual([40, 50]);
  expect(remove(1_000, 2)?.newest).toBe(40);
  expect(remove(71, 9)).toEqual({ newest: 60, size: packed([stored(50), stored(60)]).length });
  const [both, one] = [packed([stored(70), stored(80)]), packed([stored(80)])];
  expect(remove(71, 9)).toEqual({ newest: 70, size: both.length - one.length });
  expect([idsOf(database.read(0, 2)), database.floor()]).toEqual([[80, 90], 70]);
  expect(remove(80, 9)).toBeNull();
});

test('the bytes that a step frees are those that the log is smaller by', () => {
  const database = withPacks([10, 40], [50, 80]);
  for (let removed = database.removeOldest(1_000, 3, database.size()); removed; ) {
    const before = database.size();
    removed = database.removeOldest(1_000, 3, before);
    expect(database.size()).toBe(before - (removed?.size ?? 0));
  }
  expect([database.size(), database.count(9), database.last(), database.floor()]).toEqual([0, 0, 0, 120]);
});

test('fingerprints of many events are removed in several steps, and again from the first after an undone one', () => {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  database.exec(SEALED_EVENTS);
  const fingerprints = new Fingerprints(database);
  const sealed = new PackTable(database, fingerprints, {
    ...{ table: 'packs', packSize: 256, write: compressed },
    onUnreadable: () => {},
  });
  const events = range(1, 200).map((id) => ({ id, body: id === 7 ? 'damaged' : body(id) }));
  fingerprints.add(range(1, 200).map(eventOf));
  sealed.insert({ first: 1, last: 200, count: 200, body: compressed(events) });
  const left = () => (database.prepare('SELECT count(*) AS count FROM fingerprints').get() as { count: number }).count;
  expect([left(), sealed.end(), sealed.count(1_000), sealed.count(3)]).toEqual([200, 200, 200, 3]);
  expect(sealed.removeOldest(1_000, 100)).toEqual({ newest: null, size: 0 });
  // That of the damaged event stays.
  expect(left()).toBe(137);
  sealed.undone();
  sealed.removeOldest(1_000, 100);
  expect(left(), 'begins anew').toBe(137);
  sealed.removeOldest(1_000, 100);
  expect(left()).toBe(101);
  expect(sealed.removeOldest(1_000, 100)?.newest).toBe(100);
  expect(idsOf(sealed.read(0, 1_000, 2))).toEqual([101, 102]);
  for (const count of [36, 0]) {
    sealed.removeOldest(1_000, 100);
    expect(left()).toBe(count === 36 ? 37 : 1);
  }
  expect(sealed.removeOldest(1_000, 100)?.newest).toBe(200);
  expect([sealed.end(), sealed.size(), sealed.removeOldest(1_000, 100)]).toEqual([0, 0, null]);
});

test('a pack is not stored where some of its events were removed meanwhile, and the growth is that of the bytes', () => {
  const database = withPacks();
  database.transaction(() => {
    database.blocks.insert(10, 20, Buffer.alloc(0));
    database.blocks.insert(30, 60, Buffer.alloc(0));
  });
  const batches = database.unsealed() ?? [];
  const pack = compressed([10, 20].map(stored));
  const size = database.size();
  const growth = database.seal(batches, pack);
  expect(growth).toBe(pack.length - packed([10, 20].map(stored)).length);
  expect(database.size()).toBe(size + (growth ?? 0));
  const later = database.unsealed() ?? [];
  const removeBelow = (end: number) => {
    while (database.removeOldest(end, 9, 0));
  };
  removeBelow(31);
  expect(idsOf(database.read(0, 1))).toEqual([40]);
  expect(database.seal(later, compressed([30, 40, 50, 60].map(stored)))).toBeNull();
  expect(idsOf(database.read(0, 9)), 'nothing is changed then').toEqual(range(4, 12).map((at) => at * 10));
});

test('the batches of the oldest block are those that are compressed next', () => {
  const database = withPacks();
  expect(database.unsealed()).toBeNull();
  database.transaction(() => {
    database.blocks.insert(10, 40, Buffer.alloc(0));
    database.blocks.insert(50, 60, Buffer.alloc(0));
  });
  const placesOf = () => database.unsealed()?.map(({ first, last, count }) => [first, last, count]);
  expect(placesOf()).toEqual([
    [10, 20, 2],
    [30, 40, 2],
  ]);
  database.seal(database.unsealed() ?? [], compressed([10, 20, 30, 40].map(stored)));
  expect(placesOf()).toEqual([[50, 60, 2]]);
});

test('a log has its newest and its number of events, as far as is asked', () => {
  const database = opened();
  expect([database.last(), database.count(9), database.size(), database.floor()]).toEqual([0, 0, 0, 0]);
  const full = withPacks([10, 40]);
  expect([full.last(), full.count(3), full.count(4), full.count(6), full.count(99)]).toEqual([120, 3, 4, 6, 12]);
});

test('a log has the same id and key each time that it is asked, and another one has others', () => {
  const [one, other] = [opened(), opened()];
  const { id, key } = one.identity();
  expect([key.length, id.length]).toEqual([32, 12]);
  expect(one.identity()).toEqual({ id, key });
  expect(other.identity().id).not.toBe(id);
  expect(other.identity().key.equals(key)).toBe(false);
});

test('notes are found by name and by the begin of it, and changed where they still are what was read', () => {
  const database = opened();
  for (const name of ['rule:b', 'rule:a', 'rules', 'other']) database.setNote(name, name.toUpperCase());
  expect([database.note('rule:a'), database.note('none')]).toEqual(['RULE:A', null]);
  expect([...database.notes('rule:')]).toEqual([
    ['rule:a', 'RULE:A'],
    ['rule:b', 'RULE:B'],
  ]);
  expect([...database.notes('none')]).toEqual([]);
  expect(database.exchangeNote('rule:a', 'x', 'y')).toBe(false);
  expect(database.exchangeNote('rule:a', 'RULE:A', 'y')).toBe(true);
  expect(database.exchangeNote('new', null, 'z')).toBe(true);
  expect(database.exchangeNote('rule:b', 'RULE:B', null)).toBe(true);
  expect(['rule:a', 'new', 'rule:b'].map((name) => database.note(name))).toEqual(['y', 'z', null]);
});

test('a step that fails is undone', () => {
  const database = withPacks();
  const step = () =>
    database.transaction(() => {
      database.setNote('a', 'b');
      throw new Error('The disk is full');
    });
  expect(step).toThrow('The disk is full');
  expect(database.note('a')).toBeNull();
});

test('a pack has its events as they were, compressed or not, and as one of several', async () => {
  const events = [3, 9, 10, 400, 401].map(stored);
  const parts = [events.slice(0, 1), events.slice(1, 4), events.slice(4)].map((part) => packed(part));
  expect(unpacked(parts[1] as Buffer)).toEqual(events.slice(1, 4));
  expect(unpacked(compressed(events))).toEqual(events);
  const memory = new ReusedBytes();
  expect(unpacked(await compressedLater(parts, memory))).toEqual(events);
  expect(await compressedLater(parts, memory), 'it is the same pack').toEqual(compressed(events));
  expect(unpacked(packed(events, memory)), 'in the same memory').toEqual(events);
  expect([unpacked(packed([])), unpacked(compressed([]))]).toEqual([[], []]);
});

test('fingerprints are of their accounts, also where these have unusual names', () => {
  const database = opened();
  const accounts = ['7', '__proto__', 'a"b', 'a', 'constructor'];
  const all = accounts.flatMap((account) => ['f1', '["f2"]'].map((fingerprint) => ({ account, fingerprint })));
  database.transaction(() => {
    expect(database.noteFingerprints(all)).toEqual(all.map(() => true));
    const more = [...all, { account: 'b', fingerprint: 'f1' }, { account: 'a', fingerprint: 'f2' }];
    expect(database.noteFingerprints(more)).toEqual([...all.map(() => false), true, true]);
  });
});
