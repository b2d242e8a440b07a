import type { SentAct } from '../api/sent-acts.ts';
import { words } from './words.ts';

const textOf = ({ outcome }: SentAct) => {
  if (!outcome) return 'Sending…';
  return outcome.tone === 'good' ? words(outcome.text) : outcome.text;
};

/** What came of the acts that were sent, newest first. */
export function Outcomes({ sent }: { sent: readonly SentAct[] }) {
  return (
    <ol className="outcomes" aria-live="polite" aria-label="Results">
      {sent.map((act) => (
        <li key={act.number} className={act.outcome?.tone ?? 'pending'}>
          <strong>{act.label}</strong> {textOf(act)}
        </li>
      ))}
    </ol>
  );
}
