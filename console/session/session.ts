import { createContext, useContext } from 'react';
import type { LiveFloor } from '../live/floor.ts';
import type { Rights } from './rights.ts';

/** A signed-in user: what it may do, and the live state that its pages share. */
export interface Session {
  readonly rights: Rights;
  readonly floor: LiveFloor;
  /** Whether a credential is in use; the demonstration needs none. */
  readonly signedIn: boolean;
  signOut(): void;
}

/** The session of the page. */
export const SessionContext = createContext<Session | null>(null);

/** The session of the page, inside of its provider. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('No session around this component');
  return session;
}
