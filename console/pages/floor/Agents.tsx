import { useMemo } from 'react';
import { type IsOld, useIsAgentOld } from '../../live/freshness.ts';
import type { LiveAgent } from '../../live/types.ts';
import { grouped } from '../../parts/grouped.ts';
import { OldUnseen, oldClass } from '../../parts/Old.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { words } from '../../parts/words.ts';

const ORDER = ['READY', 'RINGING', 'ON_CALL', 'WRAP_UP', 'NOT_READY', 'LOGGED_OUT', ''];

function AgentRow({ agent, old }: { agent: LiveAgent; old: boolean }) {
  return (
    <li className={`agent ${oldClass(old)}`} data-id={agent.id}>
      <span className="avatar" aria-hidden="true">
        {agent.name
          .split(' ')
          .map((part) => part[0])
          .slice(0, 2)
          .join('')}
      </span>
      <span className="agent-name">
        <OldUnseen when={old} />
        {agent.name}
        <small className="quiet">{agent.reasonCode ?? (agent.groups.join(', ') || agent.accounts[0])}</small>
      </span>
      <Timer since={agent.since} />
    </li>
  );
}

interface GroupProps {
  readonly presence: string;
  readonly agents: readonly LiveAgent[];
  isOld(agent: LiveAgent): boolean;
}

function Group({ presence, agents, isOld }: GroupProps) {
  const sorted = useMemo(() => [...agents].sort((one, other) => one.name.localeCompare(other.name)), [agents]);
  return (
    <details className={`presence tone-${presence.toLowerCase() || 'unknown'}`} open={presence !== 'LOGGED_OUT'}>
      <summary>
        {presence ? words(presence) : 'Not reported'} <span className="count figure">{agents.length}</span>
      </summary>
      <ul>
        {sorted.map((agent) => (
          <AgentRow key={agent.id} agent={agent} old={isOld(agent)} />
        ))}
      </ul>
    </details>
  );
}

/** The agents by presence, with the time since it began and its reason. */
export function Agents({ agents, isOld }: { agents: readonly LiveAgent[]; isOld: IsOld }) {
  const isAgentOld = useIsAgentOld(isOld);
  const groups = useMemo(() => grouped(agents, ({ presence }) => presence ?? ''), [agents]);
  return (
    <section className="panel agents" aria-label="Agents">
      <header>
        <h2>
          Agents <span className="count figure">{agents.length}</span>
        </h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <section className="agent-groups" tabIndex={0} aria-label="Agents by presence">
        {ORDER.filter((presence) => groups.has(presence)).map((presence) => (
          <Group key={presence} presence={presence} agents={groups.get(presence) ?? []} isOld={isAgentOld} />
        ))}
      </section>
    </section>
  );
}
