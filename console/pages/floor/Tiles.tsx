import { useMemo } from 'react';
import { useNow } from '../../live/clock.ts';
import { type FigureRow, useFigures } from '../../live/figures.ts';
import { useConnection } from '../../live/hooks.ts';
import type { LiveAgent, LiveCall } from '../../live/types.ts';
import { grouped } from '../../parts/grouped.ts';
import { Tile } from '../../parts/Tile.tsx';
import { duration, percent } from '../../parts/words.ts';

const WAITING = ['QUEUED'];

/** How long the longest of these calls waits, in seconds. */
function longest(calls: readonly LiveCall[], now: number): number | null {
  const begins = calls.flatMap(({ startedAt }) => (startedAt ? [Date.parse(startedAt)] : []));
  return begins.length > 0 ? (now - Math.min(...begins)) / 1_000 : null;
}

function LongestWait({ waiting }: { waiting: readonly LiveCall[] }) {
  const seconds = longest(waiting, useNow());
  const tone = seconds !== null && seconds > 60 ? 'tone-held' : '';
  return <Tile name="Longest wait" value={seconds === null ? '–' : duration(seconds)} tone={tone} />;
}

const lowest = (rows: readonly FigureRow[] | null) =>
  rows?.filter(({ serviceLevel }) => serviceLevel !== null).sort((one, other) => level(one) - level(other))[0];
const level = ({ serviceLevel }: FigureRow) => serviceLevel ?? 1;

/** The service level of today; where it is not known of every call, that of the queue with the lowest. */
function ServiceLevel() {
  const total = useFigures(null).rows?.[0];
  const queue = lowest(useFigures('QUEUE').rows);
  const shown = total?.serviceLevel === null ? (queue ?? total) : total;
  const name = shown && shown === queue ? 'Lowest service level' : 'Service level';
  return <Tile name={name} value={percent(shown?.serviceLevel)} />;
}

/** The centre in eight figures, counted from the live calls and agents. */
export function Tiles({ calls, agents }: { calls: readonly LiveCall[]; agents: readonly LiveAgent[] }) {
  const count = useMemo(() => {
    const states = grouped(calls, ({ state }) => state);
    const presences = grouped(agents, ({ presence }) => presence ?? '');
    return {
      calls: (...names: string[]) => names.reduce((sum, name) => sum + (states.get(name)?.length ?? 0), 0),
      agents: (name: string) => presences.get(name)?.length ?? 0,
      waiting: WAITING.flatMap((name) => states.get(name) ?? []),
    };
  }, [calls, agents]);
  const stale = useConnection().phase === 'interrupted';
  return (
    <dl className={`tiles ${stale ? 'stale' : ''}`} aria-label={stale ? 'Figures, out of date' : 'Figures'}>
      <Tile name="Waiting" value={count.waiting.length} tone={count.waiting.length > 0 ? 'tone-queued' : ''} />
      <LongestWait waiting={count.waiting} />
      <Tile name="Talking" value={count.calls('CONNECTED', 'CONFERENCED', 'TRANSFERRING')} tone="tone-connected" />
      <Tile
        name="On hold"
        value={count.calls('HELD', 'PARKED')}
        tone={count.calls('HELD', 'PARKED') ? 'tone-held' : ''}
      />
      <ServiceLevel />
      <Tile name="Agents ready" value={count.agents('READY')} tone="tone-ready" />
      <Tile
        name="Agents on call"
        value={count.agents('ON_CALL')}
        note={count.agents('RINGING') ? `${count.agents('RINGING')} ringing` : undefined}
      />
      <Tile name="Not ready" value={count.agents('NOT_READY')} />
    </dl>
  );
}
