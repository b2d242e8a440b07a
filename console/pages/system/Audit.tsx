import { useMemo, useState } from 'react';
import { usePages } from '../../api/pages.ts';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { Drawer } from '../../parts/Drawer.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { AccountChoice } from '../../parts/filters/AccountChoice.tsx';
import { Choice } from '../../parts/filters/Choice.tsx';
import { boundsOf, PERIODS, type Period } from '../../parts/filters/period.ts';
import { Icon } from '../../parts/Icon.tsx';
import { ListFooter } from '../../parts/ListFooter.tsx';
import { useSettled } from '../../parts/settled.ts';
import { moment, words } from '../../parts/words.ts';
import { AUDIT_DOCUMENT } from './documents.ts';

interface Value {
  readonly name: string;
  readonly value: string;
}

interface AuditRow {
  readonly sequence: number;
  readonly hash: string;
  readonly at: string;
  readonly caller: string;
  readonly tenant: string | null;
  readonly operation: string;
  readonly account: { readonly key: string } | null;
  readonly targets: readonly string[];
  readonly idempotencyKey: string | null;
  readonly outcome: string;
  readonly requestId: string | null;
  readonly parameters: readonly Value[];
  readonly readBack: readonly Value[];
}

type Entry = AuditRow & { readonly id: string };

const TONES: Readonly<Record<string, string>> = { DONE: 'up', OK: 'up', OUTCOME_UNKNOWN: 'degraded' };
const toneOf = (outcome: string) => `tone-${TONES[outcome] ?? 'down'}`;

const COLUMNS: readonly Column<Entry>[] = [
  {
    key: 'at',
    title: 'Time',
    flex: '0 0 9.5rem',
    phone: 'time',
    value: ({ sequence }) => sequence,
    cell: ({ at }) => <span className="figure">{moment(at)}</span>,
  },
  {
    key: 'operation',
    title: 'Act',
    flex: '1.3 1 9rem',
    phone: 'title',
    value: ({ operation }) => operation,
    cell: ({ operation }) => (
      <button type="button" className="row-open">
        {operation}
      </button>
    ),
  },
  {
    key: 'caller',
    title: 'Caller',
    flex: '1 1 6rem',
    phone: 'note',
    value: ({ caller }) => caller,
    cell: ({ caller }) => caller,
  },
  {
    key: 'outcome',
    title: 'Outcome',
    flex: '0 0 11rem',
    phone: 'state',
    value: ({ outcome }) => outcome,
    cell: ({ outcome }) => <span className={`pill ${toneOf(outcome)}`}>{words(outcome)}</span>,
  },
  {
    key: 'targets',
    title: 'Read back',
    flex: '2 1 10rem',
    from: 'medium',
    value: ({ readBack }) => readBack.map(({ value }) => value).join(' '),
    cell: ({ readBack }) => <span className="quiet">{readBack.map(({ value }) => value).join(' · ') || '–'}</span>,
  },
  {
    key: 'account',
    title: 'Account',
    flex: '0.7 1 6rem',
    from: 'medium',
    value: ({ account }) => account?.key,
    cell: ({ account }) => <span className="quiet">{account?.key ?? '–'}</span>,
  },
];

function EntryDetails({ entry, onClose }: { entry: Entry; onClose(): void }) {
  return (
    <Drawer label="Entry" title={entry.operation} onClose={onClose}>
      <Facts
        facts={[
          ['Outcome', words(entry.outcome)],
          ['Time', moment(entry.at)],
          ['Caller', entry.caller],
          ['Tenant', entry.tenant],
          ['Account', entry.account?.key],
          ['Targets', entry.targets.join(', ')],
          ['Idempotency key', entry.idempotencyKey],
          ['Request', entry.requestId],
          ['Number in the trail', entry.sequence],
        ]}
      />
      {(['parameters', 'readBack'] as const).map(
        (part) =>
          entry[part].length > 0 && (
            <section key={part} className="drawer-part">
              <h3>{part === 'parameters' ? 'Parameters' : 'Read back'}</h3>
              <Facts facts={entry[part].map(({ name, value }) => [name, value])} />
            </section>
          ),
      )}
      <section className="drawer-part">
        <h3>Hash of the chain</h3>
        <code className="code">{entry.hash}</code>
      </section>
    </Drawer>
  );
}

interface Question {
  readonly period: Period;
  readonly operation: string;
  readonly caller: string;
  readonly account: string;
}

/** The question as `AuditFilter`, once its texts have not changed for a moment. */
function useAuditFilter({ period, operation, caller, account }: Question) {
  const bounds = useMemo(() => boundsOf(period, '', ''), [period]);
  const operations = useSettled(operation.trim());
  const callers = useSettled(caller.trim());
  return {
    from: bounds.startedAfter,
    ...(bounds.startedBefore && { to: bounds.startedBefore }),
    ...(account && { accounts: [account] }),
    ...(operations && { operations: [operations] }),
    ...(callers && { callers: [callers] }),
  };
}

const PERIOD_OPTIONS = Object.entries(PERIODS).filter(([key]) => key !== 'custom');

interface AuditFiltersProps {
  readonly question: Question;
  ask(changed: Partial<Question>): void;
  refresh(): void;
}

function AuditFilters({ question, ask, refresh }: AuditFiltersProps) {
  const { period, operation, caller, account } = question;
  return (
    <search className="filters">
      <Choice
        label="Period"
        value={period}
        options={PERIOD_OPTIONS}
        onChange={(chosen) => ask({ period: chosen as Period })}
      />
      <input
        aria-label="Act"
        placeholder="Act, such as callHold"
        value={operation}
        onChange={({ target }) => ask({ operation: target.value })}
      />
      <input
        aria-label="Caller"
        placeholder="Caller"
        value={caller}
        onChange={({ target }) => ask({ caller: target.value })}
      />
      <AccountChoice value={account} onChange={(chosen) => ask({ account: chosen })} />
      <button type="button" onClick={refresh}>
        <Icon name="refresh" />
        Refresh
      </button>
    </search>
  );
}

/** The audit trail: who did what with which outcome, newest first. */
export function Audit() {
  const [question, setQuestion] = useState<Question>({ period: 'today', operation: '', caller: '', account: '' });
  const [selected, setSelected] = useState<Entry | null>(null);
  const pages = usePages<AuditRow>(AUDIT_DOCUMENT, { filter: useAuditFilter(question) });
  const rows = useMemo(() => pages.rows.map((row) => ({ ...row, id: String(row.sequence) })), [pages.rows]);
  return (
    <div className={`tail ${selected ? 'with-details' : ''}`}>
      <AuditFilters
        question={question}
        ask={(changed) => setQuestion({ ...question, ...changed })}
        refresh={pages.reload}
      />
      <section className="panel list" aria-label="Audit trail" aria-busy={pages.reading}>
        <DataTable
          label="Audit trail"
          columns={COLUMNS}
          rows={rows}
          selected={selected?.id ?? null}
          onSelect={(entry) => setSelected(entry)}
          empty={pages.reading ? 'Reading the trail…' : 'No act in this period.'}
        />
        <ListFooter pages={pages} name="entries" />
      </section>
      {selected && <EntryDetails key={selected.id} entry={selected} onClose={() => setSelected(null)} />}
    </div>
  );
}
