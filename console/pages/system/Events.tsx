import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { Drawer } from '../../parts/Drawer.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { AccountChoice } from '../../parts/filters/AccountChoice.tsx';
import { Choice, type Options } from '../../parts/filters/Choice.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { useSettled } from '../../parts/settled.ts';
import { moment, words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { summaryOf, type TailEvent } from './event.ts';
import { useTail } from './tail.ts';

const KINDS = 'CALL RECORDING AGENT CAMPAIGN CALLBACK IMPORT REPORT ACCOUNT ALERT GAP VENDOR'.split(' ');

type EventRow = TailEvent & { readonly id: string };

const COLUMNS: readonly Column<EventRow>[] = [
  {
    key: 'occurred',
    title: 'Time',
    flex: '0 0 9rem',
    phone: 'time',
    value: ({ occurredAt }) => occurredAt,
    cell: ({ occurredAt }) => <span className="figure">{moment(occurredAt)}</span>,
  },
  {
    key: 'name',
    title: 'Event',
    flex: '1.4 1 12rem',
    phone: 'title',
    value: ({ name }) => name,
    cell: ({ name, kind }) => (
      <button type="button" className={`row-open kind-${kind.toLowerCase()}`}>
        {name}
      </button>
    ),
  },
  {
    key: 'summary',
    title: 'Summary',
    flex: '3 1 12rem',
    phone: 'note',
    value: summaryOf,
    cell: (event) => <span className="quiet">{summaryOf(event)}</span>,
  },
  {
    key: 'account',
    title: 'Account',
    flex: '0.7 1 6rem',
    phone: 'state',
    value: ({ account }) => account.key,
    cell: ({ account }) => <span className="quiet">{account.key}</span>,
  },
];

/** A name as the filter takes it: `call.ended` means `CALL.ENDED`. */
const typesOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);

function CursorField({ after, onStart }: { after: string | null; onStart(cursor: string | null): void }) {
  const [cursor, setCursor] = useState(after ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onStart(cursor.trim() || null);
  };
  return (
    <form className="cursor-field" onSubmit={submit}>
      <input
        aria-label="Begin after cursor"
        placeholder="Begin after cursor"
        value={cursor}
        onChange={({ target }) => setCursor(target.value)}
      />
      <button type="submit">{cursor.trim() ? 'Begin there' : 'Newest'}</button>
    </form>
  );
}

function EventDetails({
  event,
  onClose,
  onStart,
}: {
  event: EventRow;
  onClose(): void;
  onStart(cursor: string): void;
}) {
  return (
    <Drawer label="Event" title={event.name} onClose={onClose}>
      <div className="acts">
        <button type="button" onClick={() => onStart(event.cursor)}>
          Show what follows
        </button>
      </div>
      <Facts
        facts={[
          ['Kind', words(event.kind)],
          ['Account', event.account.key],
          ['Occurred', moment(event.occurredAt)],
          ['Received', moment(event.receivedAt)],
          ['Summary', event.payload ? null : summaryOf(event)],
        ]}
      />
      <section className="drawer-part">
        <h3>Cursor</h3>
        <code className="code">{event.cursor}</code>
      </section>
      {event.payload && (
        <section className="drawer-part">
          <h3>Payload</h3>
          <Facts facts={event.payload.map(({ name, value }) => [name, value])} />
        </section>
      )}
    </Drawer>
  );
}

interface Question {
  readonly kind: string;
  readonly account: string;
  readonly types: string;
}

/** The question as `EventFilter`, once its names have not changed for a moment. */
function useEventFilter({ kind, account, types }: Question) {
  const names = typesOf(useSettled(types));
  return {
    ...(kind && { kinds: [kind] }),
    ...(account && { accounts: [account] }),
    ...(names.length > 0 && { types: names }),
  };
}

interface EventFiltersProps {
  readonly question: Question;
  ask(changed: Partial<Question>): void;
  readonly children: ReactNode;
}

function EventFilters({ question: { kind, account, types }, ask, children }: EventFiltersProps) {
  const { rights } = useSession();
  const kinds: Options = KINDS.filter((name) => rights.may(`EventKind.${name}`)).map((name) => [name, words(name)]);
  return (
    <search className="filters">
      <Choice label="Kind" all="All kinds" value={kind} options={kinds} onChange={(chosen) => ask({ kind: chosen })} />
      <AccountChoice value={account} onChange={(chosen) => ask({ account: chosen })} />
      <input
        aria-label="Names"
        placeholder="CALL.ENDED, AGENT.…"
        value={types}
        onChange={({ target }) => ask({ types: target.value })}
      />
      {children}
    </search>
  );
}

/** The events of the log as they arrive, with filters, from any cursor on. */
export function Events() {
  const [question, setQuestion] = useState<Question>({ kind: '', account: '', types: '' });
  const [after, setAfter] = useState<string | null>(null);
  const [paused, setPaused] = useState(false);
  const [selected, setSelected] = useState<EventRow | null>(null);
  const { events, reading, problem } = useTail({ filter: useEventFilter(question), after, paused });
  const rows = useMemo(() => events.map((event) => ({ ...event, id: event.cursor })), [events]);
  const start = (cursor: string | null) => {
    setSelected(null);
    setAfter(cursor);
  };
  return (
    <div className={`tail ${selected ? 'with-details' : ''}`}>
      <EventFilters question={question} ask={(changed) => setQuestion({ ...question, ...changed })}>
        <CursorField key={after} after={after} onStart={start} />
        <button type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? 'Continue' : 'Pause'}
        </button>
      </EventFilters>
      <section className="panel list" aria-label="Events" aria-busy={reading}>
        <Problem text={problem} />
        <DataTable
          label="Events"
          columns={COLUMNS}
          rows={rows}
          selected={selected?.id ?? null}
          onSelect={(event) => setSelected(event)}
          empty={reading ? 'Reading the events…' : 'No stored event matches; new ones appear here.'}
        />
      </section>
      {selected && (
        <EventDetails key={selected.id} event={selected} onClose={() => setSelected(null)} onStart={start} />
      )}
    </div>
  );
}
