/** The batches of blocks that are complete, which are compressed as they were stored, without being read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { compressed, unpacked } from '../../src/subscriptions/log/event-pack.ts';
import { LogDatabase } from '../../src/subscriptions/log/log-database.ts';
import type { StoredPack } from '../../src/subscriptions/log/pack-table.ts';
import { RecentBatches } from '../../src/subscriptions/log/recent-batches.ts';

const eventOf = (id: number) => ({ account: 'floor', fingerprint: `f${id}` });
const stored = (id: number, length = 9) => ({ id, body: JSON.stringify({ ...eventOf(id), text: 'x'.repeat(length) }) });

/** A log in a file, to which another one looks that has nothing in memory. */
async function withFile(use: (database: LogDatabase, file: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-batches-'));
  const database = new LogDatabase(join(folder, 'events.db'));
  try {
    await use(database, join(folder, 'events.db'));
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
}

/** Appends a batch of events with the ids from one on; `block` is the first id of the block that it ends. */
function append(
  database: LogDatabase,
  first: number,
  count: number,
  { block, length = 9 }: { block?: number; length?: number } = {},
) {
  const ids = Array.from({ length: count }, (_, at) => first + at);
  database.transaction(() => {
    database.noteFingerprints(ids.map(eventOf));
    database.insert(
      ids.map((id) => stored(id, length)),
      block !== undefined,
    );
    if (block !== undefined) database.blocks.insert(block, first + count - 1, Buffer.alloc(0));
  });
}

const contentOf = (batches: readonly StoredPack[] | null) =>
  batches?.map(({ body, ...place }) => ({ ...place, events: unpacked(body) })) ?? null;

test('the batches of a complete block are not read from the database', async () => {
  await withFile((database, file) => {
    append(database, 1, 2);
    append(database, 3, 1, { block: 1 });
    append(database, 4, 5);
    const other = new Database(file);
    onTestFinished(() => void other.close());
    other.exec("UPDATE batches SET body = x'00'");
    expect(contentOf(database.unsealed())).toEqual([
      { first: 1, last: 2, count: 2, events: [stored(1), stored(2)] },
      { first: 3, last: 3, count: 1, events: [stored(3)] },
    ]);
  });
});

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 4 }), ends: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ add: fc.constant(2), ends: fc.boolean(), length: fc.constant(300_000) }) },
    { weight: 2, arbitrary: fc.constant('seal' as const) },
    { weight: 1, arbitrary: fc.constant('remove' as const) },
    { weight: 1, arbitrary: fc.constant('undo' as const) },
  ),
  { maxLength: 40 },
);

test('what is compressed next is what the database has, after events were stored, removed and undone', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await withFile(async (database, file) => {
        let [next, block] = [1, 1];
        for (const step of all) {
          if (step === 'seal') {
            const batches = database.unsealed();
            const events = contentOf(batches)?.flatMap((batch) => batch.events) ?? [];
            if (batches && events.length > 0) database.seal(batches, compressed(events));
          } else if (step === 'remove') {
            while (database.removeOldest(next - 3, 2, 0));
          } else if (step === 'undo') {
            expect(() =>
              database.transaction(() => {
                database.insert([stored(next), stored(next + 1)], true);
                throw new Error('undone');
              }),
            ).toThrow('undone');
            database.undone();
          } else {
            append(database, next, step.add, { ...step, ...(step.ends && { block }) });
            next += step.add;
            if (step.ends) block = next;
          }
          const other = new LogDatabase(file);
          expect(contentOf(database.unsealed())).toEqual(contentOf(other.unsealed()));
          await other.close();
        }
      });
    }),
    { numRuns: 60 },
  );
});

test('as many blocks are in memory as may wait, and none whose batches are long', () => {
  const recent = new RecentBatches();
  const batch = (at: number, length: number) => ({ first: at, last: at, count: 1, body: Buffer.alloc(length, at) });
  for (let at = 1; at <= 9; at += 1) recent.add(batch(at, 100), true);
  expect([recent.between(1, 1), recent.between(2, 2)]).toEqual([null, [batch(2, 100)]]);
  recent.leaveUpTo(3);
  expect([recent.between(3, 3), recent.between(4, 4)]).toEqual([null, [batch(4, 100)]]);
  expect(recent.between(3, 4), 'of a block that began otherwise').toBeNull();
  recent.add(batch(10, 512 * 1024), true);
  recent.add(batch(11, 512 * 1024), false);
  recent.add(batch(12, 1), true);
  expect(recent.between(10, 10)).toEqual([batch(10, 512 * 1024)]);
  expect(recent.between(11, 12)).toBeNull();
});
