import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Log } from '../adapters/vendor.ts';
import { backOffMs } from './back-off.ts';
import { parseRedisAddress, type RedisAddress } from './redis-address.ts';

/** A connection to one Redis, to the master that Sentinels name, or to a cluster. */
export type RedisClient = Redis | Cluster;

/** Milliseconds a follower's question stays with Redis; the connection counts as dead after five times that. */
export const BLOCK = 2_000;
/** Codes of a server that is no longer the master, or does not reach its master. */
const ROLE_CHANGED = new Set<string | undefined>(['READONLY', 'UNBLOCKED', 'MASTERDOWN']);
const RECONNECT = { first: 100, most: 2_000 };

/**
 * The code of a failure: the system's, or that of Redis, whose protocol has no other place for it than the first word of an
 * error, such as WRONGPASS. Before version 7, a script's error begins with ERR, and its code follows a hyphen.
 */
export function redisErrorCode({ code, message }: NodeJS.ErrnoException): string | undefined {
  return code ?? (/^ERR Error running script.*? -([A-Z]{2,})\b/.exec(message) ?? /^([A-Z]{2,})\b/.exec(message))?.[1];
}

/** Where a store is in Redis, and where it reports what it cannot read. */
export interface RedisStoreOptions {
  readonly url: string;
  /** Begins every key; `crosspoint` without it. */
  readonly prefix?: string;
  readonly log?: Log;
}

/** Whether a server answered that it is not, or no longer, the master. */
export function isRoleChange(thrown: unknown): boolean {
  return thrown instanceof Error && ROLE_CHANGED.has(redisErrorCode(thrown));
}

/**
 * Makes a connection that reconnects for ever. One whose server is no longer the master is dropped, since the address leads
 * to the new master; commands in flight fail, and their callers repeat them where that is safe.
 */
export function createRedis(url: string, options: RedisOptions = {}): RedisClient {
  const address = parseRedisAddress(url);
  const redis = address.kind === 'cluster' ? createCluster(address, options) : createNode(address, options);
  redis.on('error', () => undefined);
  return redis;
}

/** A connection, opened on demand and reopened for ever; commands fail at once while it is closed. */
export function connectRedis(url: string): RedisClient {
  return createRedis(url, {
    lazyConnect: true,
    // A command whose connection breaks fails at once; what is safe to send again is sent again here.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    socketTimeout: BLOCK * 5,
  });
}

function common({ username, password, tls }: RedisAddress, options: RedisOptions): RedisOptions {
  return {
    ...{ username, password, tls: tls ? {} : undefined },
    retryStrategy: (times) => backOffMs(times, RECONNECT),
    reconnectOnError: isRoleChange,
    ...options,
  };
}

function createNode(address: RedisAddress, options: RedisOptions): Redis {
  const { kind, nodes, database, master, sentinelUsername, sentinelPassword, tls } = address;
  const both = { ...common(address, options), db: database };
  if (kind === 'single') return new Redis({ ...both, ...nodes[0] });
  const sentinel = { sentinels: [...nodes], name: master, sentinelUsername, sentinelPassword };
  const sentinelTLS = tls ? { sentinelTLS: {}, enableTLSForSentinelMode: true } : {};
  return new Redis({ ...both, ...sentinel, ...sentinelTLS });
}

function createCluster(address: RedisAddress, options: RedisOptions): Cluster {
  const { lazyConnect, enableOfflineQueue } = options;
  return new Cluster([...address.nodes], {
    ...(lazyConnect !== undefined && { lazyConnect }),
    ...(enableOfflineQueue !== undefined && { enableOfflineQueue }),
    // The commands of this gateway name keys of one slot, so a node that is away is all of the cluster to it.
    clusterRetryStrategy: (times) => backOffMs(times, RECONNECT),
    redisOptions: nodeOptions(address, options),
  });
}

/** The options of each node's own connection; whether commands wait for a node is the cluster's. */
function nodeOptions(address: RedisAddress, options: RedisOptions) {
  const { enableOfflineQueue: _, retryStrategy: __, lazyConnect: ___, ...rest } = common(address, options);
  return rest;
}

/** Logs once that Redis is away, again only for another reason, and when it is back. */
export function logOutages(redis: RedisClient, log: Log | undefined): void {
  let away: { readonly code: string | undefined } | null = null;
  redis.on('error', (cause: Error) => {
    const code = redisErrorCode(cause);
    if (!away || away.code !== code) log?.warn({ code }, 'Redis is away');
    away = { code };
  });
  redis.on('ready', () => {
    if (away) log?.info({}, 'Redis is back');
    away = null;
  });
}

/** Disconnects; ioredis leaves its socket timer running, which would keep a process that ends alive for seconds. */
export function disconnect(redis: RedisClient): void {
  redis.disconnect();
  clearTimeout((redis as unknown as { readonly socketTimeoutTimer?: NodeJS.Timeout }).socketTimeoutTimer);
}
