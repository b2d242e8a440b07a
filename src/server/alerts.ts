import type { Caller } from '../access/caller.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AlertStore } from '../alerts/alert-store.ts';
import { AlertMonitor, type ReadFigures } from '../alerts/monitor.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Context } from '../resolvers/context.ts';
import { alertFigures, emptyValue } from '../resolvers/metrics/alert-figures.ts';
import type { Lease } from '../storage/lease.ts';

/** The parts that a monitor of alerts needs. */
interface AlertParts {
  readonly configuration: Pick<Configuration, 'alerts'>;
  readonly gateway: Gateway;
  readonly store: AlertStore;
  readonly lease: Lease | undefined;
  readonly log: Log;
  contextFor(caller: Caller): Context;
}

/** The gateway itself, which watches the accounts of all callers. */
const GATEWAY: Caller = { id: 'alerts', scopes: new Set(['admin']), accounts: 'all' };

/** The watch of the configured rules over the current figures. */
export function createAlerts(parts: AlertParts): AlertMonitor {
  const { configuration, gateway, store, lease, log, contextFor } = parts;
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
  return new AlertMonitor({
    ...{ rules: configuration.alerts, store, lease, reader, accounts, emptyValue },
    ...{ logger: log, now: () => new Date() },
  });
}
