import { useMemo, useState } from 'react';
import { type Pages, usePages } from '../../api/pages.ts';
import { csvOf } from '../../parts/csv.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import { download } from '../../parts/download.ts';
import { Filters } from '../../parts/filters/Filters.tsx';
import { useFilter } from '../../parts/filters/filter.ts';
import { Icon } from '../../parts/Icon.tsx';
import { ListFooter } from '../../parts/ListFooter.tsx';
import { Sources } from '../../parts/Sources.tsx';
import { useSession } from '../../session/session.ts';
import { CallRecord } from './CallRecord.tsx';
import { PAST_COLUMNS } from './columns.tsx';
import { pastCallsDocument } from './documents.ts';
import { CSV_COLUMNS, type PastCall } from './past-call.ts';
import { Totals } from './Totals.tsx';

/** A file beyond this is a task for the API. */
const CSV_ROWS = 20_000;

function Export({ pages }: { pages: Pages<PastCall> }) {
  const { rights } = useSession();
  const [state, setState] = useState<'ready' | 'reading' | 'failed'>('ready');
  const save = async () => {
    setState('reading');
    try {
      const calls = await pages.all(CSV_ROWS);
      const columns = CSV_COLUMNS.filter(({ needs }) => !needs || rights.may(needs));
      download(`past-calls-${new Date().toISOString().slice(0, 16).replace(':', '')}.csv`, csvOf(columns, calls));
      setState('ready');
    } catch {
      setState('failed');
    }
  };
  const label = { ready: 'Export CSV', reading: 'Reading all pages…', failed: 'Failed. Export again' }[state];
  return (
    <button type="button" disabled={state === 'reading' || pages.rows.length === 0} onClick={() => void save()}>
      <Icon name="download" />
      {label}
    </button>
  );
}

/** The calls that have ended, by period and party, with totals. */
export function PastCalls() {
  const { rights } = useSession();
  const filter = useFilter();
  const document = useMemo(() => pastCallsDocument(rights), [rights]);
  const pages = usePages<PastCall>(document, { filter: { ...filter.conditions, states: ['ENDED'] } });
  const [selected, setSelected] = useState<PastCall | null>(null);
  return (
    <div className={`page listing ${selected ? 'with-details' : ''}`}>
      <h1 className="page-title">Past calls</h1>
      <Filters filter={filter} capability="CALLS" withCampaigns />
      <Totals calls={pages.rows} more={pages.hasMore} />
      <section className="panel list" aria-label="Past calls" aria-busy={pages.reading}>
        <Sources sources={pages.sources} whole={!pages.hasMore} from={filter.conditions.startedAfter} />
        <DataTable
          label="Past calls"
          columns={PAST_COLUMNS}
          rows={pages.rows}
          selected={selected?.id ?? null}
          onSelect={(call) => setSelected(call)}
          empty={pages.reading ? 'Reading the calls…' : 'No call of this period matches.'}
        />
        <ListFooter pages={pages} name="calls">
          <Export pages={pages} />
        </ListFooter>
      </section>
      {selected && <CallRecord key={selected.id} call={selected} onClose={() => setSelected(null)} />}
    </div>
  );
}
