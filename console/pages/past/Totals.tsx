import { useMemo } from 'react';
import { Tile } from '../../parts/Tile.tsx';
import { durationOr } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { type PastCall, phase } from './past-call.ts';

type PhaseName = Parameters<typeof phase>[1];

interface Sum {
  readonly total: number | undefined;
  readonly mean: number | undefined;
}

/** The sum and the mean of a phase over the calls that report it. */
function sumOf(calls: readonly PastCall[], name: PhaseName): Sum {
  const known = calls.flatMap((call) => phase(call, name) ?? []);
  if (known.length === 0) return { total: undefined, mean: undefined };
  const total = known.reduce((sum, seconds) => sum + seconds, 0);
  return { total, mean: total / known.length };
}

/** The totals of the listed calls; a duration that no call reports is a dash. */
export function Totals({ calls, more }: { calls: readonly PastCall[]; more: boolean }) {
  const { rights } = useSession();
  const totals = useMemo(
    () => ({
      answered: calls.filter(({ connectedAt }) => connectedAt !== null).length,
      recorded: calls.filter(({ recordings }) => recordings?.length).length,
      talk: sumOf(calls, 'talk'),
      handle: sumOf(calls, 'handle'),
      queue: sumOf(calls, 'queue'),
    }),
    [calls],
  );
  return (
    <dl className="tiles" aria-label={more ? 'Totals of the calls shown' : 'Totals'}>
      <Tile name={more ? 'Calls shown' : 'Calls'} value={calls.length.toLocaleString()} />
      <Tile name="With a known answer" value={totals.answered.toLocaleString()} tone="tone-connected" />
      <Tile name="Talk time" value={durationOr(totals.talk.total)} />
      <Tile name="Mean handle time" value={durationOr(totals.handle.mean)} />
      <Tile name="Mean wait" value={durationOr(totals.queue.mean)} />
      {rights.may('recordings') && <Tile name="Recorded" value={totals.recorded.toLocaleString()} />}
    </dl>
  );
}
