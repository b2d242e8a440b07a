import * as z from 'zod';

const scopes = z.array(z.string().min(1)).min(1);

const keyShape = z.strictObject({
  id: z.string().min(1),
  /** `sha256:` and 64 hexadecimal characters, as `crosspoint key` prints it. */
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal characters'),
  scopes,
  accounts: z.array(z.string()).optional(),
  /** The customer the key belongs to; `auth.disabled.tenants` can disable it. */
  tenant: z.string().min(1).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  /** Sockets this key may hold open instead of `limits.socketsPerCaller`, for a key that many screens share. */
  sockets: z.int().positive().optional(),
});

const jwtShape = z.strictObject({
  issuer: z.string().min(1),
  audience: z.string().min(1),
  /** Where the issuer publishes its keys. */
  jwks: z.url({ protocol: /^https?$/ }),
  algorithms: z
    .array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']))
    .default(['RS256', 'ES256', 'PS256', 'EdDSA']),
  scopesClaim: z.string().default('scope'),
  accountsClaim: z.string().default('accounts'),
  /** The claim that names the customer a token belongs to. */
  tenantClaim: z.string().default('tenant'),
  /** Seconds by which the clocks of issuer and gateway may differ. */
  leewaySeconds: z.int().min(0).max(300).default(5),
});

const disabledShape = z.strictObject({
  /** Subjects whose tokens are refused. */
  subjects: z.array(z.string().min(1)).default([]),
  /** Customers whose keys and tokens are refused. */
  tenants: z.array(z.string().min(1)).default([]),
});

/** How callers prove themselves. */
export const authShape = z
  .strictObject({
    keys: z.array(keyShape).default([]),
    jwt: jwtShape.optional(),
    disabled: disabledShape.prefault({}),
  })
  .refine((auth) => auth.keys.length > 0 || auth.jwt, 'needs at least one of keys and jwt');

/** How callers prove themselves. */
export type AuthConfiguration = z.infer<typeof authShape>;
