import { useMemo } from 'react';
import { useNow } from '../../live/clock.ts';
import { type FigureRow, useFigures } from '../../live/figures.ts';
import { type IsOld, useCallAccounts, useIsAgentOld } from '../../live/freshness.ts';
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

function LongestWait({ waiting, old }: { waiting: readonly LiveCall[]; old: boolean }) {
  const seconds = longest(waiting, useNow());
  const tone = seconds !== null && seconds > 60 ? 'tone-onHold' : '';
  return <Tile name="Longest wait" value={seconds === null ? '–' : duration(seconds)} tone={tone} old={old} />;
}

const lowest = (rows: readonly FigureRow[] | null) =>
  rows?.filter(({ serviceLevel }) => serviceLevel !== null).sort((one, other) => level(one) - level(other))[0];
const level = ({ serviceLevel }: FigureRow) => serviceLevel ?? 1;

/** The service level of today; where it is not known of every call, that of the queue with the lowest. */
function ServiceLevel({ old }: { old: boolean }) {
  const whole = useFigures(null);
  const queues = useFigures('QUEUE');
  const total = whole.rows?.[0];
  const queue = lowest(queues.rows);
  const shown = total?.serviceLevel === null ? (queue ?? total) : total;
  const isQueue = shown !== undefined && shown === queue;
  const overdue = (isQueue ? queues : whole).overdue;
  return (
    <Tile
      name={isQueue ? 'Lowest service level' : 'Service level'}
      value={percent(shown?.serviceLevel)}
      old={old || overdue}
    />
  );
}

interface TilesProps {
  readonly calls: readonly LiveCall[];
  readonly agents: readonly LiveAgent[];
  readonly isOld: IsOld;
}

/** The centre in eight figures, counted from the live calls and agents. */
export function Tiles({ calls, agents, isOld }: TilesProps) {
  const count = useMemo(() => {
    const states = grouped(calls, ({ state }) => state);
    const presences = grouped(agents, ({ presence }) => presence ?? '');
    return {
      calls: (...names: string[]) => names.reduce((sum, name) => sum + (states.get(name)?.length ?? 0), 0),
      agents: (name: string) => presences.get(name)?.length ?? 0,
      waiting: WAITING.flatMap((name) => states.get(name) ?? []),
    };
  }, [calls, agents]);
  const ofCalls = { old: isOld(...useCallAccounts()) };
  const ofAgents = { old: agents.some(useIsAgentOld(isOld)) };
  const onHold = count.calls('HELD', 'PARKED');
  const ringing = count.agents('RINGING');
  return (
    <dl className="tiles" aria-label="Figures">
      <Tile
        name="Waiting"
        value={count.waiting.length}
        tone={count.waiting.length > 0 ? 'tone-queued' : ''}
        {...ofCalls}
      />
      <LongestWait waiting={count.waiting} {...ofCalls} />
      <Tile
        name="Talking"
        value={count.calls('CONNECTED', 'CONFERENCED', 'TRANSFERRING')}
        tone="tone-connected"
        {...ofCalls}
      />
      <Tile name="On hold" value={onHold} tone={onHold ? 'tone-onHold' : ''} {...ofCalls} />
      <ServiceLevel {...ofCalls} />
      <Tile name="Agents ready" value={count.agents('READY')} tone="tone-ready" {...ofAgents} />
      <Tile
        name="Agents on call"
        value={count.agents('ON_CALL')}
        note={ringing ? `${ringing} ringing` : undefined}
        {...ofAgents}
      />
      <Tile name="Not ready" value={count.agents('NOT_READY')} {...ofAgents} />
    </dl>
  );
}
