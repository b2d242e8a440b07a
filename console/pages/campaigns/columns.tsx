import { DASH } from '../../parts/columns.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { words } from '../../parts/words.ts';
import type { CampaignRow } from './campaign.ts';

/** Campaigns that work or change come first. */
const ORDER = 'STARTING STOPPING RESETTING RUNNING PAUSED NOT_RUNNING COMPLETED CANCELLED'.split(' ');

/** A campaign with the number of its live calls; null where the key may not read calls. */
export interface CampaignWithCalls extends CampaignRow {
  readonly calls: number | null;
}

/** The columns of the campaigns. */
export const CAMPAIGN_COLUMNS: readonly Column<CampaignWithCalls>[] = [
  {
    key: 'name',
    title: 'Campaign',
    flex: '2 1 12rem',
    phone: 'title',
    value: ({ name }) => name,
    cell: ({ name }) => (
      <button type="button" className="row-open">
        {name}
      </button>
    ),
  },
  {
    key: 'state',
    title: 'State',
    flex: '0 0 8rem',
    phone: 'state',
    value: ({ state }) => (state ? ORDER.indexOf(state) : undefined),
    cell: ({ state }) => <Pill state={state} />,
  },
  {
    key: 'calls',
    title: 'Live calls',
    needs: 'calls',
    flex: '0 0 5.5rem',
    phone: 'time',
    value: ({ calls }) => calls ?? undefined,
    cell: ({ calls }) => <span className="figure">{calls ?? DASH}</span>,
  },
  {
    key: 'direction',
    title: 'Direction',
    flex: '0 0 6.5rem',
    from: 'medium',
    value: ({ direction }) => direction ?? undefined,
    cell: ({ direction }) => (direction ? words(direction) : DASH),
  },
  {
    key: 'channel',
    title: 'Channel',
    flex: '0 0 5rem',
    from: 'wide',
    value: ({ channel }) => channel ?? undefined,
    cell: ({ channel }) => (channel ? words(channel) : DASH),
  },
  {
    key: 'mode',
    title: 'Dialling',
    flex: '0 0 7rem',
    from: 'wide',
    value: ({ dialingMode }) => dialingMode ?? undefined,
    cell: ({ dialingMode }) => (dialingMode ? words(dialingMode) : DASH),
  },
  {
    key: 'account',
    title: 'Account',
    flex: '1 1 6rem',
    phone: 'note',
    value: ({ source }) => source.account.key,
    cell: ({ source }) => <span className="quiet">{source.account.key}</span>,
  },
];
