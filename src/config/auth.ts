import * as z from 'zod';

const scopes = z.array(z.string().min(1)).min(1);

const keyShape = z.strictObject({
  id: z.string().min(1).describe('Name of the key; the caller id of limits, idempotency keys and logs.'),
  hash: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal characters')
    .describe('SHA-256 of the key: `sha256:` and 64 hexadecimal characters, as `crosspoint key` prints it.'),
  scopes: scopes.describe('Granted scopes, at least one.'),
  accounts: z.array(z.string()).optional().describe('Keys of the accounts that the key may use. Default: all.'),
  tenant: z
    .string()
    .min(1)
    .optional()
    .describe('Customer that the key belongs to; `auth.disabled.tenants` can disable it. Default: none.'),
  expiresAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('End of validity, RFC 3339 with an offset. Default: never.'),
  sockets: z
    .int()
    .positive()
    .optional()
    .describe('Maximum number of open WebSockets of the key. Default: `limits.socketsPerCaller`.'),
});

const jwtShape = z.strictObject({
  issuer: z.string().min(1).describe('Required `iss` of a token.'),
  audience: z.string().min(1).describe('Required `aud` of a token.'),
  jwks: z.url({ protocol: /^https?$/ }).describe("URL of the issuer's key set, http or https."),
  algorithms: z
    .array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']))
    .default(['RS256', 'ES256', 'PS256', 'EdDSA'])
    .describe('Accepted signature algorithms. Default: RS256, ES256, PS256, EdDSA.'),
  scopesClaim: z
    .string()
    .default('scope')
    .describe('Claim with the scopes, a text separated by blanks or a list. Default: `scope`.'),
  accountsClaim: z
    .string()
    .default('accounts')
    .describe('Claim with the accounts; a token without it is valid for all accounts. Default: `accounts`.'),
  tenantClaim: z
    .string()
    .default('tenant')
    .describe('Claim with the customer that a token belongs to. Default: `tenant`.'),
  leewaySeconds: z
    .int()
    .min(0)
    .max(300)
    .default(5)
    .describe('Tolerated clock difference for `nbf` and `exp` in seconds, 0 to 300. Default: 5.'),
});

const disabledShape = z.strictObject({
  subjects: z.array(z.string().min(1)).default([]).describe('Subjects whose tokens are refused. Default: none.'),
  tenants: z
    .array(z.string().min(1))
    .default([])
    .describe('Customers whose keys and tokens are refused. Default: none.'),
});

/** Authentication of callers: at least one key, or an issuer of tokens. */
export const authShape = z
  .strictObject({
    keys: z.array(keyShape).default([]).describe('API keys. Default: none.'),
    jwt: jwtShape.optional().describe('Issuer of JSON Web Tokens. Default: none.'),
    disabled: disabledShape.prefault({}).describe('Callers that are refused although their key or token is valid.'),
  })
  .refine(
    (auth) => auth.keys.length > 0 || auth.jwt,
    'needs at least one of keys and jwt; "crosspoint key" generates a key',
  );

/** How callers prove themselves. */
export type AuthConfiguration = z.infer<typeof authShape>;
