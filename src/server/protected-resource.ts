import type { AuthConfiguration } from '../config/auth.ts';
import { publicPath } from './public-path.ts';

/** Path of the metadata that names the issuer of tokens for `/mcp` (RFC 9728). */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** Metadata of `/mcp` as a protected resource, by the names of RFC 9728. */
export interface ProtectedResource {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly ['header'];
  readonly scopes_supported: readonly string[];
}

/** The metadata; null where no issuer of tokens is configured. `origin` is where callers reach the gateway. */
export function protectedResource(
  auth: AuthConfiguration | null,
  origin: string,
  scopes: ReadonlySet<string>,
): ProtectedResource | null {
  if (!auth?.jwt) return null;
  return {
    resource: new URL(`${publicPath(origin)}/mcp`, origin).href,
    authorization_servers: [auth.jwt.issuer],
    bearer_methods_supported: ['header'],
    scopes_supported: [...scopes],
  };
}

/** The challenge to a caller without a token, which names the metadata. */
export function bearerChallenge(origin: string): string {
  return `Bearer resource_metadata="${new URL(publicPath(origin) + METADATA_PATH, origin).href}"`;
}
