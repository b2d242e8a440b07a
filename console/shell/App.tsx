import { useCallback, useEffect, useState } from 'react';
import { createHttpClient } from '../api/http.ts';
import { setClockAhead } from '../live/clock.ts';
import { LiveFloor } from '../live/floor.ts';
import { removeCredential, storeCredential, storedCredential } from '../session/credential.ts';
import { readRights, SignInRefused } from '../session/rights.ts';
import { SignIn } from '../session/SignIn.tsx';
import { type Session, SessionContext } from '../session/session.ts';
import { Shell } from './Shell.tsx';

const RETRY_MS = 3_000;
const EXPIRED = 'The key or token is not valid any more. Sign in again.';

type Entry = { readonly step: 'opening' | 'sign-in'; readonly problem: string | null } | Session;

async function open(credential: string | null, signOut: () => void, refused: () => void): Promise<Session> {
  const rights = await readRights(credential);
  setClockAhead(rights.clockAheadMs);
  const floor = new LiveFloor(credential, createHttpClient(credential), rights, refused);
  floor.start();
  return { rights, floor, signedIn: credential !== null, signOut };
}

const describe = (thrown: unknown, credential: string | null): Entry => {
  if (!(thrown instanceof SignInRefused))
    return { step: 'opening', problem: 'The gateway does not answer. Trying again…' };
  return { step: 'sign-in', problem: credential === null ? null : thrown.message };
};

/** Opens a session for the stored credential, and again after each sign-in. */
function useEntry() {
  const [credential, setCredential] = useState(storedCredential);
  const [attempt, setAttempt] = useState(0);
  const [entry, setEntry] = useState<Entry>({ step: 'opening', problem: null });
  const signOut = useCallback(() => {
    removeCredential();
    setCredential(null);
  }, []);
  useEffect(() => {
    let session: Session | null = null;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const opened = (found: Session) => {
      if (left) return found.floor.stop();
      session = found;
      setEntry(found);
    };
    const refused = () => {
      session?.floor.stop();
      removeCredential();
      setEntry({ step: 'sign-in', problem: EXPIRED });
    };
    open(credential, signOut, refused).then(opened, (thrown) => {
      if (left) return;
      setEntry(describe(thrown, credential));
      if (!(thrown instanceof SignInRefused)) timer = setTimeout(() => setAttempt((count) => count + 1), RETRY_MS);
    });
    return () => {
      left = true;
      clearTimeout(timer);
      session?.floor.stop();
    };
  }, [credential, attempt, signOut]);
  const signIn = (key: string, stays: boolean) => {
    storeCredential(key, stays);
    setCredential(key);
    setAttempt((count) => count + 1);
  };
  return { entry, signIn };
}

/** The console: a sign-in where the gateway wants one, then its pages. */
export function App() {
  const { entry, signIn } = useEntry();
  if ('floor' in entry)
    return (
      <SessionContext value={entry}>
        <Shell />
      </SessionContext>
    );
  if (entry.step === 'sign-in') return <SignIn problem={entry.problem} onSubmit={signIn} />;
  return <p className="quiet loading">{entry.problem ?? 'Loading…'}</p>;
}
