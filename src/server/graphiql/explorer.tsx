import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { removeCredential, storeCredential, storedCredential } from '../../../console/session/credential.ts';
import { Bar } from './Bar.tsx';
import { FIRST_TABS } from './queries.ts';
import { ShareButton } from './ShareButton.tsx';
import { sharedQuery } from './share.ts';

/** Monaco's language services run in workers of their own, served from beside this page. */
const WORKERS: Readonly<Record<string, string>> = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_: string, label: string) =>
      new Worker(new URL(WORKERS[label] ?? 'editor.worker.js', import.meta.url), { type: 'module' }),
  },
});

const socketUrl = new URL(location.pathname, location.href);
socketUrl.protocol = socketUrl.protocol === 'https:' ? 'wss:' : 'ws:';

/** Sends what the header editor has; where that names no caller, the one who is signed in. */
function fetcherFor(credential: string | null) {
  const authorization: Record<string, string> = credential === null ? {} : { authorization: `Bearer ${credential}` };
  return createGraphiQLFetcher({
    url: location.pathname,
    subscriptionUrl: socketUrl.href,
    headers: authorization,
    wsConnectionParams: authorization,
  });
}

const shared = sharedQuery(location.href);
/** Where nothing is stored yet; a shared query comes before the first ones. */
const tabs = [...(shared ? [shared] : []), ...FIRST_TABS].map((tab) => ({ ...tab }));

function Explorer() {
  const [credential, setCredential] = useState(storedCredential);
  const fetcher = useMemo(() => fetcherFor(credential), [credential]);
  const signIn = (key: string, stays: boolean) => {
    storeCredential(key, stays);
    setCredential(key);
  };
  const signOut = () => {
    removeCredential();
    setCredential(null);
  };
  return (
    <>
      <Bar isSignedIn={credential !== null} onSignIn={signIn} onSignOut={signOut} />
      {/* A new caller sees another part of the schema: the editor begins again and reads it. */}
      <GraphiQL
        key={credential}
        fetcher={fetcher}
        defaultTabs={tabs}
        {...(shared && { initialQuery: shared.query, initialVariables: shared.variables ?? '' })}
      >
        <GraphiQL.Toolbar>
          {({ prettify, merge, copy }) => (
            <>
              {prettify}
              {merge}
              {copy}
              <ShareButton />
            </>
          )}
        </GraphiQL.Toolbar>
      </GraphiQL>
    </>
  );
}

/** Draws the editor with its sign-in. */
export function showExplorer(root: HTMLElement): void {
  createRoot(root).render(<Explorer />);
}
