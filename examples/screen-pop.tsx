// A screen pop with React and urql: who calls the agent, and the history of the caller's number.
//   npm create vite@latest screen-pop -- --template react-ts
//   npm install urql graphql graphql-ws
// Replace src/main.tsx by this file. The address names the agent: http://localhost:5173/?agent=Jane
import { createClient } from 'graphql-ws';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Client, cacheExchange, fetchExchange, Provider, subscriptionExchange, useQuery, useSubscription } from 'urql';

const url = 'http://localhost:4000/graphql';
const socket = createClient({
  url: url.replace('http', 'ws'),
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
});
const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    cacheExchange,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: (sink) => ({
          unsubscribe: socket.subscribe({ query, variables: variables as Record<string, unknown> }, sink),
        }),
      }),
    }),
  ],
});

const AGENT = `query Agent($name: String!) {
  agents(first: 1, filter: { nameContains: $name }) { edges { node { id name } } }
}`;
const RINGS = `subscription Rings($agentId: ID!) {
  callChanged(snapshot: true, filter: { agentId: $agentId }) { type call { id state from customerName } }
}`;
const HISTORY = `query History($number: String!) {
  callHistory(number: $number) {
    numberE164
    contacts(first: 3) { edges { node { id name } } }
    calls(first: 5) { edges { node { id startedAt state agent { name } } } }
  }
}`;

interface Call {
  id: string;
  state: string;
  from: string | null;
  customerName: string | null;
}
interface Edges<Node> {
  edges: { node: Node }[];
}
interface History {
  callHistory: {
    numberE164: string | null;
    contacts: Edges<{ id: string; name: string | null }> | null;
    calls: Edges<{ id: string; startedAt: string | null; state: string; agent: { name: string } | null }> | null;
  };
}

function Caller({ number }: { number: string }) {
  const [{ data, fetching, error }] = useQuery<History>({ query: HISTORY, variables: { number } });
  if (fetching) return <p>Looking up {number}</p>;
  if (!data) return <p role="alert">{error?.message}</p>;
  const { numberE164, contacts, calls } = data.callHistory;
  return (
    <section>
      <h2>{contacts?.edges.map(({ node }) => node.name).join(', ') || numberE164 || number}</h2>
      <h3>Earlier calls</h3>
      <ul>
        {calls?.edges.map(({ node }) => (
          <li key={node.id}>
            {node.startedAt} {node.state} {node.agent?.name}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Desk({ agentId, name }: { agentId: string; name: string }) {
  const [call, setCall] = useState<Call | null>(null);
  const [{ error }] = useSubscription<{ callChanged: { call: Call } }>(
    { query: RINGS, variables: { agentId } },
    (_, data) => {
      const { call: changed } = data.callChanged;
      setCall((shown) => (changed.state !== 'ENDED' ? changed : shown?.id === changed.id ? null : shown));
      return data;
    },
  );
  return (
    <main>
      <h1>{name}</h1>
      {error && <p role="alert">{error.message}</p>}
      <p>{call ? `${call.state}: ${call.customerName ?? ''} ${call.from ?? ''}` : 'No call'}</p>
      {call?.from && <Caller key={call.id} number={call.from} />}
    </main>
  );
}

function App() {
  const name = new URLSearchParams(location.search).get('agent') ?? 'a';
  const [{ data, error }] = useQuery<{ agents: Edges<{ id: string; name: string }> }>({
    query: AGENT,
    variables: { name },
  });
  const agent = data?.agents.edges[0]?.node;
  if (!agent) return <p>{error ? error.message : `Looking for an agent named ${name}`}</p>;
  return <Desk agentId={agent.id} name={agent.name} />;
}

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <Provider value={client}>
    <App />
  </Provider>,
);
