interface Account {
  readonly index: number;
  readonly key: string;
  /** Events a second. */
  readonly rate: number;
}

/** Which gateway receives the stream of each account, by the account's index, and which one stands by. */
export function placementOf(
  accounts: readonly Account[],
  gateways: readonly number[],
): ReadonlyMap<number, { readonly owner: number; readonly standby: number | null }>;
