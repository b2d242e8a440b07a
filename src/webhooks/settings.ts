import { z } from 'zod';
import { EventKind } from '../../schema/vocabulary.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const secret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64');

/** One partner that is told of events. */
export const webhookShape = z.strictObject({
  id: z.string().regex(/^[\w.-]+$/, 'may hold letters, digits, . _ and -'),
  url: z.url({ protocol: /^https?$/ }),
  /** Each message is signed with all of them; two while one takes the place of another. */
  secrets: z.array(secret).min(1).max(5),
  filter: z
    .strictObject({
      kinds: z.array(z.enum(Object.values(EventKind))).optional(),
      types: z.array(z.string()).optional(),
      accounts: z.array(z.string()).optional(),
    })
    .prefault({}),
  enabled: z.boolean().default(true),
  /** Lets messages go to private, loopback and link-local addresses. */
  allowPrivate: z.boolean().default(false),
  /** Seconds before each further attempt. */
  retrySeconds: z
    .array(z.number().positive())
    .max(20)
    .default([5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR]),
});

/** A partner's webhook with everything filled in. */
export type WebhookSettings = z.infer<typeof webhookShape>;
