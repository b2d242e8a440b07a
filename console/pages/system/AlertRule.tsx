import { type FormEvent, useState } from 'react';
import { useActs } from '../../api/sent-acts.ts';
import { ConfirmButton } from '../../parts/ConfirmButton.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { duration, words } from '../../parts/words.ts';
import {
  alertText,
  deleteRuleAct,
  enableRuleAct,
  FIGURES,
  type RuleRow,
  thresholdAct,
  typedThreshold,
  valueText,
} from './alert.ts';

function stateOf({ enabled, failure }: RuleRow): readonly [tone: string, text: string] {
  if (!enabled) return ['paused', 'Paused'];
  return failure ? ['degraded', 'Not applied'] : ['up', 'Applied'];
}

function RuleFacts({ rule }: { rule: RuleRow }) {
  const { figure, forSeconds, clearAt, clearForSeconds, groupBy, names, accounts, serviceLevelSeconds } = rule;
  const condition = alertText({ ...rule, value: null, agentGroup: null });
  return (
    <Facts
      facts={[
        ['Raised', `${condition} for ${duration(forSeconds)}`],
        ['Cleared', `At ${valueText(figure, clearAt)} for ${duration(clearForSeconds)}`],
        ['One alert for each', groupBy ? words(groupBy) : 'Account'],
        ['Names', names?.join(', ') ?? (groupBy && 'All')],
        ['Accounts', accounts?.join(', ') ?? 'All with an event stream'],
        ['Answered within', serviceLevelSeconds === null ? null : `${serviceLevelSeconds} s`],
      ]}
    />
  );
}

function ThresholdField({ rule, busy, onMove }: { rule: RuleRow; busy: boolean; onMove(typed: number): void }) {
  const [typed, setTyped] = useState(String(typedThreshold(rule.figure, rule.threshold)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onMove(Number(typed));
  };
  const unit = { count: '', seconds: ' in seconds', share: ' in percent' }[FIGURES[rule.figure] ?? 'count'];
  return (
    <form className="cursor-field" onSubmit={submit}>
      <input
        required
        type="number"
        min={0}
        step="any"
        aria-label={`Threshold of ${rule.name}${unit}`}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <button type="submit" disabled={busy}>
        Set threshold
      </button>
    </form>
  );
}

/** A rule with its condition and acts; one of the configuration is changed there. */
export function AlertRule({ rule, onChanged }: { rule: RuleRow; onChanged(): void }) {
  const { sent, send, busy } = useActs(onChanged);
  const [tone, state] = stateOf(rule);
  return (
    <article className="panel rule" data-rule={rule.name}>
      <header>
        <h2>{rule.name}</h2>
        {rule.configured && <span className="quiet">from the configuration</span>}
        <span className={`pill tone-${tone}`}>{state}</span>
      </header>
      {rule.failure && <p className="note-line tone-degraded">{rule.failure}</p>}
      <RuleFacts rule={rule} />
      {!rule.configured && (
        <>
          <ThresholdField
            key={rule.threshold}
            rule={rule}
            busy={busy}
            onMove={(typed) => void send(thresholdAct(rule, typed))}
          />
          <div className="acts">
            <button type="button" disabled={busy} onClick={() => void send(enableRuleAct(rule))}>
              {rule.enabled ? 'Pause' : 'Continue'}
            </button>
            <ConfirmButton
              label="Delete"
              consequence="Its raised alerts are cleared."
              disabled={busy}
              onConfirm={() => void send(deleteRuleAct(rule.id))}
            />
          </div>
        </>
      )}
      <Outcomes sent={sent} />
    </article>
  );
}
