import { useMemo, useRef, useState } from 'react';
import { useIsOld } from '../../live/freshness.ts';
import { useAgents, useCalls } from '../../live/hooks.ts';
import type { LiveCall } from '../../live/types.ts';
import { words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { Agents } from './Agents.tsx';
import { Calls } from './Calls.tsx';
import { Details } from './Details.tsx';
import { FigurePanel } from './FigurePanel.tsx';
import { Tiles } from './Tiles.tsx';

/** The selected call, with its last state where it has ended. */
function useSelected(calls: readonly LiveCall[]) {
  const [id, setId] = useState<string | null>(null);
  const last = useRef<LiveCall | null>(null);
  const current = useMemo(() => calls.find((call) => call.id === id), [calls, id]);
  if (current) last.current = current;
  const call = id === null ? null : (current ?? last.current);
  return { id, call, ended: !current, select: (chosen: LiveCall | null) => setId(chosen?.id ?? null) };
}

const VIEWS = ['calls', 'agents', 'figures'] as const;
type View = (typeof VIEWS)[number];

/** The calls, agents and figures of the centre, live. */
export function Floor() {
  const { floor, rights } = useSession();
  const calls = useCalls();
  const agents = useAgents();
  const isOld = useIsOld();
  const { id, call, ended, select } = useSelected(calls);
  const [view, setView] = useState<View>('calls');
  return (
    <div className={`page floor view-${view} ${call ? 'with-details' : ''}`}>
      <h1 className="page-title">Floor</h1>
      <Tiles calls={calls} agents={agents} isOld={isOld} />
      {rights.may('realtimeMetricsChanged') && <FigurePanel isOld={isOld} />}
      <div className="switch phone-only">
        {VIEWS.map((name) => (
          <button key={name} type="button" aria-pressed={view === name} onClick={() => setView(name)}>
            {words(name)}
          </button>
        ))}
      </div>
      <Calls calls={calls} complete={floor.calls.complete} selected={id} isOld={isOld} onSelect={select} />
      {rights.may('agentChanged') && <Agents agents={agents} isOld={isOld} />}
      {call && <Details key={call.id} call={call} ended={ended} isOld={isOld} onClose={() => select(null)} />}
    </div>
  );
}
