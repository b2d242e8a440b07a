import { useEffect, useRef, useState } from 'react';
import { type ActOutcome, type ActRequest, perform } from '../../api/acts.ts';
import { useAccounts } from '../../live/hooks.ts';
import type { LiveCall } from '../../live/types.ts';
import { Facts } from '../../parts/Facts.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { moment, words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { actsOn, canTransfer } from './call-acts.ts';
import { customerNumber } from './columns.tsx';
import { Transfer } from './Transfer.tsx';

interface SentAct {
  readonly number: number;
  readonly label: string;
  /** Null while the gateway works on it. */
  readonly outcome: ActOutcome | null;
}

function useActs() {
  const { http } = useSession().floor;
  const [sent, setSent] = useState<readonly SentAct[]>([]);
  const numbers = useRef(0);
  const send = async (request: ActRequest) => {
    const number = ++numbers.current;
    setSent((before) => [{ number, label: request.label, outcome: null }, ...before].slice(0, 6));
    const outcome = await perform(http, request);
    setSent((before) => before.map((act) => (act.number === number ? { ...act, outcome } : act)));
  };
  return { sent, send, busy: sent.some(({ outcome }) => outcome === null) };
}

function Outcomes({ sent }: { sent: readonly SentAct[] }) {
  return (
    <ol className="outcomes" aria-live="polite" aria-label="Results">
      {sent.map(({ number, label, outcome }) => (
        <li key={number} className={outcome?.tone ?? 'pending'}>
          <strong>{label}</strong>{' '}
          {outcome ? (outcome.tone === 'good' ? words(outcome.text) : outcome.text) : 'Sending…'}
        </li>
      ))}
    </ol>
  );
}

function CallFacts({ call }: { call: LiveCall }) {
  return (
    <Facts
      facts={[
        ['Customer', call.customerName],
        ['From', call.from],
        ['To', call.to],
        ['Direction', call.direction && words(call.direction)],
        ['Agent', call.agent?.name],
        ['Device', call.device],
        ['Campaign', call.campaign?.name],
        ['Queue', call.queue?.name],
        ['Recording', call.recordingState && words(call.recordingState)],
        ['Started', moment(call.startedAt)],
        ['Connected', call.connectedAt && moment(call.connectedAt)],
        ['Account', call.source.account.key],
      ]}
    />
  );
}

function ActBar({ call, send, busy }: { call: LiveCall; send(request: ActRequest): void; busy: boolean }) {
  const { rights } = useSession();
  const accounts = useAccounts();
  const [transferring, setTransferring] = useState(false);
  const acts = actsOn(call, accounts, rights);
  return (
    <>
      <div className="acts">
        {canTransfer(call, accounts, rights) && (
          <button type="button" aria-expanded={transferring} onClick={() => setTransferring(!transferring)}>
            Transfer
          </button>
        )}
        {acts.map((act) => (
          <button
            key={act.mutation}
            type="button"
            disabled={busy}
            className={act.mutation === 'callHangup' ? 'danger' : ''}
            onClick={() => send(act)}
          >
            {act.label}
          </button>
        ))}
      </div>
      {transferring && <Transfer call={call} busy={busy} onSend={send} />}
    </>
  );
}

/** One call with its acts and what came of them. */
export function Details({ call, ended, onClose }: { call: LiveCall; ended: boolean; onClose(): void }) {
  const { sent, send, busy } = useActs();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <aside
      className="details panel"
      aria-label="Call"
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <header>
        <h2 ref={heading} tabIndex={-1} className="figure">
          {customerNumber(call) ?? 'Call'}
        </h2>
        <button type="button" className="ghost" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <p className="state-line">
        <Pill state={ended ? 'ENDED' : call.state} />
        {!ended && <Timer since={call.connectedAt ?? call.startedAt} />}
      </p>
      {!ended && <ActBar call={call} send={(request) => void send(request)} busy={busy} />}
      <Outcomes sent={sent} />
      <CallFacts call={call} />
    </aside>
  );
}
