import { createHmac, randomUUID } from 'node:crypto';
import type { Adapter } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import { Gateway } from '../gateway/gateway.ts';
import { lookAfter } from '../gateway/health-probe.ts';
import { Operation } from '../gateway/request-cache.ts';
import { type ActKeeping, Idempotency } from '../resolvers/acts/idempotency.ts';
import type { Caller, Context, Patience } from '../resolvers/context.ts';
import { followed } from '../resolvers/subscription-lookup.ts';
import { Views } from '../resolvers/views.ts';
import type { ActedInRedis } from '../storage/redis-cache-invalidation.ts';
import type { RedisLease } from '../storage/redis-lease.ts';
import type { CountsInRedis } from '../storage/redis-quota-counts.ts';
import { ActFile } from '../storage/sqlite-idempotency-store.ts';
import { Hub } from '../subscriptions/deliver/hub.ts';
import { Runner } from '../subscriptions/ingest/runner.ts';
import { createCursors } from '../subscriptions/log/cursor.ts';
import type { EventLog } from '../subscriptions/log/log.ts';
import { openSqliteLog } from '../subscriptions/log/sqlite.ts';
import { Live } from '../subscriptions/service.ts';
import { WebhookAdmin } from '../webhooks/admin.ts';
import type { Deliveries } from '../webhooks/delivery.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { MediaServer } from './media.ts';

/** Everything behind the doors: the accounts, what is known of them, and the events. */
export interface Engine {
  readonly gateway: Gateway;
  readonly hub: Hub;
  readonly media: MediaServer;
  /** What became of the messages of each webhook that is served here. */
  webhookCounts(): ReadonlyMap<string, Deliveries>;
  /** What one operation of a caller runs on. */
  contextFor(caller: Caller, requestId: string, patience: Patience): Context;
  /** Begins to listen to the vendors. */
  start(): void;
  close(): Promise<void>;
}

const HOUR = 3_600_000;

function connectAll({ accounts }: Configuration, { counts }: Keepings, log: Log): Adapter[] {
  const surroundings = { log, now: () => new Date(), sharedCounts: counts };
  return accounts.map(({ id, vendor, settings }) => vendor.connect(id, settings, surroundings));
}

/** What a gateway keeps beyond a restart: in files of its own, or in a Redis it shares. */
interface Keepings {
  readonly eventLog: EventLog;
  readonly acts: ActKeeping;
  readonly lease?: RedisLease;
  readonly counts?: CountsInRedis;
  readonly acted?: ActedInRedis;
}

async function openKeepings({ events, redis }: Configuration, log: Log): Promise<Keepings> {
  const retention = { age: events.retentionHours * HOUR };
  if (redis) return (await import('./redis-stores.ts')).openKeepingsInRedis(redis.url, retention, log);
  const { file } = events;
  const eventLog = await openSqliteLog({ file, log, retention });
  try {
    return { eventLog, acts: new ActFile(file === ':memory:' ? file : `${file.replace(/\.db$/, '')}-acts.db`) };
  } catch (thrown) {
    await eventLog.close();
    throw thrown;
  }
}

/** Gateways that share a Redis stand behind one address, so that each has to know the links of the others. */
function mediaSecret({ media, redis }: Configuration, { eventLog }: Keepings): string | undefined {
  if (media.secret !== undefined || !redis) return media.secret;
  return createHmac('sha256', eventLog.identity.key).update('links to recordings').digest('hex');
}

function createMedia(configuration: Configuration, keepings: Keepings, adapters: readonly Adapter[], log: Log) {
  const adapter = (account: string) => adapters.find((known) => known.account === account);
  const secret = mediaSecret(configuration, keepings);
  return new MediaServer({ secret, seconds: configuration.media.seconds, log, adapter });
}

