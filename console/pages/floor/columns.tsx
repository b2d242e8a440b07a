import type { LiveCall } from '../../live/types.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { customerNumber, Party } from '../../parts/Party.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { words } from '../../parts/words.ts';

/** Calls that need attention come first. */
const ORDER = 'QUEUED RINGING HELD PARKED TRANSFERRING CONFERENCED CONNECTED WRAP_UP UNKNOWN'.split(' ');

const sinceOf = ({ state, heldSince, connectedAt, startedAt }: LiveCall) =>
  (state === 'HELD' ? heldSince : null) ?? connectedAt ?? startedAt;

function RecordingState({ state }: { state: string | null }) {
  if (!state || state === 'NOT_RECORDING') return <span className="quiet">–</span>;
  return <span className={`recording recording-${state.toLowerCase()}`}>{words(state)}</span>;
}

const campaignName = ({ campaign, queue }: LiveCall) => campaign?.name ?? queue?.name;

/** The columns of the calls. */
export const CALL_COLUMNS: readonly Column<LiveCall>[] = [
  {
    key: 'party',
    title: 'Customer',
    flex: '2.2 1 12rem',
    phone: 'title',
    value: customerNumber,
    cell: (call) => <Party {...call} />,
  },
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
  {
    key: 'agent',
    title: 'Agent',
    flex: '1.2 1 7rem',
    phone: 'note',
    value: ({ agent }) => agent?.name,
    cell: ({ agent }) => agent?.name ?? <span className="quiet">–</span>,
  },
  {
    key: 'campaign',
    title: 'Campaign',
    flex: '1.2 1 7rem',
    from: 'medium',
    value: campaignName,
    cell: (call) => campaignName(call) ?? <span className="quiet">–</span>,
  },
  {
    key: 'recording',
    title: 'Recording',
    flex: '0 0 7rem',
    from: 'medium',
    value: ({ recordingState }) => recordingState ?? undefined,
    cell: ({ recordingState }) => <RecordingState state={recordingState} />,
  },
  {
    key: 'account',
    title: 'Account',
    flex: '0.6 1 5rem',
    from: 'wide',
    value: ({ source }) => source.account.key,
    cell: ({ source }) => <span className="quiet">{source.account.key}</span>,
  },
];
