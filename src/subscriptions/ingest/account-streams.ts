import type { Adapter } from '../../adapters/adapter.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { Lease, LeasedWork, LeaseTerm } from '../../storage/lease.ts';
import type { EventLog } from '../log/log.ts';
import { receivedAtLeast } from './damaged-checkpoint.ts';
import type { EventWriter } from './event-writer.ts';
import type { Projection } from './projection.ts';
import type { Standby } from './standby.ts';
import { type LastCheckpoint, StreamCheckpoint } from './stream-checkpoint.ts';
import type { OpenStream } from './supervised-stream.ts';
import { isWatch } from './watches.ts';

const UNREADABLE = 'Until when a stream was received cannot be read; a gap since its last stored event is reported';

/** One vendor stream or watch, by the name of its lease. */
export interface Stream {
  readonly adapter: Adapter;
  readonly name: string;
  readonly open: OpenStream;
  /** Whether it reports itself when it is open. */
  readonly reportsListening: boolean;
  readonly checkpoint: StreamCheckpoint;
  /** The term of the lease under which it is received here. */
  term?: LeaseTerm | undefined;
  /** Holds the events that no gateway has stored, where the stream is received on standby. */
  standby?: Standby | undefined;
  /** The last checkpoint before this gateway's term. */
  lastCheckpoint(signal: AbortSignal): Promise<LastCheckpoint | null>;
}

/** The parts of a runner that a stream needs. */
interface StreamParts {
  readonly log: EventLog;
  readonly logger: Log;
  readonly writer: EventWriter;
  readonly projection: Projection;
  /** Settles once the projection has what was in the log at the start. */
  readonly restored?: Promise<unknown> | undefined;
  readonly heartbeat: number;
}

/**
 * Prepares a stream, which knows the calls that the log holds when it opens; its checkpoint is not later than the events
 * that wait to be stored.
 */
export function streamOf(
  { adapter, name, open }: Pick<Stream, 'adapter' | 'name' | 'open'>,
  { log, logger, writer, projection, restored, heartbeat }: StreamParts,
): Stream {
  const logged = async () => {
    await restored;
    return projection.callsOf(adapter.account);
  };
  const unstoredSince = (): Date | null => {
    const times = [writer.unstoredSince(adapter.account), stream.standby?.bufferedSince ?? null];
    return times.reduce((first, time) => (first && (!time || first < time) ? first : time));
  };
  const checkpoint = new StreamCheckpoint(log, name, heartbeat, {
    unstoredSince,
    term: () => stream.term,
    receivedAtLeast: () => receivedAtLeast(log, adapter.account, name),
    onDamaged: () => logger.error({ account: adapter.account, stream: name }, UNREADABLE),
  });
  const stream: Stream = {
    ...{ adapter, name, checkpoint },
    reportsListening: adapter.reportsListening === true && !isWatch(name),
    open: (options) => open({ ...options, logged }),
    async lastCheckpoint(signal) {
      const before = await checkpoint.last(signal);
      stream.standby = undefined;
      return before;
    },
  };
  return stream;
}

/** Acquires leases for a stream and notes their terms with it. */
export function notingTerms(lease: Lease, stream: Stream): Pick<Lease, 'hold'> {
  return {
    hold: (name, work, ...given) => {
      const noting: LeasedWork = (signal, handedOver, term) => {
        stream.term = term;
        return work(signal, handedOver, term);
      };
      return lease.hold(name, noting, ...given);
    },
  };
}

/** Runs the stream of an account until the signal. */
type RunStream = (adapter: Adapter, signal: AbortSignal) => Promise<void>;

interface RunningStream {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** The accounts of a runner and their streams, which begin and end one by one. */
export class AccountStreams {
  readonly #adapters: Map<string, Adapter>;
  readonly #run: RunStream;
  readonly #running = new Map<string, RunningStream>();
  #isStarted = false;

  constructor(adapters: readonly Adapter[], run: RunStream) {
    this.#adapters = new Map(adapters.map((adapter) => [adapter.account, adapter]));
    this.#run = run;
  }

  /** The adapters of all accounts. */
  get all(): readonly Adapter[] {
    return [...this.#adapters.values()];
  }

  adapter(account: string): Adapter | undefined {
    return this.#adapters.get(account);
  }

  /** Opens the streams of the accounts there are, and of each that is added. */
  start(): void {
    this.#isStarted = true;
    for (const adapter of this.#adapters.values()) this.#open(adapter);
  }

  add(adapter: Adapter): void {
    this.#adapters.set(adapter.account, adapter);
    if (this.#isStarted) this.#open(adapter);
  }

  /** Ends the stream of an account; resolves when it has ended. */
  async remove(account: string): Promise<void> {
    const running = this.#running.get(account);
    this.#adapters.delete(account);
    this.#running.delete(account);
    running?.stop.abort();
    await running?.ended;
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    for (const { stop } of this.#running.values()) stop.abort();
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  #open(adapter: Adapter): void {
    if (adapter.events === undefined) return;
    const stop = new AbortController();
    this.#running.set(adapter.account, { stop, ended: this.#run(adapter, stop.signal) });
  }
}
