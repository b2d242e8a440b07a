import { useMemo, useState } from 'react';
import { useIsOld } from '../../live/freshness.ts';
import { useCalls } from '../../live/hooks.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import { Choice } from '../../parts/filters/Choice.tsx';
import { grouped } from '../../parts/grouped.ts';
import { Problem } from '../../parts/Problem.tsx';
import { Search } from '../../parts/Search.tsx';
import { words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { CampaignDetails } from './CampaignDetails.tsx';
import { useCampaigns } from './campaign.ts';
import { CAMPAIGN_COLUMNS, type CampaignWithCalls } from './columns.tsx';

function useWithCalls() {
  const { rights } = useSession();
  const { campaigns, ...rest } = useCampaigns();
  const calls = useCalls();
  const rows: readonly CampaignWithCalls[] = useMemo(() => {
    const byCampaign = grouped(calls, ({ campaign }) => campaign?.id ?? '');
    const countOf = (id: string) => (rights.may('calls') ? (byCampaign.get(id)?.length ?? 0) : null);
    return campaigns.map((campaign) => ({ ...campaign, calls: countOf(campaign.id) }));
  }, [campaigns, calls, rights]);
  return { rows, ...rest };
}

/** The campaigns with their states and controls. */
export function Campaigns() {
  const { rows, complete, refusal, confirm } = useWithCalls();
  const isOld = useIsOld();
  const [text, setText] = useState('');
  const [state, setState] = useState('');
  const [id, setId] = useState<string | null>(null);
  const states = [...new Set(rows.flatMap((row) => row.state ?? []))].sort();
  const matching = rows.filter(
    (row) =>
      (state === '' || row.state === state) &&
      `${row.name} ${row.source.account.key}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const selected = rows.find((row) => row.id === id);
  const reading = rows.length === 0 && !complete;
  return (
    <div className={`page listing ${selected ? 'with-details' : ''}`}>
      <h1 className="page-title">Campaigns</h1>
      <search className="filters">
        <Search label="Search campaigns" value={text} onChange={setText} />
        <Choice
          label="State"
          all="All states"
          value={state}
          options={states.map((name) => [name, words(name)])}
          onChange={setState}
        />
      </search>
      <section className="panel list" aria-label="Campaigns" aria-busy={reading}>
        <Problem text={refusal} />
        <DataTable
          label="Campaigns"
          columns={CAMPAIGN_COLUMNS}
          rows={matching}
          selected={id}
          sortedBy={{ id: 'state', desc: false }}
          isOld={({ source }) => isOld(source.account.key)}
          onSelect={(row) => setId(row.id)}
          empty={reading ? 'Reading the campaigns…' : 'No campaign matches.'}
        />
      </section>
      {selected && (
        <CampaignDetails
          key={selected.id}
          campaign={selected}
          isOld={isOld}
          onConfirmed={(state) => confirm(selected.id, state)}
          onClose={() => setId(null)}
        />
      )}
    </div>
  );
}
