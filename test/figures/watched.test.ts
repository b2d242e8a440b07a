/** Figures as the server makes them: an account without a stream counts while it is watched. */
import { expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { createFigures } from '../../src/server/figures.ts';
import { quietLog } from '../../src/server/logging.ts';
import { SqliteFigureStore } from '../../src/storage/sqlite-figure-store.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { fakeAdapter } from '../unified/world.ts';

test('a polled account is listened to while it is watched, and a streamed one whenever it is received', async () => {
  const polled = fakeAdapter('dialler', 'REMOTE_CONTROL', { watch: async function* () {}, watches: ['CALL'] });
  const streamed = fakeAdapter('floor', 'FIVE9_CTI', { events: async function* () {} });
  const log = await openSqliteLog({ file: ':memory:' });
  const storage = { store: new SqliteFigureStore(':memory:'), retentionDays: 1 };
  const accounts = ['dialler', 'floor'].map((id) => ({ id, settings: { timeZone: 'Asia/Kolkata' } }));
  const { figures, start, stop, onWatch } = createFigures(
    accounts as never,
    [polled, streamed] as Adapter[],
    log,
    quietLog,
    storage,
  );
  await start();
  const isOpen = () => ['dialler', 'floor'].map((account) => figures.listening.isOpen(account));
  expect(isOpen()).toEqual([false, false]);
  for (const account of ['dialler', 'floor']) onWatch(account, true);
  expect(isOpen()).toEqual([true, false]);
  onWatch('dialler', false);
  expect(isOpen()).toEqual([false, false]);
  expect(figures.factsOf('dialler')).toMatchObject({ zone: 'Asia/Kolkata', isPolled: true, reportsQueue: false });
  await stop();
  await log.close();
});
