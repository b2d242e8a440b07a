import { useAccounts } from '../../live/hooks.ts';
import type { LiveAgent } from '../../live/types.ts';
import { useSession } from '../../session/session.ts';

/** Whether an account of the agent has a capability and the key its mutation. */
export function useCan({ accounts }: LiveAgent) {
  const { rights } = useSession();
  const states = useAccounts();
  return (mutation: string, capability: string) =>
    rights.may(mutation) &&
    states.some(({ key, capabilities }) => accounts.includes(key) && capabilities.includes(capability));
}
