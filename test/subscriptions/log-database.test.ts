/** The tables of a log alone: reading over packs and rows, removing the oldest, notes and the noted size. */
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { packed, packedLater, unpacked } from '../../src/subscriptions/log/event-pack.ts';
import { LogDatabase } from '../../src/subscriptions/log/log-database.ts';
import { SEALED_EVENTS, SealedEvents } from '../../src/subscriptions/log/sealed-events.ts';
import { callEvent } from './events.ts';

const body = (id: number) => JSON.stringify({ account: 'floor', fingerprint: `f${id}`, text: 'x'.repeat(id % 7) });
const stored = (id: number) => ({ id, body: body(id) });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const idsOf = (events: readonly { readonly id: number }[]) => events.map(({ id }) => id);

function opened(): LogDatabase {
  const database = new LogDatabase(':memory:');
  onTestFinished(() => database.close());
  return database;
}

/** A log of events with the ids 10, 20 and so on to 120, of which those of each range are packed. */
function withPacks(...packs: readonly (readonly [number, number])[]) {
  const database = opened();
  database.transaction(() => {
    for (const id of range(1, 12).map((at) => at * 10)) database.insert(id, eventOf(id), body(id));
    database.noteSize(database.size());
  });
  for (const [from, to] of packs) {
    const events = range(from / 10, to / 10).map((at) => stored(at * 10));
    expect(database.seal(events, packed(events))).toBeTypeOf('number');
  }
  return database;
}

const eventOf = (id: number) => ({ ...callEvent({}), fingerprint: `f${id}` });

test('events are read over packs and rows, after one and up to another, as many as are asked for', () => {
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

test('events are read backwards over rows and packs, before one and after another', () => {
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

test('a fingerprint is known in rows and in packs until its event is removed', () => {
  const database = withPacks([10, 40]);
  for (const id of [10, 40, 120]) expect(database.insert(500 + id, eventOf(id), body(id))).toBe(false);
  expect(database.insert(510, { ...eventOf(10), account: 'dial' }, body(10))).toBe(true);
  // The fingerprints first, then the events.
  expect(database.removeOldest(30, 9, 1_000)).toEqual({ newest: null, size: 0 });
  expect(database.removeOldest(30, 9, 1_000)?.newest).toBe(20);
  expect([10, 20].map((id) => database.insert(600 + id, eventOf(id), body(id)))).toEqual([true, true]);
  expect(database.insert(630, eventOf(30), body(30))).toBe(false);
});

test('the oldest events are removed first from packs, then from rows, below an id and as many as are allowed', () => {
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
  expect(remove(71, 9)).toEqual({ newest: 70, size: [50, 60, 70].reduce((sum, id) => sum + body(id).length, 0) });
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
  database.exec('CREATE TABLE events (id INTEGER PRIMARY KEY, account TEXT, fingerprint TEXT, body TEXT)');
  database.exec(SEALED_EVENTS);
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?)');
  for (const id of range(1, 200)) insert.run(id, 'floor', `f${id}`, id === 7 ? 'damaged' : body(id));
  const sealed = new SealedEvents(database);
  const events = range(1, 200).map((id) => ({ id, body: id === 7 ? 'damaged' : body(id) }));
  sealed.seal(events, packed(events));
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
  const events = [10, 20, 30].map(stored);
  const pack = packed(events);
  const size = database.size();
  const growth = database.seal(events, pack);
  expect(growth).toBe(pack.length - events.reduce((sum, event) => sum + event.body.length, 0));
  expect(database.size()).toBe(size + (growth ?? 0));
  const later = [40, 50].map(stored);
  database.removeOldest(1_000, 9, 0);
  database.removeOldest(1_000, 9, 0);
  database.removeOldest(41, 9, 0);
  expect(idsOf(database.read(0, 1))).toEqual([50]);
  expect(database.seal(later, packed(later))).toBeNull();
});

test('the events of the oldest block are those that are compressed next', () => {
  const database = withPacks();
  expect(database.unsealed()).toBeNull();
  database.transaction(() => {
    database.blocks.insert(10, 40, Buffer.alloc(0));
    database.blocks.insert(50, 60, Buffer.alloc(0));
  });
  expect(idsOf(database.unsealed() ?? [])).toEqual([10, 20, 30, 40]);
  const events = [10, 20, 30, 40].map(stored);
  database.seal(events, packed(events));
  expect(idsOf(database.unsealed() ?? [])).toEqual([50, 60]);
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

test('a pack has its events as they were, each in one line', async () => {
  const events = [stored(3), { id: 9, body: '{\n "a": 1\n}' }, stored(10)];
  const read = [stored(3), { id: 9, body: '{  "a": 1 }' }, stored(10)];
  for (const pack of [packed(events), await packedLater(events)]) expect(unpacked(pack)).toEqual(read);
  expect(unpacked(packed([]))).toEqual([]);
});
