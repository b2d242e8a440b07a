import type { Caller } from '../access/caller.ts';
import type { Log } from '../adapters/vendor.ts';
import { AlertRuleAdmin } from '../alerts/admin.ts';
import type { AlertStore } from '../alerts/alert-store.ts';
import type { RuleDefinitions } from '../alerts/definition.ts';
import { AlertMonitor, type ReadFigures } from '../alerts/monitor.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Context } from '../resolvers/context.ts';
import { alertFigures, emptyValue } from '../resolvers/metrics/alert-figures.ts';
import type { Lease } from '../storage/lease.ts';
import { accountKeys } from './account-keys.ts';

/** The parts that a monitor of alerts needs. */
interface AlertParts {
  readonly configuration: Pick<Configuration, 'alerts'>;
  readonly gateway: Gateway;
  readonly store: AlertStore;
  readonly definitions: RuleDefinitions;
  readonly lease: Lease | undefined;
  readonly log: Log;
  contextFor(caller: Caller): Context;
}

/** The gateway itself, which watches the accounts of all callers. */
const GATEWAY: Caller = { id: 'alerts', scopes: new Set(['admin']), accounts: 'all' };

/** The watch of the rules over the current figures. */
export function createAlerts(parts: AlertParts): AlertMonitor {
  const { configuration, gateway, store, definitions, lease, log, contextFor } = parts;
  const reader = (): ReadFigures => {
    const context = contextFor(GATEWAY);
    const read = new Map<string, ReturnType<ReadFigures>>();
    return (rule, account) => {
      const { figure, groupBy, serviceLevelSeconds } = rule;
      const question = JSON.stringify([account, figure, groupBy, serviceLevelSeconds]);
      const known = read.get(question) ?? alertFigures(context, rule, account);
      read.set(question, known);
      return known;
    };
  };
  const accounts = () =>
    gateway.accounts.filter(({ adapter }) => adapter.events && !adapter.observesCalls).map(({ key }) => key);
  const reported = new Set<string>();
  const created = async () => {
    const { rules, unreadable } = await definitions.applied();
    for (const rule of unreadable) {
      if (!reported.has(rule)) log.error({ rule }, 'A stored rule of alerts cannot be read; delete it');
      reported.add(rule);
    }
    return rules;
  };
  return new AlertMonitor({
    ...{ rules: configuration.alerts, store, lease, reader, accounts, emptyValue },
    created,
    ...{ logger: log, now: () => new Date() },
  });
}

/** The administration of the rules; `monitor` applies them. */
export function createAlertRules(
  parts: Pick<AlertParts, 'gateway' | 'store' | 'definitions'>,
  monitor: () => AlertMonitor,
): AlertRuleAdmin {
  return new AlertRuleAdmin({
    ...{ definitions: parts.definitions, store: parts.store, accounts: accountKeys(parts.gateway) },
    configured: () => monitor().configured,
    changed: () => monitor().wake(),
  });
}
