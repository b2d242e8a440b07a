import { useState } from 'react';
import { type FigureRow, type Grouping, useFigures } from '../../live/figures.ts';
import { useAccounts, useConnection } from '../../live/hooks.ts';
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

function Row({ row, dimension, measuredAt }: { row: FigureRow; dimension: Dimension; measuredAt: string }) {
  const { callsWaiting, longestWaitSeconds, serviceLevel } = row;
  const isDown = useAccounts().some(({ key, status }) => key === row.account?.key && status === 'DOWN');
  return (
    <tr className={isDown ? 'stale' : ''} data-figure={nameOf(row, dimension)}>
      <th scope="row">{nameOf(row, dimension)}</th>
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

function Table({ dimension }: { dimension: Dimension }) {
  const { rows, measuredAt, problem } = useFigures(dimension);
  const { phase } = useConnection();
  const stale = phase === 'interrupted';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="figure-scroll" tabIndex={0} aria-label={`Figures by ${TITLES[dimension].toLowerCase()}`}>
      <Problem text={problem} />
      {!rows && !problem && <p className="quiet table-empty">Reading the figures…</p>}
      {rows && shown(rows, dimension).length === 0 && <p className="quiet table-empty">No call was received today.</p>}
      {rows && measuredAt && shown(rows, dimension).length > 0 && (
        <table className={`figures figure ${stale ? 'stale' : ''}`}>
          <thead>
            <tr>
              <th scope="col">{stale ? 'Out of date' : TITLES[dimension].slice(0, -1)}</th>
              {HEADS.map((head) => (
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
          <tbody>
            {shown(rows, dimension).map((row) => (
              <Row key={keyOf(row)} row={row} dimension={dimension} measuredAt={measuredAt} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The figures of today by queue, campaign or account, with the course of the day. */
export function FigurePanel() {
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
        <Table key={dimension} dimension={dimension} />
      </div>
      {rights.may('metrics') && <Trend />}
    </section>
  );
}
