import { afterEach } from 'vitest';
import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { Runner, type RunnerOptions } from '../../src/subscriptions/ingest/runner.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { silent } from './events.ts';

/** Run after each test, last first. */
export const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What the stream does next: yields an event, breaks or waits. */
export type Step = EventRecord | 'break' | 'wait';

/** A vendor stream that follows a list of steps each time it is opened. */
export class FlakySource {
  opened = 0;
  watched: string[] = [];
  open = 0;
  constructor(
    readonly lives: Step[][],
    readonly account = 'floor',
  ) {}

  adapter(role: 'events' | 'watch' = 'events'): Adapter {
    const common = {
      account: this.account,
      vendor: 'FIVE9_CTI' as const,
      call: async () => null,
      check: async () => 'fine',
      close: async () => undefined,
    };
    if (role === 'events') return { ...common, events: ({ signal }) => this.run(signal) };
    return {
      ...common,
      watches: ['CAMPAIGN', 'AGENT'],
      watch: (kinds, { signal }) => {
        const note = () => this.watched.push([...kinds].sort().join('+'));
        note();
        kinds.onChange(note);
        return this.run(signal);
      },
    };
  }

  async *run(signal: AbortSignal): AsyncIterable<EventRecord> {
    const steps = this.lives[this.opened] ?? ['wait'];
    this.opened += 1;
    this.open += 1;
    try {
      for (const step of steps) {
        if (step === 'break') throw new CrosspointError('UNAVAILABLE', 'The line is cut');
        if (step !== 'wait') yield step;
        else await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
      }
      if (!signal.aborted)
        await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    } finally {
      this.open -= 1;
    }
  }
}

/** A running runner over a log in memory. */
export async function begin(adapters: Adapter[], more: Partial<RunnerOptions> = {}) {
  const log = more.log ?? (await openSqliteLog({ file: ':memory:' }));
  const backOff = { first: 2, most: 10 };
  const runner = new Runner({ log, adapters, logger: silent, backOff, settled: 20, linger: 30, ...more });
  runner.start();
  cleanups.push(() => log.close());
  cleanups.push(() => runner.stop());
  return { log, runner };
}

/** All events that the log stored. */
export async function storedEvents(log: EventLog) {
  return (await log.read(null, 10_000)).events.map(({ event }) => event);
}

/** An event in a few words. */
export const brief = (event: EventRecord) => {
  if (event.kind === 'CALL') return `${event.call.nativeId} ${event.call.state}`;
  return event.kind === 'ACCOUNT' ? event.status : event.kind;
};

/** A member of a log as it is used through a proxy. */
export function bound(log: EventLog, name: string | symbol): unknown {
  const value = Reflect.get(log, name);
  return typeof value === 'function' ? value.bind(log) : value;
}