function createGateway(
  { identities, limits }: Configuration,
  adapters: readonly Adapter[],
  log: Log,
  media: MediaServer,
  acted: ActedInRedis | undefined,
  origin: () => string,
): Gateway {
  const gateway = new Gateway({
    ...{ adapters, log, identities, deadline: limits.accountMilliseconds },
    tellOthers: (account) => acted?.tell(account),
    now: () => new Date(),
    signMedia: (account, recording, format) => {
      const { path, ...link } = media.sign(account, recording, format);
      return { ...link, url: new URL(path, origin()).href };
    },
  });
  void acted?.hear((account) => gateway.forget(account));
  return gateway;
}

/** The events' way from the vendors through the log to the subscriptions. */
function createEvents(
  { webhooks: configured, webhookNetworks: networks }: Configuration,
  { eventLog, lease }: Keepings,
  gateway: Gateway,
  views: Views,
  log: Log,
) {
  const adapters = gateway.accounts.map(({ adapter }) => adapter);
  const hub = new Hub(eventLog);
  const runner = new Runner({ log: eventLog, adapters, logger: log, lease });
  const unfollow = eventLog.follow((events) => {
    for (const { event } of events) gateway.observe(event);
  });
  const cursors = createCursors(eventLog.identity);
  const following = followed(gateway, views);
  const accounts = adapters.map(({ account }) => account);
  const { vendorOf, lookup } = following;
  const watch: Runner['watch'] = (kinds, accounts) => runner.watch(kinds, accounts);
  const webhooks = new Webhooks({ webhooks: configured, networks, hub, cursors, logger: log, vendorOf, lease, watch });
  const admin = new WebhookAdmin({ webhooks, configured, networks, log: eventLog, cursors, accounts, lookup });
  const live = new Live({
    ...following,
    ...{ hub, cursors, accounts },
    watch,
    follow: (thing) => runner.follow(thing),
  });
  const close = async () => {
    unfollow();
    await Promise.all([runner.stop(), webhooks.stop()]);
    await hub.close();
    lease?.close();
    await eventLog.close();
  };
  const start = () => {
    runner.start();
    webhooks.start();
  };
  return { hub, live, webhooks: admin, webhookCounts: () => webhooks.counts(), start, close };
}

type Shared = Pick<Context, 'gateway' | 'views' | 'idempotency' | 'live' | 'webhooks'>;

/** What the resolvers of one operation, or of one event, find. */
class RequestContext implements Context {
  readonly gateway: Gateway;
  readonly views: Views;
  readonly idempotency: Idempotency;
  readonly live: Live;
  readonly webhooks: WebhookAdmin;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly requestId: string;
  readonly patience: Patience;

  constructor(shared: Shared, caller: Caller, requestId: string, patience: Patience) {
    this.gateway = shared.gateway;
    this.views = shared.views;
    this.idempotency = shared.idempotency;
    this.live = shared.live;
    this.webhooks = shared.webhooks;
    this.operation = new Operation(shared.gateway, caller, patience);
    this.caller = caller;
    this.requestId = requestId;
    this.patience = patience;
  }

  get signal(): AbortSignal {
    return this.patience.signal;
  }
}

/** Connects the configured accounts; `origin` tells where callers reach the gateway. */
export async function createEngine(configuration: Configuration, log: Log, origin: () => string): Promise<Engine> {
  const keepings = await openKeepings(configuration, log);
  const adapters = connectAll(configuration, keepings, log);
  const media = createMedia(configuration, keepings, adapters, log);
  const gateway = createGateway(configuration, adapters, log, media, keepings.acted, origin);
  const views = new Views(gateway);
  const { hub, live, webhooks, webhookCounts, start, close } = createEvents(
    configuration,
    keepings,
    gateway,
    views,
    log,
  );
  const idempotency = new Idempotency(keepings.acts, randomUUID(), log);
  const shared = { gateway, views, idempotency, live, webhooks };
  let leave = () => {};
  return {
    ...{ gateway, hub, media, webhookCounts },
    start() {
      start();
      leave = lookAfter(gateway);
    },
    contextFor: (caller, requestId, patience) => new RequestContext(shared, caller, requestId, patience),
    async close() {
      leave();
      await close();
      keepings.acts.close();
      await media.close();
      await Promise.all(adapters.map((adapter) => adapter.close()));
      keepings.counts?.close();
      keepings.acted?.close();
    },
  };
}
