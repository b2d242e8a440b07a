import { expect, test } from 'vitest';
import { nextUnseen } from '../../src/subscriptions/ingest/next-unseen.ts';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { callEvent } from './events.ts';

/** A log with events at these positions, and from where it was read. */
function logOf(...positions: string[]) {
  const reads: (string | null)[] = [];
  const events: LoggedEvent[] = positions.map((position) => ({ position, event: callEvent({}) }));
  const log = {
    head: async () => positions.at(-1) ?? null,
    read: async (after: string | null) => {
      reads.push(after);
      return { events: events.filter(({ position }) => position > (after ?? '')), gap: false, more: false };
    },
    placeAt: (time: Date) => String(time.getTime()).padStart(6, '0'),
  };
  return { log, reads, events };
}

test('nothing is read while nothing is buffered, or the log is empty', async () => {
  const full = logOf('000001');
  expect(await nextUnseen(full.log, null, undefined)).toEqual([]);
  expect(await nextUnseen(full.log, '000000', undefined)).toEqual([]);
  const empty = logOf();
  expect(await nextUnseen(empty.log, null, 1)).toEqual([]);
  expect([full.reads, empty.reads]).toEqual([[], []]);
});

test('what follows the last event seen is read, and nothing where that is the newest', async () => {
  const { log, reads, events } = logOf('000001', '000002', '000003');
  expect(await nextUnseen(log, '000001', 90_000)).toEqual(events.slice(1));
  expect(await nextUnseen(log, '000003', 90_000)).toEqual([]);
  expect(await nextUnseen(log, '000004', 90_000)).toEqual([]);
  expect(reads).toEqual(['000001']);
});

test('where none was seen, it is read from ten seconds before the oldest buffered event', async () => {
  const { log, reads } = logOf('090000');
  await nextUnseen(log, null, 100_000);
  expect(reads).toEqual(['090000']);
});
