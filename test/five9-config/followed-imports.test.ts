/** How often the vendor is asked about an import or a report that is followed. */
import { expect, test } from 'vitest';
import type { Five9Client } from '../../src/adapters/five9-config/client.ts';
import { progress } from '../../src/adapters/five9-config/events/progress.ts';

/** A client of a vendor that answers at once, some times that the work is under way, and when it was asked. */
function answering(timesRunning: number) {
  const asked: number[] = [];
  const isRunning = () => {
    asked.push(performance.now());
    return asked.length <= timesRunning;
  };
  const send = async (name: string) => (name.startsWith('is') ? isRunning() : { success: true });
  return { asked, client: { send, reading: () => 'from-one' } as unknown as Five9Client };
}

const pauses = (asked: readonly number[]) => asked.slice(1).map((at, index) => at - (asked[index] ?? 0));

test('an import that the vendor does not wait for is looked at less often each time', async () => {
  const { asked, client } = answering(3);
  const seen: boolean[] = [];
  const { signal } = new AbortController();
  for await (const { running } of progress(client).importProgress?.('list/1', { signal }) ?? []) seen.push(running);
  expect(seen).toEqual([true, false]);
  const [, second = 0, third = 0] = pauses(asked);
  expect(second).toBeGreaterThan(950);
  expect(third).toBeGreaterThan(1_450);
});

// Guide p. 210 recommends that the vendor waits five seconds or more.
test('a report is looked at no sooner than after five seconds, though the vendor does not wait', async () => {
  const { asked, client } = answering(2);
  const seen: boolean[] = [];
  const { signal } = new AbortController();
  for await (const { running } of progress(client).reportProgress?.('r', { signal }) ?? []) seen.push(running);
  expect(seen).toEqual([true, false]);
  expect(pauses(asked)[1]).toBeGreaterThan(4_950);
});
