import { randomUUID } from 'node:crypto';
import type { Caller } from '../access/caller.ts';
import type { Charge } from '../access/charge.ts';
import { LookupShare } from '../access/lookup-share.ts';
import type { Adapter } from '../adapters/adapter.ts';
import { setConnections } from '../adapters/http/connections.ts';
import type { Log } from '../adapters/vendor.ts';
import { RuleDefinitions } from '../alerts/definition.ts';
import type { AlertMonitor } from '../alerts/monitor.ts';
import type { Configuration } from '../config/configuration.ts';
import { Gateway, type PastCalls } from '../gateway/gateway.ts';
import { type HealthProbe, startHealthProbe } from '../gateway/health-probe.ts';
import type { RequestDeadline } from '../gateway/request-cache.ts';
import { Idempotency } from '../resolvers/acts/idempotency.ts';
import type { Context } from '../resolvers/context.ts';
import { Views } from '../resolvers/views.ts';
import type { CacheInvalidationBus } from '../storage/redis-cache-invalidation.ts';
import type { Hub } from '../subscriptions/deliver/hub.ts';
import type { Cursors } from '../subscriptions/log/cursor.ts';
import type { Deliveries } from '../webhooks/delivery.ts';
import { createAlertRules, createAlerts } from './alerts.ts';
import { AuditTrail } from './audit-trail.ts';
import { createMedia } from './create-media.ts';
import { createPastCalls } from './create-past-calls.ts';
import { createEventPlane } from './event-plane.ts';
import { FairScheduler } from './fair-scheduler.ts';
import { LiveAccounts } from './live-accounts.ts';
import type { LinkRights, MediaServer } from './media.ts';
import { publicPath } from './public-path.ts';
import type { SectionChanges } from './reload.ts';
import { type ContextRequest, RequestContext } from './request-context.ts';
import { openStores, type Stores } from './stores.ts';

/** Everything behind the transports: the accounts, what is known of them, and the events. */
export interface Engine {
  readonly gateway: Gateway;
  readonly hub: Hub;
  /** Cursors of the event log. */
  readonly cursors: Cursors;
  readonly media: MediaServer;
  /** Shares the event loop between callers. */
  readonly turns: FairScheduler;
  /** The counts of each webhook that is served here, by its key. */
  webhookCounts(): ReadonlyMap<string, Deliveries>;
  /** The stores beside the event log that accept nothing at present; what is meant for them waits. */
  buffering(): { readonly pastCalls: boolean; readonly metrics: boolean };
  /** How it takes changed sections of the configuration. */
  readonly changes: SectionChanges;
  /** The context of one operation of a caller. */
  contextFor(caller: Caller, request: ContextRequest, deadline: RequestDeadline, charge?: Charge): Context;
  /** Begins to listen to the vendors. */
  start(): void;
  /** Hands the vendors' streams to the gateways that share its Redis, so that none misses anything. */
  handOver(): Promise<void>;
  close(): Promise<void>;
}

/** The parts of an engine that the configuration can change. */
interface ChangingParts {
  readonly accounts: LiveAccounts;
  readonly gateway: Gateway;
  readonly record: ReturnType<typeof createPastCalls>;
  readonly events: ReturnType<typeof createEventPlane>;
  readonly lookups: LookupShare;
  readonly monitor: ReturnType<typeof createAlerts>;
}

function connectAll({ accounts }: Configuration, { counts }: Stores, log: Log): LiveAccounts {
  const dependencies = { log, now: () => new Date(), sharedCounts: counts };
  return new LiveAccounts(accounts, ({ id, vendor, settings }) => vendor.connect(id, settings, dependencies));
}

function createGateway(
  { identities, limits }: Configuration,
  adapters: readonly Adapter[],
  log: Log,
  media: MediaServer,
  cacheInvalidation: CacheInvalidationBus | undefined,
  pastCalls: PastCalls,
  origin: () => string,
): Gateway {
  const gateway = new Gateway({
    ...{ adapters, log, identities, pastCalls, deadline: limits.accountMilliseconds },
    publishInvalidation: (account) => cacheInvalidation?.publish(account),
    now: () => new Date(),
    signMedia: (account, nativeId, format, caller) => {
      const { path, ...link } = media.sign(account, nativeId, format, caller);
      return { ...link, url: new URL(publicPath(origin()) + path, origin()).href };
    },
  });
  void cacheInvalidation?.subscribe((account) => gateway.forget(account));
  return gateway;
}

