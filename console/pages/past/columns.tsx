import {
  AGENT_COLUMN,
  accountColumn,
  CAMPAIGN_COLUMN,
  DASH,
  partyColumn,
  STARTED_COLUMN,
} from '../../parts/columns.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { durationOr } from '../../parts/words.ts';
import { type PastCall, phase } from './past-call.ts';

/** The columns of the past calls. */
export const PAST_COLUMNS: readonly Column<PastCall>[] = [
  partyColumn('2 1 12rem'),
  STARTED_COLUMN,
  AGENT_COLUMN,
  CAMPAIGN_COLUMN,
  {
    key: 'disposition',
    title: 'Disposition',
    needs: 'campaigns',
    flex: '1 1 6rem',
    from: 'wide',
    value: ({ disposition }) => disposition?.name,
    cell: ({ disposition }) => disposition?.name ?? DASH,
  },
  {
    key: 'queue',
    title: 'Waited',
    flex: '0 0 4.5rem',
    from: 'wide',
    value: (call) => phase(call, 'queue'),
    cell: (call) => <span className="figure">{durationOr(phase(call, 'queue'))}</span>,
  },
  {
    key: 'handle',
    title: 'Handled',
    flex: '0 0 5rem',
    phone: 'time',
    value: (call) => phase(call, 'handle'),
    cell: (call) => <span className="figure">{durationOr(phase(call, 'handle'))}</span>,
  },
  {
    key: 'recording',
    title: 'Recorded',
    needs: 'recordings',
    flex: '0 0 5.5rem',
    from: 'medium',
    value: ({ recordings }) => recordings?.length ?? 0,
    cell: ({ recordings }) => (recordings?.length ? <span className="recording">Yes</span> : DASH),
  },
  accountColumn(),
];
