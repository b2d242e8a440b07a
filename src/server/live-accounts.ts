import { isDeepStrictEqual } from 'node:util';
import type { Adapter } from '../adapters/adapter.ts';
import type { AccountConfiguration } from '../config/configuration.ts';

/** Makes the adapter of an account. */
type Connect = (account: AccountConfiguration) => Adapter;

/** The differences between two lists of accounts. */
export interface AccountsChange {
  /** All accounts from then on. */
  readonly accounts: readonly ConnectedAccount[];
  readonly added: readonly Adapter[];
  /** Accounts that are removed, and the former adapters of those whose settings change. */
  readonly removed: readonly Adapter[];
}

interface ConnectedAccount {
  readonly configuration: AccountConfiguration;
  readonly adapter: Adapter;
}

function isSame(one: AccountConfiguration, other: AccountConfiguration): boolean {
  return one.id === other.id && one.vendor === other.vendor && isDeepStrictEqual(one.settings, other.settings);
}

/** The accounts of a running gateway with their adapters. Those that leave are closed after calls under way had time to end. */
export class LiveAccounts {
  readonly #connect: Connect;
  #accounts: readonly ConnectedAccount[];
  readonly #leaving = new Map<Adapter, NodeJS.Timeout>();

  constructor(accounts: readonly AccountConfiguration[], connect: Connect) {
    this.#connect = connect;
    this.#accounts = accounts.map((configuration) => ({ configuration, adapter: connect(configuration) }));
  }

  get adapters(): readonly Adapter[] {
    return this.#accounts.map(({ adapter }) => adapter);
  }

  adapter(account: string): Adapter | undefined {
    return this.#accounts.find(({ configuration }) => configuration.id === account)?.adapter;
  }

  /** Connects what differs in another list of accounts. Throws where an account cannot be connected. */
  prepare(next: readonly AccountConfiguration[]): AccountsChange {
    const before = this.#accounts;
    const known = (account: AccountConfiguration) => before.find(({ configuration }) => isSame(configuration, account));
    const accounts = next.map(
      (configuration) => known(configuration) ?? { configuration, adapter: this.#connect(configuration) },
    );
    const without = (list: readonly ConnectedAccount[], others: readonly ConnectedAccount[]) =>
      list.filter((account) => !others.includes(account)).map(({ adapter }) => adapter);
    return { accounts, added: without(accounts, before), removed: without(before, accounts) };
  }

  /** Uses the changed accounts from now on; the adapters that leave are closed after so many milliseconds. */
  apply({ accounts, removed }: AccountsChange, milliseconds: number): void {
    this.#accounts = accounts;
    for (const adapter of removed) {
      const close = () => {
        this.#leaving.delete(adapter);
        void adapter.close().catch(() => undefined);
      };
      this.#leaving.set(adapter, setTimeout(close, milliseconds).unref());
    }
  }

  async close(): Promise<void> {
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    await Promise.all([...this.adapters, ...this.#leaving.keys()].map((adapter) => adapter.close()));
  }
}
