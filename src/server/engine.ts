import { randomUUID } from 'node:crypto';
import type { Caller } from '../access/caller.ts';
import type { Charge } from '../access/charge.ts';
import { LookupShare } from '../access/lookup-share.ts';
import type { Adapter } from '../adapters/adapter.ts';
import { setConnections } from '../adapters/http/connections.ts';
import type { Log } from '../adapters/vendor.ts';
import { AlertStore, alertEvent } from '../alerts/alert-store.ts';
import type { AccountConfiguration, Configuration } from '../config/configuration.ts';
import { Gateway, type PastCalls } from '../gateway/gateway.ts';
import { type HealthProbe, startHealthProbe } from '../gateway/health-probe.ts';
import { ObservedCallEvents } from '../gateway/observed-call-events.ts';
import type { RequestDeadline } from '../gateway/request-cache.ts';
import { Idempotency } from '../resolvers/acts/idempotency.ts';
import type { Context } from '../resolvers/context.ts';
import { followed } from '../resolvers/subscription-lookup.ts';
import { Views } from '../resolvers/views.ts';
import type { CacheInvalidationBus } from '../storage/redis-cache-invalidation.ts';
import { Hub } from '../subscriptions/deliver/hub.ts';
import { Runner } from '../subscriptions/ingest/runner.ts';
import { type Cursors, createCursors } from '../subscriptions/log/cursor.ts';
import { SubscriptionService } from '../subscriptions/service.ts';
import { WebhookAdmin } from '../webhooks/admin.ts';
import type { Deliveries } from '../webhooks/delivery.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { accountKeys } from './account-keys.ts';
import { createAlerts } from './alerts.ts';
import { AuditTrail } from './audit.ts';
import { createMedia } from './create-media.ts';
import { createFigures } from './figures.ts';
import { type AccountsChange, LiveAccounts } from './live-accounts.ts';
import type { LinkRights, MediaServer } from './media.ts';
import { createPastCalls } from './past-calls.ts';
import { publicPath } from './public-path.ts';
import type { SectionChanges } from './reload.ts';
import { RequestContext } from './request-context.ts';
import { restoreRecent } from './restore.ts';
import { openStores, type Stores } from './stores.ts';

/** Everything behind the doors: the accounts, what is known of them, and the events. */
export interface Engine {
  readonly gateway: Gateway;
  readonly hub: Hub;
  /** Cursors of the event log. */
  readonly cursors: Cursors;
  readonly media: MediaServer;
  /** The counts of each webhook that is served here, by its key. */
  webhookCounts(): ReadonlyMap<string, Deliveries>;
  /** The stores beside the event log that accept nothing at present; what is meant for them waits. */
  buffering(): { readonly pastCalls: boolean; readonly metrics: boolean };
  /** How it takes changed sections of the configuration. */
  readonly changes: SectionChanges;
  /** The context of one operation of a caller. */
  contextFor(caller: Caller, requestId: string, deadline: RequestDeadline, charge?: Charge): Context;
  /** Begins to listen to the vendors. */
  start(): void;
  /** Hands the vendors' streams to the gateways that share its Redis, so that none misses anything. */
  handOver(): Promise<void>;
  close(): Promise<void>;
}

function connectAll({ accounts }: Configuration, { counts }: Stores, log: Log): LiveAccounts {
  const surroundings = { log, now: () => new Date(), sharedCounts: counts };
  return new LiveAccounts(accounts, ({ id, vendor, settings }) => vendor.connect(id, settings, surroundings));
}

function createGateway(
  { identities, limits }: Configuration,
  adapters: readonly Adapter[],
  log: Log,
  media: MediaServer,
  acted: CacheInvalidationBus | undefined,
  pastCalls: PastCalls,
  origin: () => string,
): Gateway {
  const gateway = new Gateway({
    ...{ adapters, log, identities, pastCalls, deadline: limits.accountMilliseconds },
    publishInvalidation: (account) => acted?.publish(account),
    now: () => new Date(),
    signMedia: (account, nativeId, format, caller) => {
      const { path, ...link } = media.sign(account, nativeId, format, caller);
      return { ...link, url: new URL(publicPath(origin()) + path, origin()).href };
    },
  });
  void acted?.subscribe((account) => gateway.forget(account));
  return gateway;
}

