import type { Column } from '../../parts/DataTable.tsx';
import { customerNumber, Party } from '../../parts/Party.tsx';
import { durationOr, moment } from '../../parts/words.ts';
import type { RecordingRow } from './recording.ts';

const DASH = <span className="quiet">–</span>;
const annotationText = ({ annotations }: RecordingRow) => annotations.map(({ value }) => value).join(' · ');

/** The columns of the recordings. */
export const RECORDING_COLUMNS: readonly Column<RecordingRow>[] = [
  {
    key: 'party',
    title: 'Customer',
    flex: '1.6 1 11rem',
    phone: 'title',
    value: customerNumber,
    cell: (recording) => <Party {...recording} />,
  },
  {
    key: 'started',
    title: 'Started',
    flex: '0 0 9.5rem',
    phone: 'state',
    value: ({ startedAt }) => startedAt ?? undefined,
    cell: ({ startedAt }) => <span className="figure">{moment(startedAt)}</span>,
  },
  {
    key: 'duration',
    title: 'Length',
    flex: '0 0 4.5rem',
    phone: 'time',
    value: ({ durationSeconds }) => durationSeconds ?? undefined,
    cell: ({ durationSeconds }) => <span className="figure">{durationOr(durationSeconds)}</span>,
  },
  {
    key: 'agent',
    title: 'Agent',
    flex: '1.2 1 7rem',
    phone: 'note',
    value: ({ agent }) => agent?.name,
    cell: ({ agent }) => agent?.name ?? DASH,
  },
  {
    key: 'device',
    title: 'Device',
    flex: '0 0 5rem',
    from: 'wide',
    value: ({ device }) => device ?? undefined,
    cell: ({ device }) => device ?? DASH,
  },
  {
    key: 'annotations',
    title: 'Annotations',
    flex: '1.6 1 9rem',
    from: 'medium',
    value: annotationText,
    cell: (recording) => <span className="quiet">{annotationText(recording) || '–'}</span>,
  },
  {
    key: 'account',
    title: 'Account',
    flex: '0.6 1 4rem',
    from: 'wide',
    value: ({ source }) => source.account.key,
    cell: ({ source }) => <span className="quiet">{source.account.key}</span>,
  },
];
