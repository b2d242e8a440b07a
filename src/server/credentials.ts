import { hash, timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Caller, type CallerIdentity, mayUseAccount } from '../access/caller.ts';
import { allows } from '../access/policy.ts';
import { hasLostRights } from '../access/revocation.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AuthConfiguration } from '../config/auth.ts';
import { createTokenVerifier, type TokenVerifier } from './jwt.ts';

/** The prefix of every API key. */
export const KEY_PREFIX = 'cpk_';

const TOKEN = 'jwt:';

interface StoredKey {
  readonly hash: Buffer;
  readonly caller: Caller;
}

/** The SHA-256 hash of a text; fast hashing is enough for keys of 256 random bits. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

function storedKeys(keys: AuthConfiguration['keys']): StoredKey[] {
  return keys.map(({ id, hash, scopes, accounts, expiresAt, sockets, tenant }) => ({
    hash: Buffer.from(hash.slice('sha256:'.length), 'hex'),
    caller: {
      id: `key:${id}`,
      credential: hash.slice('sha256:'.length, 'sha256:'.length + 16),
      scopes: new Set(scopes),
      accounts: accounts ? new Set(accounts) : 'all',
      ...(expiresAt && { expiresAt: new Date(expiresAt) }),
      ...(sockets && { sockets }),
      ...(tenant !== undefined && { tenant }),
    },
  }));
}

/** Compares with every key, so that the time taken says nothing about which one was near. */
function findKey(keys: readonly StoredKey[], presented: string): StoredKey | undefined {
  const hash = sha256(presented);
  let found: StoredKey | undefined;
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
  return found;
}

function refuse(message: string): CrosspointError {
  return new CrosspointError('UNAUTHENTICATED', message);
}

function hasExpired({ expiresAt }: Pick<Caller, 'expiresAt'>): boolean {
  return expiresAt !== undefined && expiresAt.getTime() <= Date.now();
}

/** Whether the validity of `after` ends before that of `before`. */
function endsEarlier(after: Caller, before: Caller): boolean {
  return (after.expiresAt?.getTime() ?? Infinity) < (before.expiresAt?.getTime() ?? Infinity);
}

/** The `auth` section of a configuration in force: its keys, the issuer's tokens, and the disabled callers. */
export class Credentials {
  readonly #keys: readonly StoredKey[];
  readonly #verify: TokenVerifier | null;
  /** Names the issuer's settings, which the callers of its tokens carry. */
  readonly #issuer: string;
  readonly #subjects: ReadonlySet<string>;
  readonly #tenants: ReadonlySet<string>;

  /** The verifier of `former`, with the issuer's keys that it fetched, is used on where the issuer's settings are the same. */
  constructor(
    private readonly auth: AuthConfiguration,
    former?: Credentials,
    log?: Log,
  ) {
    const { keys, jwt, disabled } = auth;
    this.#keys = storedKeys(keys);
    this.#issuer = sha256(JSON.stringify(jwt ?? null)).toString('hex', 0, 8);
    const isSame = former && isDeepStrictEqual(former.auth.jwt, jwt);
    this.#verify = isSame ? former.#verify : jwt ? createTokenVerifier(jwt, undefined, log) : null;
    this.#subjects = new Set(disabled.subjects);
    this.#tenants = new Set(disabled.tenants);
  }

  /** The caller of an Authorization header. Throws UNAUTHENTICATED. */
  async identify(authorization: string | undefined): Promise<Caller> {
    const credential = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (!credential) throw refuse('Send an API key or token as "Authorization: Bearer …"');
    const caller = findKey(this.#keys, credential)?.caller ?? (await this.#callerOfToken(credential));
    if (!caller) throw refuse('The credential is not valid');
    if (hasExpired(caller)) throw refuse('The credential has expired');
    if (this.#isDisabled(caller)) throw refuse('The credential is disabled');
    return caller;
  }

  /** Whether a caller that was identified earlier has all the rights it had then. */
  stillGrants(caller: Caller): boolean {
    if (!this.isCurrent(caller)) return false;
    const key = this.#keyOf(caller);
    return !key || !(hasLostRights(key, caller) || endsEarlier(key, caller));
  }

  /** Whether the credential is one of these, and not disabled or expired; with a scope and an account, whether it grants them. */
  isCurrent(holder: CallerIdentity, scope?: string, account?: string): boolean {
    if (this.#isDisabled(holder)) return false;
    if (holder.id.startsWith(TOKEN)) return holder.credential === this.#issuer;
    const key = this.#keyOf(holder);
    if (!key || key.credential !== holder.credential || hasExpired(key) || this.#isDisabled(key)) return false;
    return (scope === undefined || allows(key, scope)) && (account === undefined || mayUseAccount(key, account));
  }

  async #callerOfToken(credential: string): Promise<Caller | undefined> {
    if (!this.#verify || credential.startsWith(KEY_PREFIX)) return undefined;
    return { ...(await this.#verify(credential)), credential: this.#issuer };
  }

  #keyOf({ id, credential }: CallerIdentity): Caller | undefined {
    const named = this.#keys.filter(({ caller }) => caller.id === id);
    return (named.find(({ caller }) => caller.credential === credential) ?? named[0])?.caller;
  }

  #isDisabled({ id, tenant }: CallerIdentity): boolean {
    if (tenant !== undefined && this.#tenants.has(tenant)) return true;
    return id.startsWith(TOKEN) && this.#subjects.has(id.slice(TOKEN.length));
  }
}
