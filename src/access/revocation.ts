import type { Caller } from './caller.ts';

/** True for the callers whose rights have ended or become fewer. */
export type IsRevoked = (caller: Caller) => boolean;

/**
 * Announces that callers have lost rights: a key was deleted or has expired, a subject was disabled. Sockets, streams and
 * transfers subscribe and stop what runs for those callers; new requests are refused by authentication itself.
 */
export class Revocations {
  readonly #listeners = new Set<(isRevoked: IsRevoked) => void>();

  /** Calls back with each revocation. Returns the function that ends this. */
  subscribe(listener: (isRevoked: IsRevoked) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when this caller is revoked. Returns the function that ends this. */
  watch(caller: Caller, onRevoked: () => void): () => void {
    return this.subscribe((isRevoked) => {
      if (isRevoked(caller)) onRevoked();
    });
  }

  /** Ends at once what runs for these callers. */
  revoke(isRevoked: IsRevoked): void {
    for (const listener of [...this.#listeners]) listener(isRevoked);
  }
}

/** True when `after` lacks a scope or an account of `before`. */
export function hasLostRights(after: Caller, before: Caller): boolean {
  const hasScopes = after.scopes.has('admin') || [...before.scopes].every((scope) => after.scopes.has(scope));
  return !hasScopes || !hasAccounts(after, before);
}

function hasAccounts({ accounts }: Caller, before: Caller): boolean {
  if (accounts === 'all') return true;
  return before.accounts !== 'all' && [...before.accounts].every((account) => accounts.has(account));
}
