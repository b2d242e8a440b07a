import { type FormEvent, useState } from 'react';
import { useActs } from '../../api/sent-acts.ts';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { words } from '../../parts/words.ts';
import { type Comparison, createRuleAct, FIGURES, type RuleChoices } from './alert.ts';

const UNITS = { count: 'Threshold', seconds: 'Threshold in seconds', share: 'Threshold in percent' };
const FIRST: RuleChoices = {
  ...{ name: '', figure: 'CALLS_WAITING', comparison: 'ABOVE', threshold: 5, forSeconds: 60, groupBy: '' },
};
const GROUPS = ['QUEUE', 'CAMPAIGN', 'AGENT_GROUP'];

interface FieldsProps {
  readonly choices: RuleChoices;
  choose(part: Partial<RuleChoices>): void;
}

function Condition({ choices, choose }: FieldsProps) {
  return (
    <>
      <label>
        Figure
        <select value={choices.figure} onChange={({ target }) => choose({ figure: target.value })}>
          {Object.keys(FIGURES).map((figure) => (
            <option key={figure} value={figure}>
              {words(figure)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Side
        <select
          value={choices.comparison}
          onChange={({ target }) => choose({ comparison: target.value as Comparison })}
        >
          <option value="ABOVE">Above</option>
          <option value="BELOW">Below</option>
        </select>
      </label>
      <label>
        {UNITS[FIGURES[choices.figure] ?? 'count']}
        <input
          required
          type="number"
          min={0}
          step="any"
          value={choices.threshold}
          onChange={({ target }) => choose({ threshold: target.valueAsNumber })}
        />
      </label>
    </>
  );
}

function Extent({ choices, choose }: FieldsProps) {
  return (
    <>
      <label>
        For seconds
        <input
          required
          type="number"
          min={0}
          max={86_400}
          value={choices.forSeconds}
          onChange={({ target }) => choose({ forSeconds: target.valueAsNumber })}
        />
      </label>
      <label>
        One alert for each
        <select value={choices.groupBy} onChange={({ target }) => choose({ groupBy: target.value })}>
          <option value="">Account</option>
          {GROUPS.map((group) => (
            <option key={group} value={group}>
              {words(group)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

/** Creates a rule that raises alerts. */
export function NewRule({ onCreated }: { onCreated(): void }) {
  const [choices, setChoices] = useState(FIRST);
  const choose = (part: Partial<RuleChoices>) => setChoices((before) => ({ ...before, ...part }));
  const { sent, send, busy } = useActs(({ tone }) => {
    if (tone === 'good') onCreated();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(createRuleAct({ ...choices, name: choices.name.trim() }));
  };
  return (
    <details className="panel new-rule">
      <summary>New rule</summary>
      <form onSubmit={submit}>
        <label>
          Name
          <input required value={choices.name} onChange={({ target }) => choose({ name: target.value })} />
        </label>
        <Condition choices={choices} choose={choose} />
        <Extent choices={choices} choose={choose} />
        <button type="submit" className="primary" disabled={busy}>
          Create
        </button>
      </form>
      <Outcomes sent={sent} />
    </details>
  );
}
