import { useActs } from '../../api/sent-acts.ts';
import type { IsOld } from '../../live/freshness.ts';
import type { LiveCall } from '../../live/types.ts';
import { CallActs } from '../../parts/call/CallActs.tsx';
import { callFacts } from '../../parts/call/call-facts.ts';
import { Drawer } from '../../parts/Drawer.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Old } from '../../parts/Old.tsx';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { customerNumber } from '../../parts/Party.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { moment, words } from '../../parts/words.ts';

function CallFacts({ call }: { call: LiveCall }) {
  return (
    <Facts
      facts={[
        ...callFacts(call),
        ['Recording', call.recordingState && words(call.recordingState)],
        ['Started', moment(call.startedAt)],
        ['Connected', call.connectedAt && moment(call.connectedAt)],
        ['Account', call.source.account.key],
      ]}
    />
  );
}

interface DetailsProps {
  readonly call: LiveCall;
  readonly ended: boolean;
  readonly isOld: IsOld;
  onClose(): void;
}

/** One call with its acts and what came of them. */
export function Details({ call, ended, isOld, onClose }: DetailsProps) {
  const { sent, send, busy } = useActs();
  return (
    <Drawer label="Call" title={customerNumber(call) ?? 'Call'} onClose={onClose}>
      <p className="state-line">
        <Pill state={ended ? 'ENDED' : call.state} />
        {!ended && <Timer since={call.connectedAt ?? call.startedAt} />}
        <Old when={!ended && isOld(call.source.account.key)} />
      </p>
      {!ended && <CallActs call={call} send={send} busy={busy} />}
      <Outcomes sent={sent} />
      <CallFacts call={call} />
    </Drawer>
  );
}
