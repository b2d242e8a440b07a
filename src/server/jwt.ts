import { createHash } from 'node:crypto';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Caller } from '../access/caller.ts';
import { scopesOf } from '../access/policy.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { vendors } from '../adapters/vendors.ts';
import type { AuthConfiguration } from '../config/auth.ts';

/** Checks a JWT and answers its caller. */
export type TokenVerifier = (token: string) => Promise<Caller>;

type JwtConfiguration = NonNullable<AuthConfiguration['jwt']>;
/** The key of a token in the last set that was read; a key that is not in it may be newer, so the issuer's error stands. */
async function lastKnown(set: JSONWebKeySet, cause: unknown, ...of: Parameters<JWTVerifyGetKey>) {
  try {
    return await createLocalJWKSet(set)(...of);
  } catch {
    throw cause;
  }
}

/** The issuer's published keys; while it cannot be reached, the last set it gave stays good, and the log says so once. */
function keySource(url: string, cacheMaxAge: number, log: Log | undefined): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url), {
    cacheMaxAge,
    cooldownDuration: 5_000,
    timeoutDuration: 5_000,
  });
  let lastGood: JSONWebKeySet | undefined;
  let isAway = false;
  return async (header, token) => {
    try {
      const key = await remote(header, token);
      lastGood = remote.jwks();
      isAway = false;
      return key;
    } catch (error) {
      if (!lastGood || error instanceof errors.JWKSNoMatchingKey) throw error;
      if (!isAway)
        log?.warn(
          { err: error },
          'The keys of the issuer cannot be read; the last that it gave are used, and tokens with newer keys are refused',
        );
      isAway = true;
      return lastKnown(lastGood, error, header, token);
    }
  };
}

function words(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(/\s+/).filter(Boolean);
  return Array.isArray(claim) ? claim.filter((word): word is string => typeof word === 'string') : [];
}

/** The subject of a token, else the client it was issued to; a token that names neither is a separate caller. */
function subjectOf(token: string, { sub, client_id, azp }: JWTPayload): string {
  const named = [sub, client_id, azp].find((claim) => typeof claim === 'string' && claim !== '');
  return named === undefined ? `token:${createHash('sha256').update(token).digest('base64url')}` : String(named);
}

function callerOf(token: string, payload: JWTPayload, configuration: JwtConfiguration): Caller {
  const accounts = payload[configuration.accountsClaim];
  const tenant = payload[configuration.tenantClaim];
  return {
    id: `jwt:${subjectOf(token, payload)}`,
    scopes: new Set(words(payload[configuration.scopesClaim])),
    accounts: accounts === undefined ? 'all' : new Set(words(accounts)),
    ...(typeof tenant === 'string' && { tenant }),
    expiresAt: new Date(((payload.exp ?? 0) + configuration.leewaySeconds) * 1000),
  };
}

function refused(message: string, cause: unknown, retryable: boolean): CrosspointError {
  return new CrosspointError('UNAUTHENTICATED', message, { cause, retryable });
}

/** Whether the issuer's keys could not be had, rather than the token being bad. */
function couldNotAsk(cause: unknown): boolean {
  if (!(cause instanceof errors.JOSEError)) return true;
  return cause instanceof errors.JWKSTimeout || cause.code === 'ERR_JOSE_GENERIC';
}

/** Unknown scopes that are logged at most: tokens may name any. */
const MOST_UNKNOWN = 100;
/** Logs each scope of a token that does not exist here, once: it may be another service's, or a misspelt one. */
function unknownScopeNotes({ scopesClaim }: JwtConfiguration, log: Log | undefined): (caller: Caller) => void {
  const known = scopesOf(vendors);
  const logged = new Set<string>();
  return ({ scopes }) => {
    for (const scope of scopes) {
      if (known.has(scope) || logged.has(scope) || logged.size >= MOST_UNKNOWN) continue;
      logged.add(scope);
      log?.warn({ claim: scopesClaim, scope: scope.slice(0, 100) }, 'A token has a scope that grants nothing here');
    }
  };
}

/** Verifies signature, algorithm, issuer, audience and times; `exp` must be there, so that subscriptions end. Keys live for `keyMilliseconds`. */
export function createTokenVerifier(
  configuration: JwtConfiguration,
  keyMilliseconds = 600_000,
  log?: Log,
): TokenVerifier {
  const noteScopes = unknownScopeNotes(configuration, log);
  const { issuer, audience, algorithms, leewaySeconds } = configuration;
  const keys = keySource(configuration.jwks, keyMilliseconds, log);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...{ issuer, audience, algorithms, requiredClaims: ['exp'], clockTolerance: leewaySeconds },
      });
      const caller = callerOf(token, payload, configuration);
      noteScopes(caller);
      return caller;
    } catch (cause) {
      if (couldNotAsk(cause)) throw refused('The token cannot be checked now', cause, true);
      if (cause instanceof errors.JWTExpired) throw refused('The token has expired', cause, false);
      throw refused('The token is not valid', cause, false);
    }
  };
}
