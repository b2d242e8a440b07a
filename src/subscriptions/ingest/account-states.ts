import type { StreamStatus } from '../../adapters/account-status.ts';
import type { EventRecord } from '../../adapters/adapter.ts';
import { gatewayEventBase } from './gateway-events.ts';

/** How the accounts stand by their streams; each change is an event. */
export class AccountStates {
  readonly #states = new Map<string, StreamStatus>();

  /** The last state of the account's stream. */
  get(account: string): StreamStatus | undefined {
    return this.#states.get(account);
  }

  /** Forgets an account. */
  delete(account: string): void {
    this.#states.delete(account);
  }

  /** Takes a state and stores its event where it is another one. */
  async report(account: string, status: StreamStatus, store: (event: EventRecord) => Promise<unknown>): Promise<void> {
    if (this.#states.get(account) === status) return;
    this.#states.set(account, status);
    await store({ ...gatewayEventBase(account), kind: 'ACCOUNT', status });
  }
}
