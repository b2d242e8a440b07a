import { type FormEvent, useState } from 'react';
import type { ActRequest } from '../../api/acts.ts';
import { useRead } from '../../api/read.ts';
import type { LiveAgent } from '../../live/types.ts';
import { Old } from '../../parts/Old.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { useSession } from '../../session/session.ts';
import { useCan } from './can.ts';
import { dialAct, notReadyAct, readyAct } from './desk-acts.ts';
import { REASON_CODES_DOCUMENT } from './documents.ts';

/** The agent of the desk, and how to send an act. */
interface AgentActsProps {
  readonly agent: LiveAgent;
  readonly busy: boolean;
  send(act: ActRequest): void;
}

interface AgentBarProps extends AgentActsProps {
  readonly old: boolean;
}

interface ReasonList {
  readonly reasonCodes: { readonly edges: readonly { readonly node: { readonly name: string } }[] };
}

function NotReady({ agent, busy, send }: AgentActsProps) {
  const { rights } = useSession();
  const [reason, setReason] = useState('');
  const document = rights.may('reasonCodes') ? REASON_CODES_DOCUMENT : null;
  const { data } = useRead<ReasonList>(document, { accounts: agent.accounts });
  const reasons = [...new Set(data?.reasonCodes.edges.map(({ node }) => node.name))];
  return (
    <>
      {reasons.length > 0 && (
        <select aria-label="Reason" value={reason} onChange={({ target }) => setReason(target.value)}>
          <option value="">No reason</option>
          {reasons.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <button type="button" disabled={busy} onClick={() => send(notReadyAct(agent.id, reason))}>
        Not ready
      </button>
    </>
  );
}

function Dial({ agent, busy, send }: AgentActsProps) {
  const [number, setNumber] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(dialAct(agent.id, number.trim()));
  };
  return (
    <form className="dispose" onSubmit={submit}>
      <input
        type="tel"
        aria-label="Number to dial"
        placeholder="Number to dial"
        value={number}
        onChange={({ target }) => setNumber(target.value)}
      />
      <button type="submit" disabled={busy || number.trim() === ''}>
        Dial
      </button>
    </form>
  );
}

/** The presence of the agent at this desk, with the acts that change it. */
export function AgentBar({ old, ...props }: AgentBarProps) {
  const { agent, busy, send } = props;
  const can = useCan(agent);
  return (
    <section className="panel agent-bar" aria-label="Agent">
      <header>
        <h2>{agent.name}</h2>
        <Pill state={agent.presence} />
        <Timer since={agent.since} />
        <Old when={old} />
      </header>
      <div className="acts">
        {can('agentSetReady', 'AGENT_SET_READY') && agent.presence !== 'READY' && (
          <button type="button" disabled={busy} onClick={() => send(readyAct(agent.id))}>
            Ready
          </button>
        )}
        {can('agentSetNotReady', 'AGENT_SET_NOT_READY') && agent.presence !== 'NOT_READY' && <NotReady {...props} />}
      </div>
      {can('callDial', 'CALL_DIAL') && <Dial {...props} />}
    </section>
  );
}
