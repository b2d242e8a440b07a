/** Events that come many at once are compressed before they are stored, and are stored as those that come one by one. */
import fc from 'fast-check';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { events, fingerprints, fresh, killed, names } from './log-files.ts';

/** The sizes of a file's packs, the oldest first, and how many of its events are not compressed. */
function stored(file: string): { readonly packs: readonly number[]; readonly plain: number } {
  const database = new Database(file);
  const packs = database.prepare('SELECT count FROM packs ORDER BY last').all() as { readonly count: number }[];
  const plain = database.prepare('SELECT coalesce(sum(count), 0) AS count FROM batches').get() as { count: number };
  database.close();
  return { packs: packs.map(({ count }) => count), plain: plain.count };
}

test('many events are packs as soon as they are stored, fewer are not', async () => {
  const file = fresh();
  const log = await openSqliteLog({ file });
  const positions = await log.append(events(0, 1_000));
  expect(stored(file)).toEqual({ packs: [334, 334, 332], plain: 0 });
  expect((await log.read(null, 2_000)).events.map(({ position }) => position)).toEqual(positions);
  await log.append(events(1_000, 1_255));
  expect(stored(file), 'one too few').toEqual({ packs: [334, 334, 332], plain: 255 });
  await log.append(events(1_255, 1_256));
  await log.append(events(1_256, 1_512));
  expect(stored(file), 'once the ones before are compressed').toEqual({ packs: [334, 334, 332, 256, 256], plain: 0 });
  expect(await fingerprints(log)).toEqual(names(0, 1_512));
  await log.close();
});

test('a duplicate among many is known, and the others are stored', async () => {
  const file = fresh();
  const log = await openSqliteLog({ file });
  await log.append(events(0, 300));
  const positions = await log.append([...events(300, 560), ...events(7, 8), ...events(560, 600), ...events(300, 301)]);
  expect(positions.map((position) => position === null)).toEqual([
    ...Array(260).fill(false),
    true,
    ...Array(40).fill(false),
    true,
  ]);
  expect(await fingerprints(log)).toEqual(names(0, 600));
  await log.close();
});

test('nothing of many events is stored where their transaction is undone, and all once the disk takes them', async () => {
  const file = fresh();
  const log = await openSqliteLog({ file });
  await log.append(events(0, 300));
  const other = new Database(file);
  other.exec("CREATE TRIGGER refuse BEFORE INSERT ON blocks BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  const appended = log.append(events(300, 900));
  await expect.poll(() => log.waiting).toBe(true);
  expect(stored(file).packs).toEqual([300]);
  other.exec('DROP TRIGGER refuse');
  other.close();
  expect((await appended).includes(null)).toBe(false);
  expect(await fingerprints(log)).toEqual(names(0, 900));
  await log.close();
});

const batches = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 250, max: 270 }), fc.integer({ min: 500, max: 800 })),
  { minLength: 1, maxLength: 8 },
);

test('a log has what was appended, in order, whichever came together and whenever its process was killed', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.boolean(), async (sizes, isAtOnce) => {
      const file = fresh();
      const log = await openSqliteLog({ file });
      const appends: Promise<unknown>[] = [];
      let count = 0;
      for (const size of sizes) {
        appends.push(log.append(events(count, count + size)));
        count += size;
        if (isAtOnce) continue;
        await Promise.all(appends);
        const copy = await openSqliteLog({ file: killed(file) });
        expect(await fingerprints(copy)).toEqual(names(0, count));
        await copy.close();
      }
      await Promise.all(appends);
      expect(await fingerprints(log)).toEqual(names(0, count));
      const ids = (await log.read(null, 10_000)).events.map(({ position }) => Number(position));
      expect(ids).toEqual(ids.toSorted((one, other) => one - other));
      expect(new Set(ids).size).toBe(count);
      await log.close();
    }),
    { numRuns: 12 },
  );
});
