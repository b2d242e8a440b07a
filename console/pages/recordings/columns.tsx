import { AGENT_COLUMN, accountColumn, DASH, partyColumn, STARTED_COLUMN } from '../../parts/columns.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { durationOr } from '../../parts/words.ts';
import type { RecordingRow } from './recording.ts';

const annotationText = ({ annotations }: RecordingRow) => annotations.map(({ value }) => value).join(' · ');

/** The columns of the recordings. */
export const RECORDING_COLUMNS: readonly Column<RecordingRow>[] = [
  partyColumn('1.6 1 11rem'),
  STARTED_COLUMN,
  {
    key: 'duration',
    title: 'Length',
    flex: '0 0 4.5rem',
    phone: 'time',
    value: ({ durationSeconds }) => durationSeconds ?? undefined,
    cell: ({ durationSeconds }) => <span className="figure">{durationOr(durationSeconds)}</span>,
  },
  AGENT_COLUMN,
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
  accountColumn('0.6 1 4rem'),
];
