/** An authenticated caller: what its key or token grants. */
export interface Caller {
  /** Stable for one key or token subject; rate limits and idempotency keys are counted by it. */
  readonly id: string;
  /** Granted scopes, such as `calls:read`. */
  readonly scopes: ReadonlySet<string>;
  /** Account ids the caller may use. Accounts outside this set do not exist for the caller. */
  readonly accounts: 'all' | ReadonlySet<string>;
  /** End of validity; absent for a key without an end. */
  readonly expiresAt?: Date;
  /** Names the key's secret, or the issuer's settings that a token was checked by; another value is another credential. */
  readonly credential?: string;
  /** The customer that the key or token belongs to, which the configuration can disable. */
  readonly tenant?: string;
  /** Maximum number of open WebSockets; absent where `limits.socketsPerCaller` applies. */
  readonly sockets?: number;
}

/** The facts that identify a caller in a signed link. */
export type CallerIdentity = Pick<Caller, 'id' | 'credential' | 'tenant'>;

/** True when the caller may use the account. */
export function mayUseAccount({ accounts }: Pick<Caller, 'accounts'>, account: string): boolean {
  return accounts === 'all' || accounts.has(account);
}

/** Whether the caller may use all of these accounts; null stands for all accounts. */
export function mayUseAccounts(viewer: Pick<Caller, 'accounts'>, accounts: readonly string[] | null): boolean {
  return viewer.accounts === 'all' || (accounts?.every((account) => mayUseAccount(viewer, account)) ?? false);
}

/** The accounts of a caller as they are stored, in the order of their keys. */
export type StoredAccounts = 'all' | readonly string[];

/** The accounts of a caller for storage. */
export function storedAccounts({ accounts }: Pick<Caller, 'accounts'>): StoredAccounts {
  return accounts === 'all' ? accounts : [...accounts].sort();
}

/** Stored accounts as those of a caller. */
export function readAccounts(stored: StoredAccounts): Caller['accounts'] {
  return stored === 'all' ? stored : new Set(stored);
}

/** Stored accounts as a list; null stands for all accounts. */
export function listedAccounts(stored: StoredAccounts): readonly string[] | null {
  return stored === 'all' ? null : stored;
}
