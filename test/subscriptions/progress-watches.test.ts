import { once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Adapter, EventRecord, ImportRecord } from '../../src/adapters/adapter.ts';
import { ProgressWatches, progressEvent } from '../../src/subscriptions/ingest/progress.ts';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { until } from '../helpers/until.ts';
import { silent } from './events.ts';

const JOB = { kind: 'IMPORT', account: 'floor', nativeId: '7' } as const;
const record = (running: boolean, nativeId = '7'): ImportRecord => ({
  nativeId,
  running,
  done: 1,
  failed: 0,
  refused: [],
});

/** Watches of a vendor whose imports do not end, and a log to which another gateway appends. */
function watching() {
  const open = new Set<AbortSignal>();
  let asked = 0;
  async function* importProgress(_id: string, { signal }: { signal?: AbortSignal } = {}) {
    asked += 1;
    if (!signal) throw new Error('It cannot be ended');
    open.add(signal);
    yield record(true);
    if (!signal.aborted) await once(signal, 'abort');
    open.delete(signal);
  }
  let announce: (events: readonly LoggedEvent[]) => void = () => undefined;
  const follow = (take: typeof announce) => {
    announce = take;
    return () => undefined;
  };
  const stored: EventRecord[] = [];
  const watches = new ProgressWatches({
    adapter: () => ({ account: 'floor', importProgress }) as unknown as Adapter,
    log: { follow } as never,
    ...{ logger: silent, backOff: { first: 1, most: 1 } },
    store: async (event) => void stored.push(event),
  });
  onTestFinished(() => watches.stop());
  return {
    ...{ watches, open, stored },
    asked: () => asked,
    appended: (event: EventRecord) => announce([{ event, position: '1' } as LoggedEvent]),
  };
}

it('an import is followed once for all its listeners, and until the last of them leaves', async () => {
  const { watches, open, asked } = watching();
  const [leave, leaveToo] = [watches.add(JOB), watches.add(JOB)];
  await until(() => open.size === 1, 'it is followed');
  leave();
  leave();
  expect(open.size).toBe(1);
  leaveToo();
  await until(() => open.size === 0, 'it is no longer followed', 5_000);
  expect(asked()).toBe(1);
});

it('an import is no longer followed once another gateway has stored its end', async () => {
  const { watches, open, appended } = watching();
  watches.add(JOB);
  await until(() => open.size === 1, 'it is followed');
  appended(progressEvent(JOB, record(true)));
  appended(progressEvent({ ...JOB, nativeId: '8' }, record(false, '8')));
  await new Promise(setImmediate);
  expect(open.size, 'it runs, and another one has ended').toBe(1);
  appended(progressEvent(JOB, record(false)));
  await until(() => open.size === 0, 'it is no longer followed', 5_000);
});

it('an import that cannot be followed is asked for again after pauses that double', async () => {
  // The shortest pause that its random half allows.
  const random = vi.spyOn(Math, 'random').mockReturnValue(0);
  onTestFinished(() => random.mockRestore());
  let asked = 0;
  const importProgress = () => {
    asked += 1;
    throw new Error('unreachable');
  };
  const watches = new ProgressWatches({
    adapter: () => ({ account: 'floor', importProgress }) as unknown as Adapter,
    log: { follow: () => () => undefined } as never,
    ...{ logger: silent, backOff: { first: 2, most: 60_000 } },
    store: async () => undefined,
  });
  onTestFinished(() => watches.stop());
  const begun = performance.now();
  watches.add(JOB);
  // Pauses of 1, 2, 4, 8, 16, 32 and 64 ms; they would be 5.5 s if each were four times the one before.
  await until(() => asked === 8, 'it was asked for eight times', 4_000);
  expect(performance.now() - begun).toBeGreaterThan(110);
});
