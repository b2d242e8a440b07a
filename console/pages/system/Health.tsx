import { Facts } from '../../parts/Facts.tsx';
import { moment, percent, words } from '../../parts/words.ts';
import type { AccountHealth, Breakers, DriftCount } from './account.ts';

/** Null where the machine does not report it, so that the fact is left out. */
const share = (hundredths: number | null | undefined) => (hundredths == null ? null : percent(hundredths / 100));

/** The breakers of one kind of service: their state, and how often they opened. */
function breakerText({ closed, halfOpen, open, openings, refusals }: Breakers): string {
  const total = closed + halfOpen + open;
  const states = [
    [open, 'open'],
    [halfOpen, 'on trial'],
    [closed, 'closed'],
  ] as const;
  const shown = states.filter(([count]) => count > 0).map(([count, name]) => (total === 1 ? name : `${count} ${name}`));
  const since =
    openings > 0 ? `; opened ${openings.toLocaleString()} times, refused ${refusals.toLocaleString()} calls` : '';
  return shown.join(', ') + since;
}

/** The latest answer and event of an account, its breakers, and what its machine reports. */
export function Health({ health }: { health: AccountHealth }) {
  const { lastAnswerAt, lastEventAt, eventLagSeconds, breakers, system } = health;
  const channels = system?.channels?.map(({ state, count }) => `${count} ${state.toLowerCase()}`).join(', ');
  return (
    <Facts
      facts={[
        ['Last answer', lastAnswerAt && moment(lastAnswerAt)],
        ['Last event', lastEventAt && moment(lastEventAt)],
        ['Delay of that event', eventLagSeconds === null ? null : `${eventLagSeconds.toFixed(1)} s`],
        ...breakers.map((row) => [row.service ? `Breaker (${row.service})` : 'Breaker', breakerText(row)] as const),
        ['Disk free', share(system?.diskFreePercent)],
        ['Memory used', share(system?.memoryUsedPercent)],
        ['Up for', system?.uptime],
        ['Channels', channels],
      ]}
    />
  );
}

/** The differences between the vendor's answers and its contract; nothing where none were seen. */
export function Drift({ drift }: { drift: readonly DriftCount[] }) {
  if (drift.length === 0) return null;
  return (
    <p className="note-line tone-degraded">
      Answers differ from the contract:{' '}
      {drift.map(({ kind, count }) => `${words(kind).toLowerCase()} ${count.toLocaleString()} times`).join(', ')}
    </p>
  );
}
