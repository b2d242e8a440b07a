/** No change falls between the snapshot of a subscription and its events. */
import { describe, expect, it } from 'vitest';
import type { CallState } from '../../schema/vocabulary.ts';
import type { Adapter, EventRecord, StreamOptions, WantedKinds } from '../../src/adapters/adapter.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { SubscriptionService } from '../../src/subscriptions/service.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { begin, cleanups, storedEvents } from './flaky-source.ts';

/** A vendor with one call, whose changes it reports only once the test has it listen. */
class LateSource {
  state: CallState = 'RINGING';
  opened = false;
  listen: () => void = () => {};
  fail: () => void = () => {};
  readonly #listening: Promise<void>;
  #wake = () => {};
  #unread: EventRecord[] = [];
  #isListening = false;

  constructor() {
    this.#listening = new Promise((resolve, reject) => {
      this.listen = resolve;
      this.fail = () => reject(new Error('Not now'));
    });
  }

  change(state: CallState): void {
    this.state = state;
    if (this.#isListening) this.#unread.push(callEvent({ state }));
    this.#wake();
  }

  async *#changes(signal: AbortSignal, began: () => void): AsyncIterable<EventRecord> {
    this.opened = true;
    await this.#listening;
    this.#isListening = true;
    began();
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      const come = new Promise<void>((wake) => {
        this.#wake = wake;
      });
      yield* this.#unread.splice(0);
      if (!signal.aborted) await come;
    }
  }

  adapter(role: 'events' | 'watch'): Adapter {
    const common = {
      account: 'floor',
      vendor: 'FIVE9_CTI',
      call: async () => null,
      close: async () => undefined,
    } as const;
    const check = () => new Promise<string>(() => undefined);
    const events = ({ signal, onListening }: StreamOptions) => this.#changes(signal, () => onListening?.());
    const watch = (kinds: WantedKinds, { signal }: { signal: AbortSignal }) =>
      this.#changes(signal, () => kinds.looked(['CALL']));
    return { ...common, check, ...(role === 'events' ? { events } : { watch, watches: ['CALL'] }) };
  }
}

async function open(role: 'events' | 'watch', snapshotWait?: number) {
  const source = new LateSource();
  const { log, runner } = await begin([source.adapter(role)], { snapshotWait, settled: 60_000 });
  const hub = new Hub(log);
  const service = new SubscriptionService({
    ...{ hub, cursors: createCursors(log.identity), accounts: () => ['floor'], vendorOf: () => 'five9-cti' },
    watch: (kinds, accounts) => runner.watch(kinds, accounts),
    ready: (kinds, accounts) => runner.ready(kinds, accounts),
    snapshot: async () => [callEvent({ state: source.state })],
    lookup: () => ({}) as never,
    views: { account: (key: string) => ({ key }), call: (_: string, record: unknown) => record } as never,
  });
  const viewer = { id: 'someone', scopes: new Set(['calls:read']), accounts: 'all' } as const;
  const subscribing = service.subscribe({ viewer, only: 'CALL', snapshot: true });
  cleanups.push(async () => (await subscribing).return?.());
  await until(() => source.opened, 'the stream is opened');
  // All work that does not wait is done by then.
  for (let turns = 0; turns < 20; turns += 1) await new Promise((done) => setImmediate(done));
  const next = async () => (await (await subscribing).next()).value.event;
  return { source, next, log, hub };
}

describe('a snapshot', () => {
  it.each(['events', 'watch'] as const)('has what changed before the changes of %s were received', async (role) => {
    const { source, next } = await open(role);
    source.change('CONNECTED');
    source.listen();
    expect(await next()).toMatchObject({ snapshot: true, call: { state: 'CONNECTED' } });
    source.change('HELD');
    expect(await next()).toMatchObject({ snapshot: false, call: { state: 'HELD' } });
  });

  it.each(['events', 'watch'] as const)('that came before the changes of %s is followed by a gap', async (role) => {
    const { source, next, log } = await open(role, 1);
    expect(await next()).toMatchObject({ snapshot: true, call: { state: 'RINGING' } });
    source.change('CONNECTED');
    source.listen();
    await until(async () => (await storedEvents(log)).some(({ kind }) => kind === 'GAP'), 'the gap');
    source.change('HELD');
    expect(await next()).toMatchObject({ call: { state: 'HELD' }, missed: { reason: 'Events were not received yet' } });
  });

  it('does not wait for a stream that fails, and is followed by a gap', async () => {
    const { source, next, log } = await open('events');
    source.fail();
    expect(await next()).toMatchObject({ snapshot: true, call: { state: 'RINGING' } });
    expect((await storedEvents(log)).some(({ kind }) => kind === 'CALL')).toBe(false);
  });
});