/** How the parts of an engine take changed sections of the configuration. */
function engineChanges({ accounts, gateway, record, events, lookups, monitor }: ChangingParts, onAccounts: () => void) {
  const changes: SectionChanges = {
    accounts: (next) => {
      const change = accounts.prepare(next.accounts);
      return async () => {
        accounts.apply(change, next.limits.operationMilliseconds);
        gateway.setAccounts(accounts.adapters);
        await record.addAccounts(change.added);
        await events.changeAccounts(next.accounts, change);
        onAccounts();
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
  return changes;
}

/** The accounts and what stands over them: stores, audit trail, recordings, past calls and the gateway. */
async function createAccountParts(configuration: Configuration, log: Log, origin: () => string, rights: LinkRights) {
  setConnections(configuration.vendorConnections);
  const stores = await openStores(configuration, log);
  const accounts = connectAll(configuration, stores, log);
  const { adapters } = accounts;
  const trail = new AuditTrail(stores.audit, log);
  const adapterOf = (account: string) => accounts.adapter(account);
  const media = createMedia(configuration, stores.eventLog, adapterOf, log, rights, trail);
  const record = createPastCalls(configuration, adapters, stores.pastCalls, stores.eventLog, log);
  const { cacheInvalidation } = stores;
  const gateway = createGateway(configuration, adapters, log, media, cacheInvalidation, record.pastCalls, origin);
  return { stores, accounts, trail, media, record, gateway };
}

type AccountParts = Awaited<ReturnType<typeof createAccountParts>>;
type EventPlane = ReturnType<typeof createEventPlane>;

/** The contexts of operations, and the monitor of alerts, which runs operations of its own. */
function createContexts(
  configuration: Configuration,
  log: Log,
  { stores, gateway, trail }: AccountParts,
  { figures, subscriptions, webhooks, raised: alerts }: EventPlane,
  { views, schemas }: Pick<Context, 'views' | 'schemas'>,
) {
  const idempotency = new Idempotency(stores.acts, randomUUID(), log);
  const lookups = new LookupShare(configuration.limits.lookupsPerMinute);
  const turns = new FairScheduler();
  const rules = { gateway, store: alerts, definitions: new RuleDefinitions(stores.eventLog) };
  const alertRules = createAlertRules(rules, () => monitor);
  const shared = {
    ...{ figures, gateway, views, idempotency, subscriptions, webhooks, alerts, alertRules, schemas, lookups, trail },
  };
  const monitor: AlertMonitor = createAlerts({
    ...{ ...rules, configuration, lease: stores.lease, log },
    contextFor: (caller) =>
      new RequestContext(shared, caller, { requestId: 'alerts' }, { signal: new AbortController().signal }),
  });
  const owned = { ...shared, turns };
  const contextFor: Engine['contextFor'] = (...given) => new RequestContext(owned, ...given);
  return { lookups, monitor, turns, contextFor };
}

/** Closes what the event plane and the monitor no longer use. */
async function closeAccountParts({ stores, accounts, trail, media }: AccountParts): Promise<void> {
  stores.acts.close();
  trail.close();
  await media.close();
  await accounts.close();
  stores.counts?.close();
  stores.cacheInvalidation?.close();
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
  const parts = await createAccountParts(configuration, log, origin, rights);
  const { stores, accounts, media, record, gateway } = parts;
  const views = new Views(gateway);
  const events = createEventPlane({ configuration, stores, gateway, views, log });
  const { hub, cursors, webhookCounts, handOver } = events;
  const contexts = createContexts(configuration, log, parts, events, { views, schemas });
  const { lookups, monitor, turns, contextFor } = contexts;
  let probe: HealthProbe | undefined;
  const changes = engineChanges({ accounts, gateway, record, events, lookups, monitor }, () => probe?.lookAtNew());
  return {
    ...{ changes, gateway, hub, cursors, media, turns, webhookCounts, handOver, contextFor },
    start() {
      monitor.start(events.start());
      media
        .start()
        .catch((cause: unknown) => log.warn({ cause }, 'Temporary files of recordings could not be removed'));
      record.start();
      probe = startHealthProbe(gateway);
    },
    buffering: () => ({ pastCalls: record.isFailing(), metrics: events.isFailing() }),
    async close() {
      probe?.stop();
      await record.stop();
      await Promise.all([monitor.stop(), events.close()]);
      await closeAccountParts(parts);
    },
  };
}
