import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { BackgroundCheckpoints } from '../../src/storage/background-checkpoints.ts';
import { inTransaction, openDatabase } from '../../src/storage/database.ts';
import { until } from '../helpers/until.ts';
import { folder } from '../instances/gateways.ts';

const STEPS = ['CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)'];
/** A row takes about half a page of 4 kB. */
const BODY = 'x'.repeat(1_500);

/** A database with a way to write rows in one transaction, and the number of rows in its file without its write-ahead log. */
function open(fileOf: (file: string) => string = (file) => file) {
  const place = folder();
  const file = join(place.path, 'rows.db');
  const database = openDatabase(file, STEPS, 'NORMAL');
  const checkpoints = new BackgroundCheckpoints(database, fileOf(file));
  onTestFinished(async () => {
    await checkpoints.close();
    database.close();
    place.remove();
  });
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)');
  const write = (rows: number) => {
    inTransaction(database, () => {
      for (let row = 0; row < rows; row += 1) insert.run(BODY);
    });
    checkpoints.written();
  };
  const inFile = () => {
    copyFileSync(file, `${file}.copy`);
    const copy = new Database(`${file}.copy`);
    try {
      return (copy.prepare('SELECT count(*) AS count FROM rows').get() as { count: number }).count;
    } catch {
      // Pages that belong together are not all there before the pass is over.
      return 0;
    } finally {
      copy.close();
    }
  };
  return { checkpoints, write, inFile, ahead: () => statSync(`${file}-wal`).size };
}

test('what was written ahead is copied into the file once it is thousands of rows', async () => {
  const { write, inFile } = open();
  write(3_900);
  expect(inFile(), 'nothing is copied for few rows').toBe(0);
  write(200);
  await until(() => inFile() === 4_100, 'the rows in the file');
});

test('few rows with large values are copied once these are thousands of pages', async () => {
  const { checkpoints, write, inFile } = open();
  checkpoints.add(3_800 * 4_096);
  write(100);
  expect(inFile()).toBe(0);
  checkpoints.add(100 * 4_096);
  write(100);
  await until(() => inFile() === 200, 'the rows in the file');
});

test('few rows after a pass begin no other one', async () => {
  const { checkpoints, write, inFile } = open();
  write(4_100);
  await until(() => inFile() === 4_100, 'the rows in the file');
  for (let batch = 0; batch < 10; batch += 1) {
    write(100);
    await new Promise(setImmediate);
  }
  await checkpoints.close();
  expect(inFile()).toBe(4_100);
});

test('the write-ahead log begins anew where a writer waits for room', async () => {
  const { checkpoints, write, ahead } = open();
  for (let batch = 0; batch < 400; batch += 1) {
    write(200);
    await checkpoints.room();
  }
  // 80,000 rows take 160 MB; the database copies by itself only beyond 65 MB.
  expect(ahead()).toBeLessThan(40_000_000);
});

test('rows are written although no second connection can be opened', async () => {
  const { checkpoints, write, inFile } = open((file) => join(file, 'absent', 'rows.db'));
  for (let batch = 0; batch < 3; batch += 1) {
    write(4_100);
    await checkpoints.room();
  }
  expect(inFile(), 'the database copies by itself, later').toBe(0);
  await checkpoints.close();
});
