import type { GuideReading } from './account.ts';

/** The choices of an account where the vendor's guide leaves a question open; chosen readings first. */
export function Readings({ readings }: { readings: readonly GuideReading[] }) {
  if (readings.length === 0) return null;
  const chosen = readings.filter((reading) => reading.chosen);
  const others = readings.filter((reading) => !reading.chosen);
  return (
    <details>
      <summary>
        Readings of the guide <span className="count figure">{readings.length}</span>
      </summary>
      <ul className="readings">
        {[...chosen, ...others].map(({ question, open, reading, meaning, chosen, source }) => (
          <li key={question} title={source}>
            <p>
              <span className="figure">{question}</span>: <strong>{reading}</strong>
              {chosen && <span className="quiet"> (set for this account)</span>}
            </p>
            <p className="quiet">
              {open} {meaning}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
