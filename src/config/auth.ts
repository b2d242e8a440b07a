import * as z from 'zod';

const scopes = z.array(z.string().min(1)).min(1);

const keyShape = z.strictObject({
  /** Name of the key; the caller id of limits, idempotency keys and logs. */
  id: z.string().min(1),
  /** SHA-256 of the key: `sha256:` and 64 hexadecimal characters, as `crosspoint key` prints it. */
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal characters'),
  /** Granted scopes, at least one. */
  scopes,
  /** Keys of the accounts that the key may use. Default: all. */
  accounts: z.array(z.string()).optional(),
  /** Customer that the key belongs to; `auth.disabled.tenants` can disable it. Default: none. */
  tenant: z.string().min(1).optional(),
  /** End of validity, RFC 3339 with an offset. Default: never. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  /** Maximum number of open WebSockets of the key. Default: `limits.socketsPerCaller`. */
  sockets: z.int().positive().optional(),
});

const jwtShape = z.strictObject({
  /** Required `iss` of a token. */
  issuer: z.string().min(1),
  /** Required `aud` of a token. */
  audience: z.string().min(1),
  /** URL of the issuer's key set, http or https. */
  jwks: z.url({ protocol: /^https?$/ }),
  /** Accepted signature algorithms. Default: RS256, ES256, PS256, EdDSA. */
  algorithms: z
    .array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']))
    .default(['RS256', 'ES256', 'PS256', 'EdDSA']),
  /** Claim with the scopes, a text separated by blanks or a list. Default: `scope`. */
  scopesClaim: z.string().default('scope'),
  /** Claim with the accounts; a token without it is valid for all accounts. Default: `accounts`. */
  accountsClaim: z.string().default('accounts'),
  /** Claim with the customer that a token belongs to. Default: `tenant`. */
  tenantClaim: z.string().default('tenant'),
  /** Tolerated clock difference for `nbf` and `exp` in seconds, 0 to 300. Default: 5. */
  leewaySeconds: z.int().min(0).max(300).default(5),
});

const disabledShape = z.strictObject({
  /** Subjects whose tokens are refused. Default: none. */
  subjects: z.array(z.string().min(1)).default([]),
  /** Customers whose keys and tokens are refused. Default: none. */
  tenants: z.array(z.string().min(1)).default([]),
});

/** Authentication of callers: at least one key, or an issuer of tokens. */
export const authShape = z
  .strictObject({
    /** API keys. Default: none. */
    keys: z.array(keyShape).default([]),
    /** Issuer of JSON Web Tokens. Default: none. */
    jwt: jwtShape.optional(),
    /** Callers that are refused although their key or token is valid. */
    disabled: disabledShape.prefault({}),
  })
  .refine(
    (auth) => auth.keys.length > 0 || auth.jwt,
    'needs at least one of keys and jwt; "crosspoint key" generates a key',
  );

/** How callers prove themselves. */
export type AuthConfiguration = z.infer<typeof authShape>;
