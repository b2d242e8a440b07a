import { listedAccounts } from '../access/caller.ts';
import { type AlertSettings, thresholdOf } from '../config/alerts.ts';
import { createdId, type RuleDefinition } from './definition.ts';

function factsOf(rule: Omit<AlertSettings, 'id'>) {
  const { figure, forSeconds, groupBy = null, names = null, serviceLevelSeconds = null, enabled } = rule;
  const { comparison, threshold } = thresholdOf(rule);
  const { clearAt = threshold, clearForSeconds = forSeconds } = rule;
  return {
    ...{ figure, comparison, threshold, forSeconds, clearAt, clearForSeconds },
    ...{ groupBy, names, serviceLevelSeconds, enabled },
  };
}

/** A configured rule as callers see it. */
export function shownConfiguredRule(rule: AlertSettings) {
  const { id, accounts = null } = rule;
  const about = { id, name: id, configured: true, createdAt: null, updatedAt: null };
  return { ...about, ...factsOf(rule), accounts };
}

/** A created rule as callers see it. */
export function shownCreatedRule({ id, name, settings, accounts, createdAt, updatedAt }: RuleDefinition) {
  const about = { id: createdId(id), name, configured: false, createdAt, updatedAt };
  return { ...about, ...factsOf(settings), accounts: settings.accounts ?? listedAccounts(accounts) };
}
