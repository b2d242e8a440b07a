import type { EventRecord } from '../../src/adapters/adapter.ts';
import { DeskListener, type ListenerSink } from '../../src/adapters/five9-cti/events/listener.ts';
import { inBrief, unitDesks } from './unit-desks.ts';

const open: (() => Promise<unknown>)[] = [];

/** Ends the listeners of a test. */
export async function endListeners(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

/** Milliseconds before a failed listener is registered again, half of them random. */
export const RETRY_AFTER = 40;

/** A listener whose desk sends these events, then none. */
export function listening(...events: (object | (() => unknown))[]) {
  const world = unitDesks({ more: { retryAfter: RETRY_AFTER, pollTimeout: 50 } });
  const stop = new AbortController();
  const reports: string[] = [];
  const gaps: object[] = [];
  const batches: (readonly EventRecord[])[] = [];
  const sink: ListenerSink = {
    ready: async () => {},
    publish: async (published) => {
      batches.push(published);
      reports.push(...inBrief(published));
      gaps.push(...published.filter(({ kind }) => kind === 'GAP'));
    },
    setReachable: async (_desk, isReachable) => void reports.push(isReachable ? 'reachable' : 'lost'),
    setRecovered: async () => void reports.push('recovered'),
  };
  let reach = () => {};
  /** Resolves once the desk has sent every event and is asked for a further one. */
  const idle = new Promise<void>((resolve) => {
    reach = resolve;
  });
  world.replies.checkEvent = (_input, _agent, { signal }) => {
    const next = events.shift();
    if (next) return typeof next === 'function' ? next() : next;
    reach();
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  const listener = new DeskListener(world.desk, world.settings, sink, world.desks.queue);
  const end = async () => {
    stop.abort();
    await running;
  };
  let running = Promise.resolve();
  open.push(end);
  const run = () => {
    running = listener.run(stop.signal);
    return idle;
  };
  return { ...world, sink, reports, gaps, batches, stop, run, end };
}
