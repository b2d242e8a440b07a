import { setTimeout as sleep } from 'node:timers/promises';
import { linkedSignal, unlessAborted } from '../../adapters/calls/deadline.ts';
import type { Lease } from '../../storage/lease.ts';
import type { EventLog } from '../log/log.ts';
import type { Standby } from './standby.ts';
import type { SupervisedStream } from './supervised-stream.ts';

interface SuccessorOptions {
  readonly log: EventLog;
  readonly standby: Standby;
  readonly stream: SupervisedStream;
  /** Ends the stream for good. */
  readonly signal: AbortSignal;
}

/** Milliseconds in which both gateways receive the stream before the previous one stops. */
const OVERLAP_MS = 300;

/** Listens to a stream beside the gateway that hands it over, so that it continues without a break. */
export class Successor {
  readonly #options: SuccessorOptions;
  readonly #stop: ReturnType<typeof stoppable>;
  readonly #unfollow: () => void;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SuccessorOptions) {
    this.#options = options;
    this.#stop = stoppable(options.signal);
    this.#unfollow = options.log.follow((events) => options.standby.published(events));
  }

  /** The stream that it listens to. */
  get stream(): SupervisedStream {
    return this.#options.stream;
  }

  /** Begins, and resolves when the stream arrives here for as long as it still arrives at the last gateway. */
  async prepare(signal: AbortSignal): Promise<void> {
    const { stream, standby } = this.#options;
    await stream.standBy();
    this.#running = stream.run(this.#stop.signal);
    await unlessAborted(stream.listening, signal);
    // Events received so far describe the state that the last gateway published.
    standby.settle();
    await sleep(OVERLAP_MS, undefined, { signal });
  }

  /** Publishes from here on; nothing is missing, since the last gateway received everything until now. */
  async lead(signal: AbortSignal): Promise<void> {
    await this.#options.standby.publish(signal, () => this.stream.takeOver(null));
  }

  /** Stops listening. */
  async close(): Promise<void> {
    this.#options.standby.close();
    this.#stop.abort();
    this.#unfollow();
    await this.#running;
    await this.stream.standBy();
  }
}

/** How a stream is received by one gateway at a time. */
interface Turn {
  /** Receives it from the beginning. */
  run(signal: AbortSignal): Promise<void>;
  /** Makes what receives it beside the gateway that hands it over. */
  succeed(): Successor;
  /** Continues with the events that were received beside it. */
  lead(successor: Successor, signal: AbortSignal): Promise<void>;
}

/** Receives a stream while it is this gateway's turn, and before that while the last gateway hands it over. */
export async function runInTurn(
  lease: Pick<Lease, 'hold'>,
  name: string,
  { run, succeed, lead }: Turn,
  signal: AbortSignal,
): Promise<void> {
  let successor: Successor | undefined;
  const prepare = async (asked: AbortSignal) => {
    await successor?.close();
    successor = succeed();
    await successor.prepare(asked);
  };
  const work = async (leased: AbortSignal, handedOver: boolean) => {
    const prepared = successor;
    successor = undefined;
    if (prepared && handedOver) return lead(prepared, leased);
    await prepared?.close();
    await run(leased);
  };
  await lease.hold(name, work, signal, prepare);
  await successor?.close();
}

function stoppable(parent: AbortSignal) {
  const stop = new AbortController();
  const { signal, clear } = linkedSignal(parent, stop.signal);
  const abort = () => {
    stop.abort();
    clear();
  };
  return { signal, abort };
}