/** The events' way from the vendors through the log to the subscriptions. */
function createEvents(
  { accounts: configuredAccounts, webhooks: configured, webhookNetworks: networks, events }: Configuration,
  { eventLog, lease, figures: store }: Stores,
  gateway: Gateway,
  views: Views,
  log: Log,
) {
  const adapters = gateway.accounts.map(({ adapter }) => adapter);
  const following = followed(gateway, views);
  const hub = new Hub(eventLog, { campaignOf: following.campaignOf });
  let isRestored = () => {};
  const restored = new Promise<void>((resolve) => {
    isRestored = resolve;
  });
  const observedCalls = new ObservedCallEvents(gateway, restored);
  const { figures, onWatch, setAccounts, ...projection } = createFigures(
    ...([configuredAccounts, adapters, eventLog, log] as const),
    { store, retentionDays: events.metricRetentionDays },
  );
  const runner = new Runner({ log: eventLog, adapters, logger: log, lease, observedCalls, onWatch });
  const unfollow = eventLog.follow((events) => {
    for (const { event } of events) gateway.applyEvent(event);
  });
  const cursors = createCursors(eventLog.identity);
  const raised = new AlertStore(eventLog);
  const accounts = accountKeys(gateway);
  const { vendorOf, lookup } = following;
  const watch: Runner['watch'] = (kinds, accounts) => runner.watch(kinds, accounts);
  const webhooks = new Webhooks({ webhooks: configured, networks, hub, cursors, logger: log, vendorOf, lease, watch });
  const admin = new WebhookAdmin({ webhooks, log: eventLog, cursors, accounts, lookup });
  const subscriptions = new SubscriptionService({
    ...following,
    ...{ hub, cursors, accounts },
    snapshot: async (kind, viewer) =>
      kind === 'ALERT' ? (await raised.raised()).map(alertEvent) : following.snapshot(kind, viewer),
    watch,
    ready: (kinds, accounts) => runner.ready(kinds, accounts),
    follow: (target) => runner.follow(target),
  });
  const close = async () => {
    unfollow();
    await Promise.all([runner.stop(), webhooks.stop(), projection.stop()]);
    await hub.close();
    lease?.close();
    await eventLog.close();
  };
  const start = () => {
    restoreRecent(eventLog, gateway)
      .catch((cause: unknown) => log.warn({ cause }, 'Times of live calls could not be read from the event log'))
      .then(isRestored);
    const counted = projection.start();
    runner.start();
    webhooks.start();
    return counted;
  };
  return {
    ...{ hub, cursors, subscriptions, figures, raised },
    webhooks: admin,
    webhookCounts: () => webhooks.counts(),
    isFailing: projection.isFailing,
    /** Receives the events of other accounts; each account's new stream begins when its former one has ended. */
    changeAccounts: async (configured: readonly AccountConfiguration[], { added, removed }: AccountsChange) => {
      setAccounts(configured, added);
      const keys = new Set([...removed, ...added].map(({ account }) => account));
      const change = async (key: string) => {
        await runner.removeAccount(key);
        for (const adapter of added) if (adapter.account === key) runner.addAccount(adapter);
      };
      await Promise.all([...keys].map(change));
    },
    configureWebhooks: (next: Configuration) => () => webhooks.configure(next.webhooks, next.webhookNetworks),
    start,
    close,
    handOver: () => runner.handOver(),
  };
}

/**
 * Connects the configured accounts; `origin` is where callers reach the gateway, `rights` what callers of links have, `schemas`
 * what callers may read of the schema.
 */
export async function createEngine(
  configuration: Configuration,
  log: Log,
  origin: () => string,
  rights: LinkRights,
  schemas: Context['schemas'],
): Promise<Engine> {
  setConnections(configuration.vendorConnections);
  const stores = await openStores(configuration, log);
  const accounts = connectAll(configuration, stores, log);
  const { adapters } = accounts;
  const trail = new AuditTrail(stores.audit, log);
  const media = createMedia(
    ...([configuration, stores.eventLog, (account: string) => accounts.adapter(account), log, rights, trail] as const),
  );
  const record = createPastCalls(configuration, adapters, stores.pastCalls, stores.eventLog, log);
  const gateway = createGateway(configuration, adapters, log, media, stores.acted, record.pastCalls, origin);
  const views = new Views(gateway);
  const events = createEvents(configuration, stores, gateway, views, log);
  const { hub, cursors, subscriptions, figures, webhooks, webhookCounts, handOver, raised: alerts } = events;
  const idempotency = new Idempotency(stores.acts, randomUUID(), log);
  const lookups = new LookupShare(configuration.limits.lookupsPerMinute);
  const shared = { figures, gateway, views, idempotency, subscriptions, webhooks, alerts, schemas, lookups, trail };
  const monitor = createAlerts({
    ...{ configuration, gateway, store: alerts, lease: stores.lease, log },
    contextFor: (caller) => new RequestContext(shared, caller, 'alerts', { signal: new AbortController().signal }),
  });
  let probe: HealthProbe | undefined;
  const changes: SectionChanges = {
    accounts: (next) => {
      const change = accounts.prepare(next.accounts);
      return async () => {
        accounts.apply(change, next.limits.operationMilliseconds);
        gateway.setAccounts(accounts.adapters);
        await record.addAccounts(change.added);
        await events.changeAccounts(next.accounts, change);
        probe?.lookAtNew();
      };
    },
    vendorConnections: (next) => () => setConnections(next.vendorConnections),
    identities: (next) => () => gateway.directory.setRules(next.identities),
    limits:
      ({ limits }) =>
      () => {
        lookups.perMinute = limits.lookupsPerMinute;
        gateway.setDeadline(limits.accountMilliseconds);
      },
    alerts: (next) => () => monitor.configure(next.alerts),
    webhooks: events.configureWebhooks,
    webhookNetworks: events.configureWebhooks,
  };
  return {
    changes,
    ...{ gateway, hub, cursors, media, webhookCounts, handOver },
    start() {
      monitor.start(events.start());
      media
        .start()
        .catch((cause: unknown) => log.warn({ cause }, 'Temporary files of recordings could not be removed'));
      record.start();
      probe = startHealthProbe(gateway);
    },
    buffering: () => ({ pastCalls: record.isFailing(), metrics: events.isFailing() }),
    contextFor: (...given) => new RequestContext(shared, ...given),
    async close() {
      probe?.stop();
      await record.stop();
      await Promise.all([monitor.stop(), events.close()]);
      stores.acts.close();
      trail.close();
      await media.close();
      await accounts.close();
      stores.counts?.close();
      stores.acted?.close();
    },
  };
}
