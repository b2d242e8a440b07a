import type { Log } from '../adapters/vendor.ts';
import { AlertStore, alertEvent } from '../alerts/alert-store.ts';
import type { AccountConfiguration, Configuration } from '../config/configuration.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { ObservedCallEvents } from '../gateway/observed-call-events.ts';
import { createSubscriptionLookup } from '../resolvers/subscription-lookup.ts';
import type { Views } from '../resolvers/views.ts';
import { Hub } from '../subscriptions/deliver/hub.ts';
import { Runner } from '../subscriptions/ingest/runner.ts';
import { createCursors } from '../subscriptions/log/cursor.ts';
import { SubscriptionService } from '../subscriptions/service.ts';
import { WebhookAdmin } from '../webhooks/admin.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { accountKeys } from './account-keys.ts';
import { createFigures } from './figures.ts';
import type { AccountsChange } from './live-accounts.ts';
import { RecordedAccounts } from './recorded-accounts.ts';
import { restoreRecent } from './restore.ts';
import type { Stores } from './stores.ts';

interface EventPlaneParts {
  readonly configuration: Configuration;
  readonly stores: Stores;
  readonly gateway: Gateway;
  readonly views: Views;
  readonly log: Log;
}

/** The way of events from the vendors to the log, and what the log is counted into. */
function createIngest({ configuration, stores, gateway, log }: EventPlaneParts) {
  const { eventLog, lease } = stores;
  const adapters = gateway.accounts.map(({ adapter }) => adapter);
  let isRestored = () => {};
  const restored = new Promise<void>((resolve) => {
    isRestored = resolve;
  });
  const figures = createFigures(configuration.accounts, adapters, eventLog, log, {
    store: stores.figures,
    retentionDays: configuration.events.metricRetentionDays,
  });
  const observedCalls = new ObservedCallEvents(gateway, restored);
  const { onWatch } = figures;
  const runner = new Runner({ log: eventLog, adapters, logger: log, lease, observedCalls, onWatch, restored });
  const recorded = new RecordedAccounts((kinds, accounts) => runner.watch(kinds, accounts));
  let isStopped = false;
  // Streams do not wait for a log that does not answer.
  const failed = (cause: unknown) => {
    log.warn({ cause }, 'Times of live calls cannot be read from the event log yet');
    isRestored();
  };
  const start = () => {
    const restoring = restoreRecent(eventLog, gateway, runner.projection, { isOver: () => isStopped, failed });
    void restoring.catch(failed).then(isRestored);
    const counted = figures.start();
    runner.start();
    recorded.set(configuration.accounts);
    return counted;
  };
  /** Receives the events of other accounts; each account's new stream begins when its former one has ended. */
  const changeAccounts = async (configured: readonly AccountConfiguration[], { added, removed }: AccountsChange) => {
    figures.setAccounts(configured, added);
    const keys = new Set([...removed, ...added].map(({ account }) => account));
    const change = async (key: string) => {
      await runner.removeAccount(key);
      for (const adapter of added) if (adapter.account === key) runner.addAccount(adapter);
    };
    await Promise.all([...keys].map(change));
    recorded.set(configured);
  };
  const stop = () => {
    isStopped = true;
    return Promise.all([runner.stop(), figures.stop()]);
  };
  return { runner, figures, start, stop, changeAccounts };
}

/** The way of events from the log to subscribers and webhooks. */
function createDelivery({ configuration, stores, gateway, views, log }: EventPlaneParts, runner: Runner) {
  const { eventLog, lease } = stores;
  const following = createSubscriptionLookup(gateway, views);
  const hub = new Hub(eventLog, { campaignOf: following.campaignOf });
  const cursors = createCursors(eventLog.identity);
  const raised = new AlertStore(eventLog);
  const accounts = accountKeys(gateway);
  const { vendorOf, lookup } = following;
  const watch: Runner['watch'] = (kinds, accounts) => runner.watch(kinds, accounts);
  const webhooks = new Webhooks({
    ...{ webhooks: configuration.webhooks, networks: configuration.webhookNetworks },
    ...{ hub, cursors, logger: log, vendorOf, lease, watch },
  });
  const subscriptions = new SubscriptionService({
    ...following,
    ...{ hub, cursors, accounts, watch },
    snapshot: async (kind, viewer) =>
      kind === 'ALERT' ? (await raised.raised()).map(alertEvent) : following.snapshot(kind, viewer),
    ready: (kinds, accounts) => runner.ready(kinds, accounts),
    follow: (target) => runner.follow(target),
  });
  const admin = new WebhookAdmin({ webhooks, log: eventLog, cursors, accounts, lookup });
  return { hub, cursors, raised, webhooks, admin, subscriptions };
}

/** The events' way from the vendors through the log to subscribers, webhooks and figures. */
export function createEventPlane(parts: EventPlaneParts) {
  const { eventLog, lease } = parts.stores;
  const ingest = createIngest(parts);
  const { runner, figures } = ingest;
  const { hub, cursors, subscriptions, raised, webhooks, admin } = createDelivery(parts, runner);
  const unfollow = eventLog.follow((events) => {
    for (const { event } of events) parts.gateway.applyEvent(event);
    runner.projection.observe(events);
  });
  return {
    ...{ hub, cursors, subscriptions, raised, figures: figures.figures, changeAccounts: ingest.changeAccounts },
    webhooks: admin,
    webhookCounts: () => webhooks.counts(),
    isFailing: figures.isFailing,
    configureWebhooks: (next: Configuration) => () => webhooks.configure(next.webhooks, next.webhookNetworks),
    handOver: () => runner.handOver(),
    start: () => {
      const counted = ingest.start();
      webhooks.start();
      return counted;
    },
    close: async () => {
      unfollow();
      await Promise.all([ingest.stop(), webhooks.stop()]);
      await hub.close();
      lease?.close();
      await eventLog.close();
    },
  };
}
