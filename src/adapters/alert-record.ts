import type { AlertComparison, AlertFigure } from '../../schema/vocabulary.ts';
import type { CampaignReference, QueueReference } from './records.ts';

/** The group of an account that a figure is of: the whole account where nothing is named. */
export interface AlertSubject {
  readonly queue?: QueueReference | null;
  readonly campaign?: CampaignReference | null;
  readonly agentGroup?: string | null;
}

/** An alert as its events report it. */
export interface AlertRecord extends AlertSubject {
  /** Equal when the alert is raised and when it is cleared. */
  readonly id: string;
  /** Id of the rule. */
  readonly rule: string;
  readonly figure: AlertFigure;
  readonly comparison: AlertComparison;
  readonly threshold: number;
  /** Value of the figure at the change; null where it has none. */
  readonly value: number | null;
  /** RFC 3339. */
  readonly raisedAt: string;
  /** RFC 3339; null while the alert is raised. */
  readonly clearedAt: string | null;
}
