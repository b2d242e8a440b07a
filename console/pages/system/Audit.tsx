import { useMemo, useState } from 'react';
import { usePages } from '../../api/pages.ts';
import { useAccounts } from '../../live/hooks.ts';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { Drawer } from '../../parts/Drawer.tsx';
import { Facts } from '../../parts/Facts.tsx';
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

/** The audit trail: who did what with which outcome, newest first. */
export function Audit() {
  const [period, setPeriod] = useState<Period>('today');
  const [account, setAccount] = useState('');
  const [operation, setOperation] = useState('');
  const [caller, setCaller] = useState('');
  const [selected, setSelected] = useState<Entry | null>(null);
  const accounts = useAccounts();
  const from = useMemo(() => boundsOf(period, '', ''), [period]);
  const operations = useSettled(operation.trim());
  const callers = useSettled(caller.trim());
  const filter = {
    from: from.startedAfter,
    ...(from.startedBefore && { to: from.startedBefore }),
    ...(account && { accounts: [account] }),
    ...(operations && { operations: [operations] }),
    ...(callers && { callers: [callers] }),
  };
  const pages = usePages<AuditRow>(AUDIT_DOCUMENT, { filter });
  const rows = useMemo(() => pages.rows.map((row) => ({ ...row, id: String(row.sequence) })), [pages.rows]);
  return (
    <div className={`tail ${selected ? 'with-details' : ''}`}>
      <search className="filters">
        <select aria-label="Period" value={period} onChange={({ target }) => setPeriod(target.value as Period)}>
          {Object.entries(PERIODS)
            .filter(([key]) => key !== 'custom')
            .map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
        </select>
        <input
          aria-label="Act"
          placeholder="Act, such as callHold"
          value={operation}
          onChange={({ target }) => setOperation(target.value)}
        />
        <input
          aria-label="Caller"
          placeholder="Caller"
          value={caller}
          onChange={({ target }) => setCaller(target.value)}
        />
        <select aria-label="Account" value={account} onChange={({ target }) => setAccount(target.value)}>
          <option value="">All accounts</option>
          {accounts.map(({ key }) => (
            <option key={key}>{key}</option>
          ))}
        </select>
        <button type="button" onClick={pages.reload}>
          <Icon name="refresh" />
          Refresh
        </button>
      </search>
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
