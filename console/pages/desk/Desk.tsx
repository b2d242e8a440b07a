import { type FormEvent, useState } from 'react';
import { useActs } from '../../api/sent-acts.ts';
import { useIsAgentOld, useIsOld } from '../../live/freshness.ts';
import { useAgents, useCalls } from '../../live/hooks.ts';
import type { LiveCall } from '../../live/types.ts';
import { Old } from '../../parts/Old.tsx';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { customerNumber } from '../../parts/Party.tsx';
import { Search } from '../../parts/Search.tsx';
import { useSession } from '../../session/session.ts';
import { AgentBar } from './AgentBar.tsx';
import { Callbacks } from './Callbacks.tsx';
import { LiveCallCard } from './LiveCallCard.tsx';
import { ScreenPop } from './ScreenPop.tsx';

const NAME = 'crosspoint.desk';

/** The agent of this desk, remembered by the browser. */
function useDeskAgent() {
  const [id, setId] = useState(() => localStorage.getItem(NAME) ?? '');
  const agents = useAgents();
  const choose = (chosen: string) => {
    localStorage.setItem(NAME, chosen);
    setId(chosen);
  };
  return { id, choose, agents, agent: agents.find((agent) => agent.id === id) };
}

/** The search shows its number until the next call arrives. */
function useNumber(call: LiveCall | undefined) {
  const [text, setText] = useState('');
  const [searched, setSearched] = useState<{ number: string; during: string | undefined } | null>(null);
  const search = (event: FormEvent) => {
    event.preventDefault();
    setSearched(text.trim() ? { number: text.trim(), during: call?.id } : null);
  };
  const valid = searched && searched.during === call?.id ? searched.number : null;
  return { text, setText, search, number: valid ?? (call && customerNumber(call)) ?? null };
}

/** The desk of one agent: who calls, what is known of them, and the acts that an agent uses. */
export function Desk() {
  const { id, choose, agents, agent } = useDeskAgent();
  const calls = useCalls().filter((call) => call.agent?.id === id && id !== '');
  const { sent, send, busy } = useActs();
  const { rights } = useSession();
  const isOld = useIsOld();
  const isAgentOld = useIsAgentOld(isOld);
  const { text, setText, search, number } = useNumber(calls[0]);
  const names = [...agents].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <div className="page desk">
      <div className="page-head">
        <h1 className="page-title">Desk</h1>
        <select aria-label="Agent of this desk" value={id} onChange={({ target }) => choose(target.value)}>
          <option value="">Choose an agent…</option>
          {names.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.name}
            </option>
          ))}
        </select>
        <form onSubmit={search} className="desk-search">
          <Search label="History of a number" value={text} onChange={setText} />
          <button type="submit">Search</button>
        </form>
      </div>
      <div className="desk-side">
        {agent ? (
          <AgentBar key={agent.id} agent={agent} old={isAgentOld(agent)} busy={busy} send={(act) => void send(act)} />
        ) : (
          <p className="panel quiet note">Choose the agent of this desk to see the calls as they arrive.</p>
        )}
        {calls.map((call) => (
          <LiveCallCard
            key={call.id}
            call={call}
            old={isOld(call.source.account.key)}
            busy={busy}
            send={(act) => void send(act)}
          />
        ))}
        {agent && calls.length === 0 && (
          <p className="panel quiet note">
            No call at this desk. <Old when={isAgentOld(agent)} />
          </p>
        )}
        {agent && rights.may('callbackChanged') && (
          <Callbacks
            key={agent.id}
            agent={agent}
            number={number}
            isOld={isOld}
            busy={busy}
            send={(act) => void send(act)}
          />
        )}
        <Outcomes sent={sent} />
      </div>
      <ScreenPop number={number} callId={calls[0]?.id ?? null} isOld={isOld} />
    </div>
  );
}
