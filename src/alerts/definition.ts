import * as z from 'zod';
import type { StoredAccounts } from '../access/caller.ts';
import { type AlertSettings, alertShape } from '../config/alerts.ts';
import { StoredDefinitions } from '../subscriptions/log/definitions.ts';
import type { EventLog } from '../subscriptions/log/log.ts';

/** The settings of a rule without its name, as the configuration has them. */
export type RuleSettings = Omit<AlertSettings, 'id'>;

/** A rule that was created over GraphQL, as stored with the log. */
export interface RuleDefinition {
  readonly id: string;
  readonly name: string;
  readonly settings: RuleSettings;
  /** The accounts of the caller that created it; later changes by other callers do not extend them. */
  readonly accounts: StoredAccounts;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A rule as it is applied: without named accounts, to those of its creator that have an event stream. */
export interface AppliedRule extends AlertSettings {
  readonly creatorAccounts?: readonly string[];
}

const storedShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  settings: z.looseObject({}),
  accounts: z.union([z.literal('all'), z.array(z.string())]),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** Checks the settings of a rule by the rules of the configuration. */
export function parseSettings(settings: object) {
  // The configuration names its rules; the id of a created one is not among its settings.
  return alertShape.transform(({ id: _, ...rest }): RuleSettings => rest).safeParse({ ...settings, id: 'created' });
}

function readRule(text: string): RuleDefinition | null {
  try {
    const value = JSON.parse(text);
    return storedShape.safeParse(value).success && parseSettings(value.settings).success ? value : null;
  } catch {
    return null;
  }
}

/** The rules created over GraphQL, stored with the log. */
export class RuleDefinitions extends StoredDefinitions<RuleDefinition> {
  constructor(log: EventLog) {
    super(log, { prefix: 'alert-rule:', type: 'rule', read: readRule });
  }

  /** The rules as they are applied, and the ids of those that cannot be read. */
  async applied(): Promise<{ readonly rules: readonly AppliedRule[]; readonly unreadable: readonly string[] }> {
    const { definitions, unreadable } = await this.load();
    const rules = definitions.map(({ id, settings, accounts }) => ({
      ...{ ...settings, id: createdId(id) },
      ...(accounts !== 'all' && { creatorAccounts: accounts }),
    }));
    return { rules, unreadable: unreadable.map(createdId) };
  }
}

/** The id of a created rule among all rules; no configured id has a slash. */
export function createdId(id: string): string {
  return `created/${id}`;
}
