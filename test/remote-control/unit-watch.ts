import { syncBuiltinESMExports } from 'node:module';
import timers, { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, vi } from 'vitest';
import type { CallRecord, EventRecord, Watchable } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import type { PollingPace, WatchSources } from '../../src/adapters/remote-control/events/watch.ts';
import { Kinds } from '../../src/subscriptions/ingest/watches.ts';

/** When the tests' clock starts. */
export const START = Date.parse('2026-03-02T10:00:00.000Z');
/** The time of a moment in milliseconds after the start. */
export const timeAt = (milliseconds: number) => new Date(START + milliseconds).toISOString();

/** A pace whose intervals differ from each other. */
export const PACE: PollingPace = { busy: 100, idle: [400, 1_000], lists: 3_000, failed: [200, 800] };

/** A call of the user 7. */
export const phoneCall = (state: CallRecord['state'] = 'CONNECTED', more: Partial<CallRecord> = {}): CallRecord => ({
  ...{ nativeId: '7/1', state, startedAt: timeAt(-1_000), agent: { nativeId: '7' } },
  ...more,
});

/** A refusal of the vendor. */
export const refusal = (code: CrosspointError['code']) => new CrosspointError(code, 'Refused');

/** A clock that moves only with `pass`, which lets everything happen that is due meanwhile. */
function unitClock() {
  const clock = { now: 0 };
  const waiting = new Set<{ due: number; resolve: () => void }>();
  const wait = (milliseconds = 0, value?: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const entry = { due: clock.now + milliseconds, resolve: () => resolve(value) };
      waiting.add(entry);
      signal?.addEventListener('abort', () => {
        waiting.delete(entry);
        reject(signal.reason);
      });
      if (signal?.aborted) reject(signal.reason);
    });
  vi.spyOn(timers, 'setTimeout').mockImplementation(wait as typeof timers.setTimeout);
  vi.spyOn(performance, 'now').mockImplementation(() => clock.now);
  syncBuiltinESMExports();
  onTestFinished(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });
  const settle = async () => {
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };
  const pass = async (milliseconds: number) => {
    const end = clock.now + milliseconds;
    await settle();
    for (let steps = 0; ; steps += 1) {
      expect(steps, 'polls within the time that passed').toBeLessThan(2_000);
      const [next] = [...waiting].toSorted((one, other) => one.due - other.due);
      if (!next || next.due > end) break;
      waiting.delete(next);
      clock.now = Math.max(clock.now, next.due);
      next.resolve();
      await settle();
    }
    clock.now = end;
  };
  return { clock, pass, settle, waiting };
}

/** What a watch reads. */
interface Replies {
  users(): readonly number[];
  calls(user: number, signal: AbortSignal): readonly CallRecord[] | Promise<readonly CallRecord[]>;
  campaigns(): readonly object[] | Promise<readonly object[]>;
}

interface Choices extends Partial<Replies> {
  readonly kinds?: readonly Watchable[];
}

/** A watch's sources, which are functions, and the clock; `asked` has what was read and when. */
export function unitWatch({ kinds: chosen = ['CALL', 'AGENT', 'CAMPAIGN'], ...choices }: Choices = {}) {
  const time = unitClock();
  const replies: Replies = {
    ...{ users: () => [7], calls: () => [], campaigns: () => [] },
    ...choices,
  };
  const asked: [string, number][] = [];
  const note = (name: string) => void asked.push([name, time.clock.now]);
  const warnings: [object, string][] = [];
  const quiet = () => {};
  const log = {
    debug: quiet,
    info: quiet,
    warn: (...words: [object, string]) => void warnings.push(words),
    error: quiet,
  };
  const phones = {
    users: async () => {
      note('users');
      return replies.users();
    },
    callRecords: async (user: number, { signal }: { signal: AbortSignal }) => {
      note(`calls of ${user}`);
      return replies.calls(user, signal);
    },
  };
  const reads = {
    campaigns: async () => {
      note('campaigns');
      return { items: await replies.campaigns() };
    },
  };
  const now = () => new Date(START + time.clock.now);
  const sources = { account: 'dialler', phones, reads, log, now } as unknown as WatchSources;
  const kinds = new Kinds([...chosen]);
  const looked: (readonly Watchable[])[] = [];
  vi.spyOn(kinds, 'looked').mockImplementation((seen) => void looked.push([...seen]));
  const stop = new AbortController();
  const events: EventRecord[] = [];
  /** Takes the events of a watch; resolves when it ends. */
  const collect = async (watch: AsyncIterable<EventRecord>) => {
    for await (const event of watch) events.push(event);
  };
  /** The events since the last call, in brief. */
  const seen = () => events.splice(0).map(inBrief);
  const askedFor = (name: string) => asked.flatMap(([each, at]) => (each === name ? [at] : []));
  return { ...time, sources, kinds, looked, stop, events, collect, seen, asked, askedFor, warnings, replies };
}

function inBrief(event: EventRecord): string {
  if (event.kind === 'CALL') return `${event.type} ${event.call.nativeId}${event.late ? ' late' : ''}`;
  if (event.kind === 'AGENT') return `${event.agent.nativeId} is ${event.presence}`;
  if (event.kind === 'ACCOUNT') return event.status;
  if (event.kind === 'CAMPAIGN') return `campaign ${event.campaign.nativeId}`;
  return event.kind === 'GAP' ? `gap from ${Date.parse(event.from) - START}` : event.kind;
}
