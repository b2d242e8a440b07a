import { useCallback, useMemo } from 'react';
import { useSession } from '../session/session.ts';
import { ACCOUNTS_EVERY_MS } from './floor.ts';
import { useAccounts, useConnection } from './hooks.ts';
import { useOverdue } from './overdue.ts';
import type { LiveAgent } from './types.ts';

/** Whether data of these accounts is older than it should be. Without accounts: whether everything is. */
export type IsOld = (...accounts: readonly (string | null | undefined)[]) => boolean;

/** Reads of the accounts that may be missing before their state counts as unknown. */
const READS_MISSED = 4;

/**
 * The rule by which every page marks data: everything is old while the connection is broken or the state of the accounts
 * cannot be read, and else what an account reported that is down.
 */
export function useIsOld(): IsOld {
  const { floor } = useSession();
  const { phase } = useConnection();
  const accounts = useAccounts();
  const unknown = useOverdue(floor.accounts.completedAt, ACCOUNTS_EVERY_MS * READS_MISSED);
  return useMemo(() => {
    const down = new Set(accounts.filter(({ status }) => status === 'DOWN').map(({ key }) => key));
    const everything = phase === 'interrupted' || unknown;
    return (...keys) => everything || keys.some((key) => typeof key === 'string' && down.has(key));
  }, [phase, accounts, unknown]);
}

/** The accounts that report calls: counts of calls lack those of one that is down. */
export function useCallAccounts(): readonly string[] {
  const accounts = useAccounts();
  return useMemo(
    () => accounts.filter(({ capabilities }) => capabilities.includes('CALLS')).map(({ key }) => key),
    [accounts],
  );
}

/** Whether the presence of an agent is old: it is derived from the telephony accounts among its identities. */
export function useIsAgentOld(isOld: IsOld): (agent: Pick<LiveAgent, 'accounts'>) => boolean {
  const telephony = useCallAccounts();
  return useCallback(({ accounts }) => isOld(...accounts.filter((key) => telephony.includes(key))), [isOld, telephony]);
}
