import { Player } from '../../parts/audio/Player.tsx';
import { callFacts } from '../../parts/call/call-facts.ts';
import { Drawer } from '../../parts/Drawer.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { customerNumber } from '../../parts/Party.tsx';
import { durationOr, moment, words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { type PastCall, phase, type RecordedPart } from './past-call.ts';

const known = (call: PastCall, name: Parameters<typeof phase>[1]) =>
  phase(call, name) === undefined ? null : durationOr(phase(call, name));

const matched = ({ method, confidence, recording }: RecordedPart) =>
  `${durationOr(recording.durationSeconds)}, matched by ${words(method).toLowerCase()} (${Math.round(confidence * 100)} %)`;

function Recordings({ parts }: { parts: readonly RecordedPart[] }) {
  const { rights } = useSession();
  return (
    <section className="drawer-part">
      <h3>Recordings</h3>
      {parts.map((part) => (
        <div key={part.recording.id}>
          <p className="quiet">{matched(part)}</p>
          {rights.may('Recording.media') && <Player recordingId={part.recording.id} />}
        </div>
      ))}
    </section>
  );
}

/** One past call with its phases and recordings. */
export function CallRecord({ call, onClose }: { call: PastCall; onClose(): void }) {
  return (
    <Drawer label="Call" title={customerNumber(call) ?? 'Call'} onClose={onClose}>
      <Facts
        facts={[
          ...callFacts(call),
          ['Disposition', call.disposition?.name],
          ['Started', moment(call.startedAt)],
          ['Answered', call.connectedAt && moment(call.connectedAt)],
          ['Ended', call.endedAt && moment(call.endedAt)],
          ['Waited', known(call, 'queue')],
          ['Talked', known(call, 'talk')],
          ['On hold', known(call, 'hold')],
          ['Wrap-up', known(call, 'wrapUp')],
          ['Handled', known(call, 'handle')],
          ['Account', call.source.account.key],
          ['Call id', call.callId],
        ]}
      />
      {call.recordings && call.recordings.length > 0 && <Recordings parts={call.recordings} />}
    </Drawer>
  );
}
