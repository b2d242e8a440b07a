import { useMemo, useState } from 'react';
import type { IsOld } from '../../live/freshness.ts';
import type { LiveCall } from '../../live/types.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import { Choice } from '../../parts/filters/Choice.tsx';
import { Search } from '../../parts/Search.tsx';
import { words } from '../../parts/words.ts';
import { CALL_COLUMNS } from './columns.tsx';

interface CallsProps {
  readonly calls: readonly LiveCall[];
  readonly complete: boolean;
  readonly selected: string | null;
  readonly isOld: IsOld;
  onSelect(call: LiveCall): void;
}

const textOf = ({ from, to, customerName, agent, campaign, queue, source, state, device }: LiveCall) =>
  [from, to, customerName, agent?.name, campaign?.name, queue?.name, source.account.key, words(state), device]
    .join(' ')
    .toLowerCase();

function useMatching(calls: readonly LiveCall[], text: string, account: string) {
  return useMemo(() => {
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    return calls.filter(
      (call) =>
        (account === '' || call.source.account.key === account) && parts.every((part) => textOf(call).includes(part)),
    );
  }, [calls, text, account]);
}

/** The calls in progress, with search. */
export function Calls({ calls, complete, selected, isOld, onSelect }: CallsProps) {
  const [text, setText] = useState('');
  const [account, setAccount] = useState('');
  const matching = useMatching(calls, text, account);
  const accounts = useMemo(() => [...new Set(calls.map(({ source }) => source.account.key))].sort(), [calls]);
  const none = complete ? 'No call is in progress.' : 'Reading the calls…';
  return (
    <section className="panel calls" aria-label="Calls" aria-busy={!complete}>
      <header>
        <h2>
          Calls <span className="count figure">{matching.length}</span>
        </h2>
        <Search label="Search calls" value={text} onChange={setText} />
        <Choice
          label="Account"
          all="All accounts"
          value={account}
          options={accounts.map((key) => [key, key])}
          onChange={setAccount}
        />
      </header>
      <DataTable
        label="Calls in progress"
        columns={CALL_COLUMNS}
        rows={matching}
        selected={selected}
        sortedBy={{ id: 'state', desc: false }}
        isOld={({ source }) => isOld(source.account.key)}
        onSelect={onSelect}
        empty={calls.length > 0 ? 'No call matches the search.' : none}
      />
    </section>
  );
}
