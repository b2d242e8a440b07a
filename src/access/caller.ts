/** An authenticated caller: what its key or token grants. */
export interface Caller {
  /** Stable for one key or token subject; rate limits and idempotency keys are counted by it. */
  readonly id: string;
  /** Granted scopes, such as `calls:read`. */
  readonly scopes: ReadonlySet<string>;
  /** Account ids the caller may use. Accounts outside this set do not exist for the caller. */
  readonly accounts: 'all' | ReadonlySet<string>;
  /** End of validity; absent for keys. */
  readonly expiresAt?: Date;
  /** Maximum number of open WebSockets; absent where `limits.socketsPerCaller` applies. */
  readonly sockets?: number;
}

/** True when the caller may use the account. */
export function mayKnow({ accounts }: Pick<Caller, 'accounts'>, account: string): boolean {
  return accounts === 'all' || accounts.has(account);
}
