import { expect, test } from 'vitest';
import { ReusedBytes } from '../../src/subscriptions/log/reused-bytes.ts';

const MOST = 4 * 1024 * 1024;

test('bytes are reused for as many or fewer, and more take memory that is reused then', () => {
  const memory = new ReusedBytes();
  const first = memory.take(100);
  expect(first).toHaveLength(100);
  const fewer = memory.take(40);
  expect([fewer.length, fewer.buffer === first.buffer, fewer.byteOffset]).toEqual([40, true, first.byteOffset]);
  const more = memory.take(1_000);
  expect([more.length, more.buffer === first.buffer]).toEqual([1_000, false]);
  expect(memory.take(1_500).buffer, 'there is room for the next ones, which are longer').toBe(more.buffer);
});

test('more than four megabytes take memory that is not reused', () => {
  const memory = new ReusedBytes();
  const most = memory.take(MOST);
  expect([most.length, most.buffer.byteLength]).toEqual([MOST, MOST]);
  const more = memory.take(MOST + 1);
  expect([more.length, more.buffer === most.buffer]).toEqual([MOST + 1, false]);
  expect(memory.take(1).buffer).toBe(most.buffer);
});
