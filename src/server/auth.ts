import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../access/caller.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AuthConfiguration } from '../config/configuration.ts';

import { createTokenVerifier, type TokenVerifier } from './jwt.ts';

/** Turns what a request or socket shows into a caller, or refuses it with UNAUTHENTICATED. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** Who calls in the built-in demonstration, which has no lock and listens on loopback only. */
const DEMO_CALLER: Caller = { id: 'demo', scopes: new Set(['admin']), accounts: 'all', sockets: Infinity };

const KEY_PREFIX = 'cpk_';

interface StoredKey {
  readonly hash: Buffer;
  readonly caller: Caller;
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** A new API key of 256 random bits and the hash the configuration keeps; fast hashing is enough for such keys. */
export function createApiKey(): { key: string; hash: string } {
  const key = KEY_PREFIX + randomBytes(32).toString('base64url');
  return { key, hash: `sha256:${sha256(key).toString('hex')}` };
}

function storedKeys(keys: AuthConfiguration['keys']): StoredKey[] {
  return keys.map(({ id, hash, scopes, accounts, expiresAt, sockets }) => ({
    hash: Buffer.from(hash.slice('sha256:'.length), 'hex'),
    caller: {
      id: `key:${id}`,
      scopes: new Set(scopes),
      accounts: accounts ? new Set(accounts) : 'all',
      ...(expiresAt ? { expiresAt: new Date(expiresAt) } : {}),
      ...(sockets ? { sockets } : {}),
    },
  }));
}

/** Compares with every key, so that the time taken tells nothing about which one was near. */
function findKey(keys: readonly StoredKey[], presented: string): StoredKey | undefined {
  const hash = sha256(presented);
  let found: StoredKey | undefined;
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
  return found;
}

function refuse(message: string): CrosspointError {
  return new CrosspointError('UNAUTHENTICATED', message);
}

async function identify(
  keys: readonly StoredKey[],
  verify: TokenVerifier | null,
  authorization: string | undefined,
): Promise<Caller> {
  const credential = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!credential) throw refuse('Send an API key or token as "Authorization: Bearer …"');
  const key = findKey(keys, credential);
  const caller = key?.caller ?? (verify && !credential.startsWith(KEY_PREFIX) ? await verify(credential) : undefined);
  if (!caller) throw refuse('The credential is not valid');
  if (caller.expiresAt && caller.expiresAt.getTime() <= Date.now()) throw refuse('The credential has expired');
  return caller;
}

/** Says why somebody was refused, which the caller is not told; that the issuer has no keys to give concerns everybody. */
function logRefusal(log: Log, thrown: unknown): void {
  const { retryable } = thrown as CrosspointError;
  if (retryable) log.warn({ err: thrown }, "The issuer's keys cannot be had, so tokens are refused");
  else log.debug({ err: thrown }, 'A credential is refused');
}

/** Makes the door's lock from the configuration; null is the built-in demonstration's open door. */
export function createAuthenticate(auth: AuthConfiguration | null, log: Log): Authenticate {
  if (!auth) return async () => DEMO_CALLER;
  const keys = storedKeys(auth.keys);
  const verify = auth.jwt ? createTokenVerifier(auth.jwt) : null;
  return async (authorization) => {
    try {
      return await identify(keys, verify, authorization);
    } catch (thrown) {
      logRefusal(log, thrown);
      throw thrown;
    }
  };
}
