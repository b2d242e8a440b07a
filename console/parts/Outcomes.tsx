import type { SentAct } from '../api/sent-acts.ts';
import { words } from './words.ts';

const textOf = ({ outcome }: SentAct) => {
  if (!outcome) return 'Sending…';
  // A state, as it was read back.
  return /^[A-Z_]+$/.test(outcome.text) ? words(outcome.text) : outcome.text;
};

/** The outcomes of the sent acts, newest first. */
export function Outcomes({ sent }: { sent: readonly SentAct[] }) {
  return (
    <ol className="outcomes" aria-live="polite" aria-label="Results">
      {sent.map((act) => (
        <li key={act.number} className={act.outcome?.tone ?? 'pending'}>
          <strong>{act.label}</strong> {textOf(act)}
          {act.outcome?.secret && <code className="code">{act.outcome.secret}</code>}
        </li>
      ))}
    </ol>
  );
}
