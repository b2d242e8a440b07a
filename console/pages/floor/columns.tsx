import type { LiveCall } from '../../live/types.ts';
import { AGENT_COLUMN, accountColumn, CAMPAIGN_COLUMN, DASH, partyColumn } from '../../parts/columns.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { words } from '../../parts/words.ts';

/** Calls that need attention come first. */
const ORDER = 'QUEUED RINGING HELD PARKED TRANSFERRING CONFERENCED CONNECTED WRAP_UP UNKNOWN'.split(' ');

const sinceOf = ({ state, heldSince, connectedAt, startedAt }: LiveCall) =>
  (state === 'HELD' ? heldSince : null) ?? connectedAt ?? startedAt;

function RecordingState({ state }: { state: string | null }) {
  if (!state || state === 'NOT_RECORDING') return DASH;
  return <span className={`recording recording-${state.toLowerCase()}`}>{words(state)}</span>;
}

/** The columns of the calls. */
export const CALL_COLUMNS: readonly Column<LiveCall>[] = [
  partyColumn('2.2 1 12rem'),
  {
    key: 'state',
    title: 'State',
    flex: '0 0 7.5rem',
    phone: 'state',
    value: ({ state }) => ORDER.indexOf(state),
    cell: ({ state }) => <Pill state={state} />,
  },
  {
    key: 'time',
    title: 'Time',
    flex: '0 0 5rem',
    phone: 'time',
    value: (call) => -Date.parse(sinceOf(call) ?? '') || undefined,
    cell: (call) => <Timer since={sinceOf(call)} />,
  },
  AGENT_COLUMN,
  CAMPAIGN_COLUMN,
  {
    key: 'recording',
    title: 'Recording',
    flex: '0 0 7rem',
    from: 'medium',
    value: ({ recordingState }) => recordingState ?? undefined,
    cell: ({ recordingState }) => <RecordingState state={recordingState} />,
  },
  accountColumn(),
];
