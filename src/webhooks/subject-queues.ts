import { setMaxListeners } from 'node:events';
import { onAbort } from '../adapters/calls/abort.ts';
import { retainedBytes } from '../adapters/retained-bytes.ts';
import { pauseFor } from '../storage/back-off.ts';
import type { DeliveryPolicy } from './policy.ts';
import { deliveryFailure, type Sender } from './sender.ts';
import type { Entry } from './state-store.ts';

/** Callbacks of messages on their way. */
interface PerSubjectQueuesOptions {
  readonly sender: Sender;
  policy(): DeliveryPolicy;
  /** A message was taken; or an attempt failed, and why. */
  attempted(failure: string | null): void;
  /** A message failed for the last time. */
  exhausted(entry: Entry): void;
  /** The state has changed and is to be stored. */
  changed(): void;
}

/** Messages on their way at a time, and their bytes; more wait in the log. */
const MOST_WAITING = 1_000;
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
/** Milliseconds for a message in flight to finish when delivery stops, so that it need not be sent twice. */
const GRACE = 2_000;

/** Messages on their way: those of one subject one after the other, others side by side. */
export class PerSubjectQueues {
  readonly #options: PerSubjectQueuesOptions;
  readonly #queues = new Map<string, Entry[]>();
  readonly #running = new Set<Promise<void>>();
  #signal = AbortSignal.abort();
  /** Ends what is still under way a little later. */
  #late = AbortSignal.abort();
  #capacityFreed: (() => void) | undefined;

  constructor(options: PerSubjectQueuesOptions) {
    this.#options = options;
  }

  /** Every message that was not taken yet, those of one subject in order. */
  get entries(): Entry[] {
    return [...this.#queues.values()].flat();
  }

  get size(): number {
    let size = 0;
    for (const queue of this.#queues.values()) size += queue.length;
    return size;
  }

  #isFull(): boolean {
    return this.size >= MOST_WAITING || retainedBytes([...this.#queues.values()]) >= MOST_WAITING_BYTES;
  }

  /** Begins anew with these messages, until the signal. */
  begin(entries: readonly Entry[], signal: AbortSignal): void {
    // Every message that waits for another attempt listens to it.
    setMaxListeners(0, signal);
    this.#signal = signal;
    this.#late = later(signal, GRACE);
    this.#queues.clear();
    for (const entry of entries) this.enter(entry);
  }

  /** Sends a message after those of its subject. */
  enter(entry: Entry): void {
    this.#options.changed();
    const queue = this.#queues.get(entry.subject);
    if (queue) {
      queue.push(entry);
      return;
    }
    const fresh = [entry];
    this.#queues.set(entry.subject, fresh);
    const done: Promise<void> = this.#empty(fresh, this.#signal).finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  /** Resolves when another message may enter, or at the signal. */
  async waitForCapacity(): Promise<void> {
    while (this.#isFull() && !this.#signal.aborted) {
      await new Promise<void>((done) => {
        const forget = onAbort(this.#signal, done);
        this.#capacityFreed = () => {
          forget();
          done();
        };
      });
    }
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #empty(queue: Entry[], signal: AbortSignal): Promise<void> {
    for (let [entry] = queue; entry; [entry] = queue) {
      if (!(await this.#deliver(entry, signal))) return;
      queue.shift();
      this.#options.changed();
      this.#capacityFreed?.();
      if (queue.length === 0) this.#queues.delete(entry.subject);
    }
  }

  /** Attempts until the message is delivered or dead; false when stopped before. */
  async #deliver(entry: Entry, signal: AbortSignal): Promise<boolean> {
    const { policy, attempted, exhausted } = this.#options;
    for (;;) {
      while (entry.due > Date.now() && !signal.aborted) await pauseFor(entry.due - Date.now(), signal);
      if (signal.aborted) return false;
      const failure = await this.#attempt(entry);
      if (failure !== null && signal.aborted) return false;
      attempted(failure);
      if (failure === null) return true;
      entry.reason = failure;
      const next = policy().schedule[entry.attempts];
      entry.attempts += 1;
      if (next === undefined) {
        exhausted(entry);
        return true;
      }
      entry.due = Date.now() + next;
    }
  }

  /** Sends it once; answers why it was not taken, or null. */
  async #attempt(entry: Entry): Promise<string | null> {
    const { sender, policy } = this.#options;
    try {
      await sender.send(policy().target, entry, this.#late);
      return null;
    } catch (thrown) {
      return deliveryFailure(thrown);
    }
  }
}

/** A signal that comes so much later. */
function later(signal: AbortSignal, milliseconds: number): AbortSignal {
  const late = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => late.abort(), milliseconds).unref(), { once: true });
  return late.signal;
}
