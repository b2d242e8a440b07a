import { expect, test } from 'vitest';
import { Heard } from '../../src/subscriptions/heard.ts';
import { openSqliteLog } from '../../src/subscriptions/sqlite.ts';
import { until } from './events.ts';

test('until when a stream was heard is written down while it is heard, and no longer', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  const [one, other] = [new Heard(log, 'one', 2), new Heard(log, 'other', 2)];
  const at = async (heard: Heard) => (await heard.last())?.until.getTime() ?? 0;
  const later = async (heard: Heard) => {
    const before = await at(heard);
    await until(async () => (await at(heard)) > before + 10, 'it is written down again');
  };
  for (const heard of [one, other]) heard.begin();
  for (const heard of [one, other]) await later(heard);
  await one.end();
  const ended = await one.last();
  expect(ended?.left).toBe(false);
  await later(other);
  expect(await one.last()).toEqual(ended);
  one.begin();
  await later(one);
  await one.leave();
  const left = await one.last();
  expect(left?.left).toBe(true);
  await later(other);
  expect(await one.last()).toEqual(left);
  await other.end();
  await log.close();
});
