import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readId, writeId } from '../../src/access/global-id.ts';
import { indexOf, momentOf, pageOf, readCursor, writeCursor } from '../../src/resolvers/paging.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { codeOr, damaged, fuzz, HOSTILE_TEXTS } from './fuzz.ts';

const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary', maxLength: 20 }));
const base64 = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const json = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
const ofPage = fc.array(text, { maxLength: 4 }).map((key) => writeCursor('names', key));
const ofLog = fc.stringMatching(/^[0-9-]{1,30}$/).map((place) => log.write(place));
const ids = fc
  .tuple(fc.stringMatching(/^[\w.-]{1,9}$/), text)
  .map(([account, native]) => writeId('Call', account, native));
const log = createCursors({ id: 'one', key: Buffer.from('a key of our own') });
const opaque = damaged(fc.oneof(text, base64, json, ofPage, ofLog, ids), [...HOSTILE_TEXTS, 'A', '=', '-', '_', '+']);

const order = { name: 'names', length: 2, key: (item: string) => [item.slice(0, 2), item] };

test('a text is the id of one object, written in one way, or of none', async () => {
  await fuzz(opaque, (id) => {
    const key = readId(id);
    if (key) expect(writeId(key.type, key.account, key.nativeId)).toBe(id);
  });
});

test('a cursor of the event log is one that it wrote, or is refused', async () => {
  await fuzz(opaque, (cursor) => {
    const place = codeOr(() => log.read(cursor));
    if (typeof place === 'string') expect(log.write(place)).toBe(cursor);
    else expect(place.refused).toBe('INVALID_ARGUMENT');
  });
});

test('a cursor of a list is a place in its order, or is refused', async () => {
  await fuzz(opaque, (cursor) => {
    const place = codeOr(() => readCursor(cursor, order, 'after'));
    if ('refused' in place) expect(place.refused).toBe('INVALID_ARGUMENT');
    else expect(readCursor(writeCursor(order.name, place), order, 'after')).toEqual(place);
  });
});

test('a made-up key of a cursor begins with a moment that can be moved and written, or is refused', async () => {
  const moment = fc.date({ noInvalidDate: false }).map((date) => JSON.parse(JSON.stringify(date)) ?? 'null');
  await fuzz(fc.array(fc.oneof(text, moment), { maxLength: 2 }), (key) => {
    const read = codeOr(() => momentOf(key, 'after'));
    if (typeof read === 'number') expect(new Date(read - 1_000).toISOString()).toContain('T');
    const index = codeOr(() => indexOf(key, 'after'));
    if (typeof index === 'number') expect(Number.isSafeInteger(index)).toBe(true);
  });
});

test('a page begins after any place, with rows of the list in its order and none twice', async () => {
  const asked = fc.tuple(
    fc.array(text, { maxLength: 8 }),
    fc.array(text, { minLength: 2, maxLength: 2 }),
    fc.integer(),
  );
  await fuzz(asked, ([names, place, first]) => {
    const page = codeOr(() => pageOf([...new Set(names)], order, { first, after: writeCursor('names', place) }));
    if ('refused' in page) return;
    const rows = page.edges.map(({ node }) => node);
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.every((row) => names.includes(row))).toBe(true);
  });
});
