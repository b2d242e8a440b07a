import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';

/** Monaco's language services run in workers of their own, served from beside this page. */
const WORKERS: Readonly<Record<string, string>> = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_: string, label: string) =>
      new Worker(`/graphql/assets/${WORKERS[label] ?? 'editor.worker.js'}`, { type: 'module' }),
  },
});

/** A first query that answers on any gateway. */
const FIRST_QUERY = `# Every account, and what is going on right now.
query Now {
  accounts {
    key
    vendor
    status
  }
  calls(first: 5) {
    edges {
      node {
        state
        from
        to
        agent { name }
        recordings { method confidence recording { id durationSeconds } }
      }
    }
    sources { account { key } count error { code message } }
  }
}
`;

const socketUrl = new URL(location.pathname, location.href);
socketUrl.protocol = socketUrl.protocol === 'https:' ? 'wss:' : 'ws:';

/** The header editor's Authorization also opens the WebSocket: the toolkit sends it as connection parameters. */
const fetcher = createGraphiQLFetcher({
  url: location.pathname,
  subscriptionUrl: socketUrl.href,
});

const root = document.getElementById('app');
if (root) createRoot(root).render(createElement(GraphiQL, { fetcher, defaultQuery: FIRST_QUERY }));
