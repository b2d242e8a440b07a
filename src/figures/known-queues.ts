import type { QueueReference } from '../adapters/records.ts';

/** The queues that calls were seen in. */
export class KnownQueues {
  readonly #accounts = new Map<string, Map<string, QueueReference>>();

  /** Takes note of a queue; null is none. */
  add(account: string, queue: QueueReference | null): void {
    if (!queue) return;
    const queues = this.#accounts.get(account) ?? new Map();
    this.#accounts.set(account, queues.set(queue.nativeId ?? queue.name ?? '', queue));
  }

  /** The queue of a key. */
  get(account: string, nativeId: string): QueueReference | undefined {
    return this.#accounts.get(account)?.get(nativeId);
  }

  /** The queues of an account. */
  of(account: string): QueueReference[] {
    return [...(this.#accounts.get(account)?.values() ?? [])];
  }
}
