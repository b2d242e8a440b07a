import { setTimeout as sleep } from 'node:timers/promises';
import { mayUseAccount } from '../../access/caller.ts';
import type { Adapter, EventRecord, Watchable } from '../../adapters/adapter.ts';
import type { EventLog } from '../log/log.ts';
import { gapSince } from './gateway-events.ts';
import { StreamCheckpoint } from './stream-checkpoint.ts';
import type { SupervisedStream } from './supervised-stream.ts';
import { WATCH_PREFIX } from './watches.ts';

/** The prefix of the names of event streams. */
export const STREAM_PREFIX = 'events:';

/** Default of `limit`. */
const LIMIT_MS = 2_000;
/** Milliseconds between two looks at another gateway's checkpoint. */
const POLL_MS = 50;
/** Checkpoints that a gateway may be late with while it still receives the stream. */
const LATE_CHECKPOINTS = 3;
const NOT_RECEIVED = 'Events were not received yet';
/** The kinds of which an event stream reports changes. */
const STREAMED: readonly Watchable[] = ['CALL', 'AGENT'];

/** The sources from which the reception is known. */
interface ReceptionOptions {
  readonly log: EventLog;
  /** Milliseconds between two checkpoints of a stream. */
  readonly heartbeat: number;
  /** Whether other gateways may receive the streams. */
  readonly isShared: boolean;
  /** Milliseconds a snapshot waits for the changes after it to be received. */
  readonly limit?: number | undefined;
  adapters(): readonly Adapter[];
  /** Resolves once the running watch of an account has looked at these kinds. */
  looked(account: string, kinds: readonly Watchable[]): Promise<void>;
  store(event: EventRecord): Promise<void>;
}

interface Settling {
  readonly settled: Promise<void>;
  settle(): void;
}

/** Knows from when on the changes of an account are received, so that none is missed between a snapshot and its events. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #streams = new Map<string, Settling>();
  /** Accounts that a snapshot was taken of before their events were received. */
  readonly #late = new Set<string>();

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  /** Takes that a stream is opened here. */
  opened(name: string, stream: SupervisedStream): void {
    const { settle } = this.#stream(name);
    void stream.settled.then(settle);
  }

  /** Forgets the stream of an account that is removed. */
  removed(account: string): void {
    this.#streams.delete(STREAM_PREFIX + account);
  }

  /** Resolves once each change of these kinds at these accounts is received, or after a limit and then a gap is stored. */
  async ready(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): Promise<void> {
    const wanted = this.#options.adapters().filter(({ account }) => mayUseAccount({ accounts }, account));
    await Promise.all(wanted.map((adapter) => this.#ready(adapter, kinds)));
  }

  async #ready(adapter: Adapter, kinds: readonly Watchable[]): Promise<void> {
    const { account } = adapter;
    const names = namesOf(adapter, kinds);
    if (names.length === 0) return;
    const here = Promise.all(names.map((name) => this.#received(name, account, kinds))).then(() => true);
    const ended = new AbortController();
    const { limit = LIMIT_MS } = this.#options;
    const late = sleep(limit, false, { signal: ended.signal, ref: false }).catch(() => false);
    const isReceived = await Promise.race([here, this.#elsewhere(names, ended.signal), late]);
    ended.abort();
    if (!isReceived) this.#reportLate(account, here);
  }

  #received(name: string, account: string, kinds: readonly Watchable[]): Promise<void> {
    return name === WATCH_PREFIX + account ? this.#options.looked(account, kinds) : this.#stream(name).settled;
  }

  /** Resolves once another gateway receives these; never where there is none. */
  async #elsewhere(names: readonly string[], signal: AbortSignal): Promise<boolean> {
    const { isShared } = this.#options;
    while (isShared && !signal.aborted) {
      if ((await Promise.all(names.map((name) => this.#isChecked(name, signal)))).every(Boolean)) return true;
      await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    return new Promise(() => undefined);
  }

  async #isChecked(name: string, signal: AbortSignal): Promise<boolean> {
    const { log, heartbeat } = this.#options;
    const last = await new StreamCheckpoint(log, name, heartbeat).last(signal);
    return last !== null && !last.abandoned && last.until.getTime() > Date.now() - LATE_CHECKPOINTS * heartbeat;
  }

  #reportLate(account: string, received: Promise<unknown>): void {
    if (this.#late.has(account)) return;
    this.#late.add(account);
    const since = new Date();
    void received.then(() => {
      this.#late.delete(account);
      return this.#options.store(gapSince(account, since, NOT_RECEIVED));
    });
  }

  #stream(name: string): Settling {
    const known = this.#streams.get(name);
    if (known) return known;
    let settle = () => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const made = { settled, settle };
    this.#streams.set(name, made);
    return made;
  }
}

/** The streams that report changes of these kinds. */
function namesOf({ account, events, watches }: Adapter, kinds: readonly Watchable[]): string[] {
  const isStreamed = events !== undefined && kinds.some((kind) => STREAMED.includes(kind));
  const isWatched = kinds.some((kind) => watches?.includes(kind));
  return [...(isStreamed ? [STREAM_PREFIX + account] : []), ...(isWatched ? [WATCH_PREFIX + account] : [])];
}
