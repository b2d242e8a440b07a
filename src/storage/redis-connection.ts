import { Redis } from 'ioredis';
import type { Log } from '../adapters/vendor.ts';
import { backOffMs } from './back-off.ts';

/** Milliseconds a follower's question stays with Redis; the connection counts as dead after five times that. */
export const BLOCK = 2_000;

/** The word for what went wrong: the system's, or the one that Redis begins a refusal with, such as WRONGPASS. */
export function redisErrorCode({ code, message }: NodeJS.ErrnoException): string | undefined {
  return code ?? /^[A-Z]{2,}\b/.exec(message)?.[0];
}

/** A connection, opened on demand and then for ever again; what is asked while it is away fails at once. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    // A command whose connection breaks fails at once; what is safe to send again is sent again here.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    socketTimeout: BLOCK * 5,
    retryStrategy: (times) => backOffMs(times, { first: 100, most: 2_000 }),
  });
  redis.on('error', () => undefined);
  return redis;
}

/** Says once that Redis cannot be reached, again only for another reason, and when it is back. */
export function logOutages(redis: Redis, log: Log | undefined): void {
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
export function disconnect(redis: Redis): void {
  redis.disconnect();
  clearTimeout((redis as unknown as { readonly socketTimeoutTimer?: NodeJS.Timeout }).socketTimeoutTimer);
}
