import type { ActOutcome, ActRequest } from '../../api/acts.ts';
import { duration, percent, words } from '../../parts/words.ts';

/** The units of the figures that alerts have thresholds for. */
export const FIGURES: Readonly<Record<string, 'count' | 'seconds' | 'share'>> = {
  ...{ CALLS_WAITING: 'count', LONGEST_WAIT: 'seconds', LONGEST_CALL: 'seconds' },
  ...{ OFFERED: 'count', ANSWERED: 'count', ABANDONED: 'count', ABANDON_RATE: 'share', SERVICE_LEVEL: 'share' },
  ...{ AVERAGE_SPEED_OF_ANSWER: 'seconds', AVERAGE_HANDLE_TIME: 'seconds', OCCUPANCY: 'share' },
  ...{ AGENTS_LOGGED_IN: 'count', AGENTS_READY: 'count', AGENTS_NOT_READY: 'count' },
  ...{ AGENTS_ON_CALL: 'count', AGENTS_IN_WRAP_UP: 'count' },
};

export type Comparison = 'ABOVE' | 'BELOW';

interface Named {
  readonly name: string;
}

/** An alert as its event shows it. */
export interface AlertFacts {
  readonly figure: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly value: number | null;
  readonly agentGroup: string | null;
  readonly queue?: Named | null;
  readonly campaign?: Named | null;
}

/** An alert that is raised. */
export interface AlertRow extends AlertFacts {
  readonly id: string;
  readonly raisedAt: string;
  readonly account: { readonly key: string };
}

/** A rule as the console shows it. */
export interface RuleRow {
  readonly id: string;
  readonly name: string;
  readonly configured: boolean;
  readonly enabled: boolean;
  readonly figure: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly forSeconds: number;
  readonly clearAt: number;
  readonly clearForSeconds: number;
  readonly groupBy: string | null;
  readonly names: readonly string[] | null;
  readonly accounts: readonly string[] | null;
  readonly serviceLevelSeconds: number | null;
  readonly failure: string | null;
}

/** A value of a figure in its unit: `7`, `1:30` or `80 %`. */
export function valueText(figure: string, value: number | null): string {
  if (value === null) return '–';
  const unit = FIGURES[figure];
  if (unit === 'share') return percent(value);
  return unit === 'seconds' ? duration(value) : value.toLocaleString();
}

/** The queue, campaign or agent group of an alert; empty for one of a whole account. */
export const subjectOf = ({ queue, campaign, agentGroup }: AlertFacts): string =>
  queue?.name ?? campaign?.name ?? agentGroup ?? '';

/** The figure of an alert with its value and threshold, in one line. */
export function alertText({ figure, comparison, threshold, value }: AlertFacts): string {
  const beyond = `${words(comparison).toLowerCase()} ${valueText(figure, threshold)}`;
  return `${words(figure)} ${value === null ? beyond : `${valueText(figure, value)}, ${beyond}`}`;
}

/** The input of the user for a rule; the threshold of a share is in percent. */
export interface RuleChoices {
  readonly name: string;
  readonly figure: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly forSeconds: number;
  readonly groupBy: string;
}

/** A threshold as it is typed, and as the gateway takes it: shares are typed in percent. */
export const typedThreshold = (figure: string, threshold: number) =>
  FIGURES[figure] === 'share' ? Number((threshold * 100).toFixed(4)) : threshold;
const sentThreshold = (figure: string, typed: number) =>
  FIGURES[figure] === 'share' ? Number((typed / 100).toFixed(6)) : typed;

const saying = (text: string) => (): ActOutcome => ({ tone: 'good', text });
const side = (comparison: Comparison) => (comparison === 'ABOVE' ? 'above' : 'below');

/** Creates a rule. */
export const createRuleAct = ({
  name,
  figure,
  comparison,
  threshold,
  forSeconds,
  groupBy,
}: RuleChoices): ActRequest => ({
  ...{ mutation: 'alertCreate', label: 'Create', result: 'alertRule { id }' },
  input: {
    ...{ name, figure, forSeconds, [side(comparison)]: sentThreshold(figure, threshold) },
    ...(groupBy && { groupBy }),
  },
  outcomeOf: saying(`${name} is applied from now on.`),
});

/** Pauses a rule, or continues it. */
export const enableRuleAct = ({ id, enabled }: Pick<RuleRow, 'id' | 'enabled'>): ActRequest => ({
  ...{ mutation: 'alertUpdate', label: enabled ? 'Pause' : 'Continue', result: 'alertRule { id enabled }' },
  input: { id, enabled: !enabled },
  outcomeOf: saying(enabled ? 'Paused; its raised alerts are cleared.' : 'The rule is applied again.'),
});

/** Moves the threshold of a rule, at which its alerts are cleared then: the value that cleared them may be beyond it. */
export const thresholdAct = (
  { id, figure, comparison }: Pick<RuleRow, 'id' | 'figure' | 'comparison'>,
  typed: number,
): ActRequest => ({
  ...{ mutation: 'alertUpdate', label: 'Threshold', result: 'alertRule { id threshold }' },
  input: { id, [side(comparison)]: sentThreshold(figure, typed), clearAt: null },
  outcomeOf: saying('The new threshold applies from the next second, and clears the alert too.'),
});

/** Deletes a rule. */
export const deleteRuleAct = (id: string): ActRequest => ({
  ...{ mutation: 'alertDelete', label: 'Delete', result: 'deletedId' },
  input: { id },
  outcomeOf: saying('Deleted.'),
});
