import type { Gateway } from '../gateway/gateway.ts';

/** The keys of a gateway's accounts, which every event needs. */
export function accountKeys(gateway: Gateway): () => readonly string[] {
  let { accounts } = gateway;
  let keys = accounts.map(({ key }) => key);
  return () => {
    if (accounts !== gateway.accounts) {
      accounts = gateway.accounts;
      keys = accounts.map(({ key }) => key);
    }
    return keys;
  };
}
