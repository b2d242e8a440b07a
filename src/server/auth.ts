import { randomBytes } from 'node:crypto';
import type { Caller, CallerIdentity } from '../access/caller.ts';
import { Revocations } from '../access/revocation.ts';
import type { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AuthConfiguration } from '../config/auth.ts';
import { Credentials, KEY_PREFIX, sha256 } from './credentials.ts';
import type { SectionChanges } from './reload.ts';

/** Turns the Authorization header of a request or socket into a caller, or refuses it with UNAUTHENTICATED. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** The caller of the built-in demonstration, which does not authenticate and listens on loopback only. */
const DEMO_CALLER: Caller = { id: 'demo', scopes: new Set(['admin']), accounts: 'all', sockets: Infinity };

/** A new API key of 256 random bits and its hash for the configuration. */
export function createApiKey(): { key: string; hash: string } {
  const key = KEY_PREFIX + randomBytes(32).toString('base64url');
  return { key, hash: `sha256:${sha256(key).toString('hex')}` };
}

/** Logs why a credential was refused, which the caller does not learn; that the issuer's keys are missing concerns all callers. */
function logRefusal(log: Log, thrown: unknown): void {
  const { retryable } = thrown as CrosspointError;
  if (retryable) log.warn({ err: thrown }, "The issuer's keys cannot be had, so tokens are refused");
  else log.debug({ err: thrown }, 'A credential is refused');
}

/** Authenticates callers by the configuration in force, and ends the rights that a new configuration takes away. */
export class Authenticator {
  readonly revocations = new Revocations();
  #credentials: Credentials | null;

  /** `auth` is null for the built-in demonstration, which does not authenticate. */
  constructor(
    auth: AuthConfiguration | null,
    private readonly log: Log,
  ) {
    this.#credentials = auth && new Credentials(auth, undefined, log);
  }

  readonly authenticate: Authenticate = async (authorization) => {
    try {
      for (;;) {
        const credentials = this.#credentials;
        if (!credentials) return DEMO_CALLER;
        const caller = await credentials.identify(authorization);
        // The configuration may have changed while the keys of the issuer were fetched.
        if (credentials === this.#credentials) return caller;
      }
    } catch (thrown) {
      logRefusal(this.log, thrown);
      throw thrown;
    }
  };

  /** The section `auth` of another configuration is in force at once. */
  readonly changes: SectionChanges = {
    auth:
      ({ auth }) =>
      () => {
        if (auth) this.replace(auth);
      },
  };

  /** Whether the holder of a link has the scope at the account now. */
  isCurrent(holder: CallerIdentity, scope: string, account: string): boolean {
    return this.#credentials?.isCurrent(holder, scope, account) ?? true;
  }

  /** Puts another `auth` section in force. What runs for callers that lose a right by it is ended at once. */
  replace(auth: AuthConfiguration): void {
    if (!this.#credentials) return;
    const credentials = new Credentials(auth, this.#credentials, this.log);
    this.#credentials = credentials;
    this.revocations.revoke((caller) => !credentials.stillGrants(caller));
  }
}

/** Makes the function that authenticates callers by a configuration that never changes. */
export function createAuthenticate(auth: AuthConfiguration | null, log: Log): Authenticate {
  return new Authenticator(auth, log).authenticate;
}
