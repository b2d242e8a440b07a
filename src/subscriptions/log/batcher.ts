import type { EventRecord } from '../../adapters/adapter.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import { retainedBytes } from '../../adapters/retained-bytes.ts';
import type { LeaseTerm } from '../../storage/lease.ts';
import type { Appended } from './log.ts';

/** Bytes of the events that wait. */
const MAX_BYTES = 128 * 1024 * 1024;

interface Waiting<Outcome> {
  readonly events: readonly EventRecord[];
  readonly term: LeaseTerm | undefined;
  readonly bytes: number;
  readonly settle: (outcomes: readonly Outcome[]) => void;
  readonly fail: (thrown: unknown) => void;
}

/** The lease's term of each event; undefined for an event of none. */
export type TermsOfEvents = readonly (LeaseTerm | undefined)[];

/** How a batcher stores what it gathered; answers what became of each event. */
type StoreBatch<Outcome> = (
  events: readonly EventRecord[],
  terms: TermsOfEvents,
) => Promise<readonly Outcome[]> | readonly Outcome[];

/**
 * Gathers what is appended within one turn of the event loop, and while the last batch is being stored, into one
 * batch. Batches are stored one after the other, so order is the order of the calls.
 */
export class Batcher<Outcome extends Appended> {
  readonly #store: StoreBatch<Outcome>;
  readonly #most: number;
  #waiting: Waiting<Outcome>[] = [];
  #events = 0;
  #bytes = 0;
  #busy = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(store: StoreBatch<Outcome>, most: number) {
    this.#store = store;
    this.#most = most;
  }

  /** Appends, refusing with UNAVAILABLE when already too many are waiting. */
  append(events: readonly EventRecord[], term?: LeaseTerm): Promise<readonly Outcome[]> {
    if (events.length === 0) return Promise.resolve([]);
    if (this.#closed) return Promise.reject(new CrosspointError('UNAVAILABLE', 'The event log is closed'));
    const bytes = retainedBytes(events);
    if (this.#events > 0 && (this.#events + events.length > this.#most || this.#bytes + bytes > MAX_BYTES)) {
      return Promise.reject(new CrosspointError('UNAVAILABLE', 'Too many events wait to be stored'));
    }
    return new Promise((settle, fail) => {
      this.#waiting.push({ events, term, bytes, settle, fail });
      this.#events += events.length;
      this.#bytes += bytes;
      this.#wake();
    });
  }

  /** Refuses what comes from now on and waits until the rest is stored, or fails it at once. */
  async close(abandon = false): Promise<void> {
    this.#closed = true;
    if (abandon) this.#abandon();
    else if (this.#busy) await new Promise<void>((done) => this.#idle.push(done));
  }

  #abandon(): void {
    const lost = new CrosspointError('UNAVAILABLE', 'The event log was closed before the event was stored');
    for (const { fail } of this.#waiting.splice(0)) fail(lost);
  }

  #wake(): void {
    if (this.#busy) return;
    this.#busy = true;
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#storeOne(this.#waiting.splice(0));
    this.#busy = false;
    for (const done of this.#idle.splice(0)) done();
  }

  async #storeOne(batch: readonly Waiting<Outcome>[]): Promise<void> {
    const events = batch.flatMap((waiting) => waiting.events);
    const terms = batch.flatMap(({ events, term }) => events.map(() => term));
    try {
      const outcomes = await this.#store(events, terms);
      let start = 0;
      for (const { events, settle } of batch) {
        settle(outcomes.slice(start, start + events.length));
        start += events.length;
      }
    } catch (thrown) {
      for (const { fail } of batch) fail(thrown);
    } finally {
      this.#events -= events.length;
      for (const { bytes } of batch) this.#bytes -= bytes;
    }
  }
}
