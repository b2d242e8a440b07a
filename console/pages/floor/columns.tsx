import type { LiveCall } from '../../live/types.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { words } from '../../parts/words.ts';

/** Calls that need attention come first. */
const ORDER = 'QUEUED RINGING HELD PARKED TRANSFERRING CONFERENCED CONNECTED WRAP_UP UNKNOWN'.split(' ');

const ARROWS: Readonly<Record<string, string>> = { INBOUND: '↙', OUTBOUND: '↗', INTERNAL: '↔' };

/** The number of the customer's side. */
export const customerNumber = ({ direction, from, to }: LiveCall) =>
  (direction === 'OUTBOUND' ? (to ?? from) : (from ?? to)) ?? undefined;

const sinceOf = ({ state, heldSince, connectedAt, startedAt }: LiveCall) =>
  (state === 'HELD' ? heldSince : null) ?? connectedAt ?? startedAt;

function Direction({ direction }: { direction: string | null }) {
  if (!direction) return null;
  return (
    <span className="direction" title={words(direction)}>
      <span aria-hidden="true">{ARROWS[direction] ?? ''}</span>
      <span className="unseen">{words(direction)}</span>
    </span>
  );
}

function Party({ call }: { call: LiveCall }) {
  const number = customerNumber(call);
  return (
    <button type="button" className="row-open">
      <Direction direction={call.direction} />
      <span className="figure">{number ?? 'No number'}</span>
      {call.customerName && <span className="quiet">{call.customerName}</span>}
    </button>
  );
}

function RecordingState({ state }: { state: string | null }) {
  if (!state || state === 'NOT_RECORDING') return <span className="quiet">–</span>;
  return <span className={`recording recording-${state.toLowerCase()}`}>{words(state)}</span>;
}

const campaignName = ({ campaign, queue }: LiveCall) => campaign?.name ?? queue?.name;

/** The columns of the calls. */
export const CALL_COLUMNS: readonly Column<LiveCall>[] = [
  {
    ...{ key: 'party', title: 'Customer' },
    value: customerNumber,
    cell: (call) => <Party call={call} />,
  },
  {
    ...{ key: 'state', title: 'State' },
    value: ({ state }) => ORDER.indexOf(state),
    cell: ({ state }) => <Pill state={state} />,
  },
  {
    ...{ key: 'time', title: 'Time' },
    value: (call) => -Date.parse(sinceOf(call) ?? '') || undefined,
    cell: (call) => <Timer since={sinceOf(call)} />,
  },
  {
    ...{ key: 'agent', title: 'Agent' },
    value: ({ agent }) => agent?.name,
    cell: ({ agent }) => agent?.name ?? <span className="quiet">–</span>,
  },
  {
    ...{ key: 'campaign', title: 'Campaign' },
    value: campaignName,
    cell: (call) => campaignName(call) ?? <span className="quiet">–</span>,
  },
  {
    ...{ key: 'recording', title: 'Recording' },
    value: ({ recordingState }) => recordingState ?? undefined,
    cell: ({ recordingState }) => <RecordingState state={recordingState} />,
  },
  {
    ...{ key: 'account', title: 'Account' },
    value: ({ source }) => source.account.key,
    cell: ({ source }) => <span className="quiet">{source.account.key}</span>,
  },
];
