import { useSyncExternalStore } from 'react';
import { useSession } from '../session/session.ts';
import type { Collection } from './collection.ts';

/** The rows of a collection, followed as they change. */
export function useCollection<Row extends { readonly id: string }>(collection: Collection<Row>): readonly Row[] {
  return useSyncExternalStore(collection.subscribe, collection.list);
}

/** The live calls. */
export const useCalls = () => useCollection(useSession().floor.calls);

/** The agents with their presence. */
export const useAgents = () => useCollection(useSession().floor.agents);

/** The accounts with their status. */
export const useAccounts = () => useCollection(useSession().floor.accounts);

/** The state of the connection. */
export function useConnection() {
  const { connection } = useSession().floor;
  return useSyncExternalStore(connection.subscribe, connection.state);
}

/** The notices of the streams, and how to dismiss them. */
export function useNotices() {
  const { connection } = useSession().floor;
  return { notices: useSyncExternalStore(connection.subscribe, connection.notices), dismiss: connection.dismiss };
}
