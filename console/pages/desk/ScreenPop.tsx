import { useRead } from '../../api/read.ts';
import type { IsOld } from '../../live/freshness.ts';
import { Player } from '../../parts/audio/Player.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { OldUnseen, oldClass } from '../../parts/Old.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Sources } from '../../parts/Sources.tsx';
import { durationOr, moment } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { callHistoryDocument } from './documents.ts';
import type { HistoryAnswer, HistoryCall, HistoryContact } from './history.ts';

function ContactCard({ contact, old }: { contact: HistoryContact; old: boolean }) {
  return (
    <article className={`contact ${oldClass(old)}`}>
      <h3>
        <OldUnseen when={old} />
        {contact.name ?? 'Contact'} <span className="quiet">{contact.source.account.key}</span>
      </h3>
      <Facts
        facts={[
          ['Numbers', contact.numbers.join(', ')],
          ...contact.fields.map(({ name, value }) => [name, value] as const),
        ]}
      />
    </article>
  );
}

function CallLine({ call, current, old }: { call: HistoryCall; current: boolean; old: boolean }) {
  return (
    <li className={`history-call ${oldClass(old)}`}>
      <span className="figure">
        <OldUnseen when={old} />
        {moment(call.startedAt)}
      </span>
      <span>
        {call.agent?.name ?? <span className="quiet">No agent</span>}
        <small className="quiet">
          {[call.campaign?.name, call.disposition?.name, call.source.account.key].filter(Boolean).join(' · ')}
        </small>
      </span>
      {current ? <span className="pill tone-up">This call</span> : <Pill state={call.state} />}
    </li>
  );
}

const nodes = <Row,>(list: { readonly edges: readonly { readonly node: Row }[] } | null | undefined) =>
  list?.edges.map(({ node }) => node) ?? [];

interface HistoryProps {
  readonly answer: HistoryAnswer['callHistory'];
  readonly callId: string | null;
  readonly isOld: IsOld;
}

function History({ answer, callId, isOld }: HistoryProps) {
  const { rights } = useSession();
  const contacts = nodes(answer.contacts);
  const calls = nodes(answer.calls);
  return (
    <>
      {answer.doNotCall && answer.doNotCall.numbers.length > 0 && (
        <p className="note-line tone-down">
          <Icon name="warning" /> This number is on a do-not-call list.
        </p>
      )}
      {answer.contacts !== undefined && (
        <section className="drawer-part">
          <Sources sources={answer.contacts?.sources ?? []} whole={false} />
          {contacts.map((contact) => (
            <ContactCard key={contact.id} contact={contact} old={isOld(contact.source.account.key)} />
          ))}
          {contacts.length === 0 && <p className="quiet">No contact has this number.</p>}
        </section>
      )}
      {answer.calls !== undefined && (
        <section className="drawer-part">
          <h3>
            Calls <span className="count figure">{calls.length}</span>
          </h3>
          <Sources sources={answer.calls?.sources ?? []} whole={false} />
          <ul>
            {calls.map((call) => (
              <CallLine key={call.id} call={call} current={call.id === callId} old={isOld(call.source.account.key)} />
            ))}
          </ul>
        </section>
      )}
      {rights.may('Recording.media') && nodes(answer.recordings).length > 0 && (
        <section className="drawer-part">
          <h3>Recordings</h3>
          {nodes(answer.recordings).map(({ id, startedAt, durationSeconds }) => (
            <div key={id} className="history-recording">
              <span className="figure">
                {moment(startedAt)} <span className="quiet">{durationOr(durationSeconds)}</span>
              </span>
              <Player recordingId={id} />
            </div>
          ))}
        </section>
      )}
    </>
  );
}

/** Who is on the line: contacts, earlier calls and recordings of a number. */
export function ScreenPop({ number, ...shown }: Omit<HistoryProps, 'answer'> & { number: string | null }) {
  const { rights } = useSession();
  const { data, problem, reading } = useRead<HistoryAnswer>(number ? callHistoryDocument(rights) : null, { number });
  const busy = number !== null && reading;
  return (
    <section className="panel screen-pop" aria-label="Screen pop" aria-busy={busy}>
      <header>
        <h2 className="figure">{number ?? 'Screen pop'}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <section className="screen-pop-body" tabIndex={0} aria-label="Records of the number">
        {number === null && <p className="quiet">The history of a number appears with its call, or after a search.</p>}
        {busy && !data && <p className="quiet">Reading the history…</p>}
        <Problem text={problem} />
        {data && number !== null && <History answer={data.callHistory} {...shown} />}
      </section>
    </section>
  );
}
