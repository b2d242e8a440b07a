import { type FormEvent, useState } from 'react';
import type { ActRequest } from '../../api/acts.ts';
import { useRead } from '../../api/read.ts';
import { useAccounts } from '../../live/hooks.ts';
import type { LiveCall } from '../../live/types.ts';
import { CallActs } from '../../parts/call/CallActs.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Old } from '../../parts/Old.tsx';
import { customerNumber } from '../../parts/Party.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { digitsAct, disposeAct } from './desk-acts.ts';
import { DISPOSITIONS_DOCUMENT } from './documents.ts';

interface CardProps {
  readonly call: LiveCall;
  readonly busy: boolean;
  send(act: ActRequest): void;
}

interface DispositionList {
  readonly dispositions: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly name: string } }[];
  };
}

function Dispose({ call, busy, send }: CardProps) {
  const [disposition, setDisposition] = useState('');
  const [comments, setComments] = useState('');
  const accounts = [call.source.account.key];
  const { data } = useRead<DispositionList>(DISPOSITIONS_DOCUMENT, { accounts });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(disposeAct(call.id, disposition, comments.trim()));
  };
  return (
    <form className="dispose" onSubmit={submit}>
      <select aria-label="Disposition" value={disposition} onChange={({ target }) => setDisposition(target.value)}>
        <option value="">Disposition…</option>
        {data?.dispositions.edges.map(({ node }) => (
          <option key={node.id}>{node.name}</option>
        ))}
      </select>
      <input
        aria-label="Notes"
        placeholder="Notes"
        value={comments}
        onChange={({ target }) => setComments(target.value)}
      />
      <button type="submit" disabled={busy || disposition === ''}>
        {call.state === 'WRAP_UP' ? 'Dispose' : 'End and dispose'}
      </button>
    </form>
  );
}

function Digits({ call, busy, send }: CardProps) {
  const [digits, setDigits] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(digitsAct(call.id, digits));
    setDigits('');
  };
  return (
    <form className="dispose" onSubmit={submit}>
      <input
        aria-label="Digits"
        placeholder="Digits of a menu"
        inputMode="tel"
        pattern="[0-9*#]+"
        value={digits}
        onChange={({ target }) => setDigits(target.value)}
      />
      <button type="submit" disabled={busy || digits === ''}>
        Send
      </button>
    </form>
  );
}

/** The call at a desk with the acts of an agent. */
export function LiveCallCard({ old, ...props }: CardProps & { old: boolean }) {
  const { call, busy, send } = props;
  const { rights } = useSession();
  const account = useAccounts().find(({ key }) => key === call.source.account.key);
  const can = (mutation: string, capability: string) =>
    rights.may(mutation) && account?.capabilities.includes(capability);
  return (
    <section className="panel live-call" aria-label="Call">
      <header>
        <h2 className="figure">{customerNumber(call) ?? 'Call'}</h2>
        <Pill state={call.state} />
        <Timer since={call.connectedAt ?? call.startedAt} />
        <Old when={old} />
      </header>
      <CallActs call={call} send={send} busy={busy} />
      {can('callDispose', 'CALL_DISPOSE') && rights.may('dispositions') && <Dispose {...props} />}
      {can('callSendDtmf', 'CALL_SEND_DTMF') && call.state === 'CONNECTED' && <Digits {...props} />}
      <Facts
        facts={[
          ['Customer', call.customerName],
          ['Direction', call.direction && words(call.direction)],
          ['Campaign', call.campaign?.name],
          ['Queue', call.queue?.name],
          ['Recording', call.recordingState && words(call.recordingState)],
          ['Device', call.device],
          ['Account', call.source.account.key],
        ]}
      />
    </section>
  );
}
