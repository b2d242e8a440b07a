/** Checks what a configuration names in addition to accounts, without changing anything: Redis, the issuer's keys, the documents, the webhooks. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createRemoteJWKSet } from 'jose';
import { CrosspointError } from '../adapters/errors.ts';
import { vendors } from '../adapters/vendors.ts';
import type { Configuration } from '../config/configuration.ts';
import { connectRedis, disconnect, redisErrorCode } from '../storage/redis-connection.ts';
import { requireRights } from '../storage/redis-rights.ts';
import { guardedLookup, isPublic, refuseLiteral } from '../webhooks/address.ts';

/** The result of a check that passed. */
interface Found {
  readonly message: string;
  /** Warnings for the operator. */
  readonly notes?: readonly string[];
}

/** One check, under the configuration's name for it. */
export interface ConfigurationCheck {
  readonly subject: string;
  /** Throws a CrosspointError where it does not work. */
  run(): Promise<Found>;
}

/** Everything of a configuration that can be tried. */
export function configurationChecks({
  redis,
  auth,
  documents,
  limits,
  webhooks,
}: Configuration): readonly ConfigurationCheck[] {
  const trials: ConfigurationCheck[] = [];
  if (redis) trials.push({ subject: 'redis', run: () => tryRedis(redis.url) });
  const jwks = auth?.jwt?.jwks;
  if (jwks !== undefined) trials.push({ subject: 'auth.jwt.jwks', run: () => tryKeys(jwks) });
  if (documents !== undefined) trials.push({ subject: 'documents', run: () => tryDocuments(documents, limits) });
  for (const { id, url, allowPrivate, enabled } of webhooks)
    if (enabled) trials.push({ subject: `webhooks.${id}`, run: () => tryWebhook(url, allowPrivate) });
  return trials;
}

/** Connects to the address of a webhook without sending anything. */
async function tryWebhook(address: string, allowPrivate: boolean): Promise<Found> {
  const { hostname, port, protocol } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate) refuseLiteral(address);
  const lookup = allowPrivate ? undefined : guardedLookup(isPublic);
  const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80), ...(lookup && { lookup }) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(5_000) });
  } catch (cause) {
    if (cause instanceof CrosspointError) throw cause;
    const { code = 'TIMEOUT' } = cause as NodeJS.ErrnoException;
    throw new CrosspointError('UNAVAILABLE', `The webhook cannot be reached (${code})`, { cause });
  } finally {
    socket.destroy();
  }
  return { message: 'can be connected to' };
}

async function tryRedis(url: string): Promise<Found> {
  const redis = connectRedis(url);
  let reason: string | undefined;
  redis.on('error', (cause: Error) => {
    reason ??= redisErrorCode(cause);
  });
  try {
    await redis.connect();
    await redis.ping();
    await requireRights(redis);
    const info = await redis.info().catch(() => '');
    const version = /^redis_version:(\S+)/m.exec(info)?.[1];
    return { message: version ? `answers, version ${version}` : 'answers', notes: notesOn(info) };
  } catch (cause) {
    if (cause instanceof CrosspointError) throw cause;
    const why = reason ?? redisErrorCode(cause as Error);
    throw new CrosspointError('UNAVAILABLE', `Redis does not answer${why ? ` (${why})` : ''}`, { cause });
  } finally {
    disconnect(redis);
  }
}

/** How a Redis may lose events that it has taken. */
function notesOn(info: string): string[] {
  const notes: string[] = [];
  if (/^aof_enabled:0/m.test(info)) notes.push('it keeps no append-only file, so what it is killed with is lost');
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  const bounded = /^maxmemory:[1-9]/m.test(info);
  if (bounded && policy !== 'noeviction') notes.push(`short of memory it drops what it keeps (${policy})`);
  return notes;
}

async function tryKeys(url: string): Promise<Found> {
  const keys = createRemoteJWKSet(new URL(url), { timeoutDuration: 5_000 });
  try {
    await keys.reload();
  } catch (cause) {
    throw new CrosspointError('UNAVAILABLE', "The issuer's keys cannot be had", { cause });
  }
  return { message: `${keys.jwks()?.keys.length ?? 0} keys` };
}

/** The schema is only loaded where there is a list to hold against it. */
async function tryDocuments(file: string, limits: Configuration['limits']): Promise<Found> {
  const [{ buildGatewaySchema }, { Documents }, { readPersistedDocuments: readDocumentList }] = await Promise.all([
    import('../resolvers/schema.ts'),
    import('../server/documents.ts'),
    import('../server/persisted-documents.ts'),
  ]);
  const list = readDocumentList(file);
  list.check(new Documents(buildGatewaySchema(vendors), limits));
  return { message: `${list.size} documents can run` };
}
