import { CrosspointError } from '../adapters/errors.ts';

/** One Redis server, or the Sentinels or cluster nodes that lead to it. */
export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** The number of the database; always 0 in a cluster. */
  readonly database: number;
  /** The name of the master that the Sentinels watch. */
  readonly master: string | undefined;
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: string | undefined;
  readonly tls: boolean;
}

const FORM = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?@]+)(?:\/([^?]*))?(?:\?(.*))?$/;
const PORTS = { single: 6379, sentinel: 26379, cluster: 6379 } as const;

/**
 * Reads an address: `redis://user:password@host:6379/0`, `redis+sentinel://user:password@host:26379,host:26379/master` or
 * `redis+cluster://user:password@host:6379,host:6379`; `rediss` instead of `redis` for TLS. Throws INVALID_ARGUMENT.
 */
export function parseRedisAddress(url: string): RedisAddress {
  const [, scheme, form, username, password, hosts = '', path = '', query] = FORM.exec(url) ?? [];
  const kind = (form ?? 'single') as RedisAddress['kind'];
  const nodes = hosts.split(',').map((host) => nodeOf(host, PORTS[kind]));
  const parameters = new URLSearchParams(query);
  if (!scheme || nodes.includes(null)) throw invalid('it must be redis://host:port, or one of the documented forms');
  if (kind === 'single' && nodes.length > 1) throw invalid('several hosts need redis+sentinel:// or redis+cluster://');
  if (kind === 'sentinel' && path === '') throw invalid('redis+sentinel:// needs the name of the master as its path');
  if (kind === 'single' && !/^\d*$/.test(path)) throw invalid('its path is the number of a database');
  if (kind === 'cluster' && !/^0?$/.test(path)) throw invalid('a cluster has no other database than 0');
  return {
    ...{ kind, nodes: nodes as RedisAddress['nodes'], tls: scheme === 'rediss' },
    ...{ username: decoded(username), password: decoded(password) },
    database: kind === 'single' ? Number(path) : 0,
    master: kind === 'sentinel' ? decoded(path) : undefined,
    sentinelUsername: parameters.get('sentinelUsername') ?? undefined,
    sentinelPassword: parameters.get('sentinelPassword') ?? undefined,
  };
}

/** Whether `parseRedisAddress` reads a text. */
export function isRedisAddress(url: string): boolean {
  try {
    return parseRedisAddress(url).nodes.length > 0;
  } catch {
    return false;
  }
}

function nodeOf(text: string, usual: number): { host: string; port: number } | null {
  const [, six, name, port] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = six ?? name;
  const number = port ? Number(port) : usual;
  return host && number > 0 && number <= 65_535 ? { host, port: number } : null;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text ? decodeURIComponent(text) : undefined;
  } catch {
    throw invalid('it has a % that begins no character; a % itself is %25');
  }
}

function invalid(why: string): CrosspointError {
  return new CrosspointError('INVALID_ARGUMENT', `redis.url cannot be used: ${why}`);
}
