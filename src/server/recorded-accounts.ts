import type { AccountConfiguration } from '../config/configuration.ts';
import type { Runner } from '../subscriptions/ingest/runner.ts';

/** Keeps the accounts watched whose setting `record` is `always`. */
export class RecordedAccounts {
  readonly #watch: Runner['watch'];
  /** Ends the watch of an account, by its key. */
  readonly #ends = new Map<string, () => void>();

  constructor(watch: Runner['watch']) {
    this.#watch = watch;
  }

  /** Watches these of the configured accounts, and no others. */
  set(accounts: readonly AccountConfiguration[]): void {
    const recorded = new Set(accounts.filter(({ record }) => record === 'always').map(({ id }) => id));
    for (const [id, end] of this.#ends) {
      if (recorded.has(id)) continue;
      this.#ends.delete(id);
      end();
    }
    for (const id of recorded)
      if (!this.#ends.has(id)) this.#ends.set(id, this.#watch(['CALL', 'AGENT', 'CAMPAIGN'], new Set([id])));
  }
}
