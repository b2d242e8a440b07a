import { useState } from 'react';
import type { ActRequest } from '../../api/acts.ts';
import { useAccounts } from '../../live/hooks.ts';
import type { LiveCall } from '../../live/types.ts';
import { useSession } from '../../session/session.ts';
import { actsOn, canTransfer } from './call-acts.ts';
import { Transfer } from './Transfer.tsx';

/** The acts on a live call that key, account and state allow. */
export function CallActs({ call, send, busy }: { call: LiveCall; send(request: ActRequest): void; busy: boolean }) {
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
