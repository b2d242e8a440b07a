import { type AlertSettings, thresholdOf } from '../config/alerts.ts';

/** The value of a figure; null without one, undefined while it is not known because nothing of the account is received. */
export type FigureValue = number | null | undefined;

/** The stretch of time for which the condition of a rule is met, or is over, for one figure. */
export class AlertCondition {
  #since: number | null = null;

  /** Whether it began and is not due yet. */
  get isPending(): boolean {
    return this.#since !== null;
  }

  /** Whether an alert has to change now; `uptime` is in milliseconds of a clock that only runs forward. */
  isDue(rule: AlertSettings, isRaised: boolean, value: FigureValue, uptime: number): boolean {
    if (!(isRaised ? isOver(rule, value) : isMet(rule, value))) {
      this.#since = null;
      return false;
    }
    this.#since ??= uptime;
    const { forSeconds, clearForSeconds = forSeconds } = rule;
    const isDue = uptime - this.#since >= (isRaised ? clearForSeconds : forSeconds) * 1_000;
    if (isDue) this.#since = null;
    return isDue;
  }
}

/** Whether a figure is beyond the threshold; a figure without a value is not. */
function isMet(rule: AlertSettings, value: FigureValue): boolean {
  if (value == null) return false;
  const { comparison, threshold } = thresholdOf(rule);
  return comparison === 'ABOVE' ? value > threshold : value < threshold;
}

/** Whether a figure is back where the alert is cleared; an unknown figure is not. */
function isOver(rule: AlertSettings, value: FigureValue): boolean {
  if (value === undefined) return false;
  if (value === null) return true;
  const { comparison, threshold } = thresholdOf(rule);
  const { clearAt = threshold } = rule;
  return comparison === 'ABOVE' ? value <= clearAt : value >= clearAt;
}
