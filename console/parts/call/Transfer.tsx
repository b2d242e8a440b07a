import { type FormEvent, useState } from 'react';
import type { ActRequest } from '../../api/acts.ts';
import { useAgents } from '../../live/hooks.ts';
import type { LiveCall } from '../../live/types.ts';
import { transferOf } from './call-acts.ts';

interface TransferProps {
  readonly call: LiveCall;
  readonly busy: boolean;
  onSend(request: ActRequest): void;
}

function ReadyAgents({ value, onChange }: { value: string; onChange(id: string): void }) {
  const ready = useAgents().filter(({ presence }) => presence === 'READY');
  return (
    <label>
      To a ready agent
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">–</option>
        {ready.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Asks for the target of a transfer: an agent that is ready, or a number. */
export function Transfer({ call, busy, onSend }: TransferProps) {
  const [agentId, setAgentId] = useState('');
  const [number, setNumber] = useState('');
  const [warm, setWarm] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend(transferOf(call, agentId ? { toAgentId: agentId } : { toNumber: number.trim() }, warm));
  };
  return (
    <form className="transfer" onSubmit={submit}>
      <ReadyAgents value={agentId} onChange={setAgentId} />
      <label>
        To a number
        <input type="tel" value={number} disabled={agentId !== ''} onChange={({ target }) => setNumber(target.value)} />
      </label>
      <label className="check">
        <input type="checkbox" checked={warm} onChange={({ target }) => setWarm(target.checked)} />
        Consult first
      </label>
      <button type="submit" className="primary" disabled={busy || (agentId === '' && number.trim() === '')}>
        Transfer
      </button>
    </form>
  );
}
