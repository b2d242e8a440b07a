import { useState } from 'react';
import { accountOfRow, type FigureRow, type Grouping, useFigures } from '../../live/figures.ts';
import { type IsOld, useCallAccounts } from '../../live/freshness.ts';
import { Old, OldUnseen, oldClass } from '../../parts/Old.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Timer } from '../../parts/Timer.tsx';
import { durationOr, percent, words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { Trend } from './Trend.tsx';

type Dimension = NonNullable<Grouping>;

const TITLES: Readonly<Record<Dimension, string>> = { QUEUE: 'Queues', CAMPAIGN: 'Campaigns', ACCOUNT: 'Accounts' };
const POOR = 0.8;

function nameOf(row: FigureRow, dimension: Dimension): string {
  if (dimension === 'ACCOUNT') return row.account?.key ?? '–';
  if (dimension === 'QUEUE') return row.queue?.name ?? 'No queue';
  return row.campaign?.name ?? 'No campaign';
}

const keyOf = ({ account, campaign, queue }: FigureRow) => account?.key ?? campaign?.id ?? queue?.id ?? 'none';

/** Rows without a name come last, and only with calls. */
const shown = (rows: readonly FigureRow[], dimension: Dimension) =>
  rows
    .filter((row) => keyOf(row) !== 'none' || row.callsWaiting || row.offered || row.callsByState.length > 0)
    .sort(
      (one, other) =>
        (other.callsWaiting ?? 0) - (one.callsWaiting ?? 0) ||
        Number(keyOf(one) === 'none') - Number(keyOf(other) === 'none') ||
        nameOf(one, dimension).localeCompare(nameOf(other, dimension)),
    );

const waitBegan = (measuredAt: string, seconds: number) =>
  new Date(Date.parse(measuredAt) - seconds * 1_000).toISOString();

const presences = ({ agentsByPresence }: FigureRow) =>
  agentsByPresence
    .filter(({ presence }) => presence !== 'LOGGED_OUT')
    .map(({ presence, count }) => `${count} ${words(presence).toLowerCase()}`)
    .join(', ');

interface RowProps {
  readonly row: FigureRow;
  readonly dimension: Dimension;
  readonly measuredAt: string;
  readonly old: boolean;
}

function Row({ row, dimension, measuredAt, old }: RowProps) {
  const { callsWaiting, longestWaitSeconds, serviceLevel } = row;
  return (
    <tr className={oldClass(old)} data-figure={nameOf(row, dimension)}>
      <th scope="row">
        <OldUnseen when={old} />
        {nameOf(row, dimension)}
      </th>
      <td className={callsWaiting ? 'tone-queued toned' : ''}>{callsWaiting ?? '–'}</td>
      <td>{longestWaitSeconds === null ? '–' : <Timer since={waitBegan(measuredAt, longestWaitSeconds)} />}</td>
      <td className={serviceLevel !== null && serviceLevel < POOR ? 'tone-held toned' : ''}>{percent(serviceLevel)}</td>
      <td>{row.offered ?? '–'}</td>
      <td>{row.answered ?? '–'}</td>
      <td>{row.abandoned ?? '–'}</td>
      <td className="secondary">{durationOr(row.averageHandleSeconds)}</td>
      {dimension === 'ACCOUNT' && <td className="secondary presences">{presences(row) || '–'}</td>}
    </tr>
  );
}

const HEADS = ['Waiting', 'Longest', 'Service level', 'Offered', 'Answered', 'Abandoned'];

function Head({ dimension }: { dimension: Dimension }) {
  return (
    <thead>
      <tr>
        {[TITLES[dimension].slice(0, -1), ...HEADS].map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
        <th scope="col" className="secondary">
          Handle time
        </th>
        {dimension === 'ACCOUNT' && (
          <th scope="col" className="secondary">
            Agents
          </th>
        )}
      </tr>
    </thead>
  );
}

interface TableProps {
  readonly dimension: Dimension;
  readonly isOld: IsOld;
}

function Table({ dimension, isOld }: TableProps) {
  const { rows, measuredAt, problem, overdue } = useFigures(dimension);
  const callAccounts = useCallAccounts();
  const isRowOld = (row: FigureRow) => {
    const account = accountOfRow(row);
    return overdue || isOld(...(account === null ? callAccounts : [account]));
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="figure-scroll" tabIndex={0} aria-label={`Figures by ${TITLES[dimension].toLowerCase()}`}>
      <Problem text={problem} />
      <Old when={rows !== null && (overdue || isOld())} />
      {!rows && !problem && <p className="quiet table-empty">Reading the figures…</p>}
      {rows && shown(rows, dimension).length === 0 && <p className="quiet table-empty">No call was received today.</p>}
      {rows && measuredAt && shown(rows, dimension).length > 0 && (
        <table className="figures figure">
          <Head dimension={dimension} />
          <tbody>
            {shown(rows, dimension).map((row) => (
              <Row key={keyOf(row)} row={row} dimension={dimension} measuredAt={measuredAt} old={isRowOld(row)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The figures of today by queue, campaign or account, with the course of the day. */
export function FigurePanel({ isOld }: Pick<TableProps, 'isOld'>) {
  const { rights } = useSession();
  const dimensions: readonly Dimension[] = rights.may('campaigns') ? ['QUEUE', 'CAMPAIGN', 'ACCOUNT'] : ['ACCOUNT'];
  const [dimension, setDimension] = useState<Dimension>(dimensions[0] ?? 'ACCOUNT');
  return (
    <section className="panel figure-panel" aria-label="Figures">
      <div className="figure-part">
        <div className="switch small">
          {dimensions.map((name) => (
            <button key={name} type="button" aria-pressed={name === dimension} onClick={() => setDimension(name)}>
              {TITLES[name]}
            </button>
          ))}
        </div>
        <Table key={dimension} dimension={dimension} isOld={isOld} />
      </div>
      {rights.may('metrics') && <Trend />}
    </section>
  );
}
