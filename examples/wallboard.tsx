// A wallboard with figures by queue and the live calls, with React and the client:
//   npm create vite@latest wallboard -- --template react-ts
//   npm install @crosspoint/client
// Replace src/main.tsx by this file, and start the gateway with --origin and the address of the page.
import { createClient, typedDocument } from '@crosspoint/client';
import { CrosspointProvider, useFloor } from '@crosspoint/client/react';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

const client = createClient({ url: 'http://localhost:4000/graphql' });

interface Row {
  queue: { id: string; name: string } | null;
  callsWaiting: number | null;
  longestWaitSeconds: number | null;
  serviceLevel: number | null;
  coverage: number;
}

const Figures = typedDocument<{ realtimeMetricsChanged: { rows: Row[] } }, Record<string, never>>(
  `subscription Figures {
    realtimeMetricsChanged(groupBy: [QUEUE], serviceLevelSeconds: 20) {
      rows { queue { id name } callsWaiting longestWaitSeconds serviceLevel coverage }
    }
  }`,
);

/** The figures of each queue, at most once a second. */
function useFigures(): Row[] {
  const [rows, setRows] = useState<Row[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const follow = async () => {
      for await (const { realtimeMetricsChanged } of client.subscribe(Figures, {}, { signal: abort.signal }))
        setRows(realtimeMetricsChanged.rows);
    };
    follow().catch((error) => abort.signal.aborted || console.error(error));
    return () => abort.abort();
  }, []);
  return rows;
}

const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)} %`);
const seconds = (value: number | null) => (value === null ? '–' : `${Math.round(value)} s`);

function Queues() {
  return (
    <table>
      <thead>
        <tr>
          <th>Queue</th>
          <th>Waiting</th>
          <th>Longest wait</th>
          <th>Service level</th>
          <th>Coverage</th>
        </tr>
      </thead>
      <tbody>
        {useFigures().map(({ queue, callsWaiting, longestWaitSeconds, serviceLevel, coverage }) => (
          <tr key={queue?.id ?? 'none'}>
            <td>{queue?.name ?? 'No queue'}</td>
            <td>{callsWaiting ?? '–'}</td>
            <td>{seconds(longestWaitSeconds)}</td>
            <td>{percent(serviceLevel)}</td>
            <td>{percent(coverage)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Wallboard() {
  const { calls, waiting, presences, status } = useFloor();
  return (
    <main>
      <p>
        Connection: {status} · Waiting: {waiting} · Ready: {presences.READY ?? 0} · On call: {presences.ON_CALL ?? 0}
      </p>
      <Queues />
      <ul>
        {calls.map(({ id, state, from, agent, startedAt }) => (
          <li key={id}>
            {state} {from} {agent?.name} {startedAt && new Date(startedAt).toLocaleTimeString()}
          </li>
        ))}
      </ul>
    </main>
  );
}

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <CrosspointProvider client={client}>
    <Wallboard />
  </CrosspointProvider>,
);
