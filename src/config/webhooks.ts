import * as z from 'zod';
import { EventKind } from '../../schema/vocabulary.ts';
import { isNetwork } from '../adapters/calls/addresses.ts';
import { isEventType } from '../adapters/event-types.ts';

/** Seconds before each further attempt, as Standard Webhooks suggests. */
export const RETRY_SECONDS: readonly number[] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400];

const secret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64');

/** A webhook of the configuration. */
export const webhookShape = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]+$/, 'may hold letters, digits, . _ and -')
    .describe('Name of the webhook: letters, digits, `.`, `_` and `-`; unique.'),
  url: z.url({ protocol: /^https?$/ }).describe('URL that receives the messages, http or https.'),
  secrets: z
    .array(secret)
    .min(1)
    .max(5)
    .describe('Signing secrets, 1 to 5; every one signs, so that a secret can be replaced.'),
  filter: z
    .strictObject({
      kinds: z
        .array(z.enum(Object.values(EventKind)))
        .optional()
        .describe('Kinds of events. Default: all.'),
      types: z
        .array(z.string().refine(isEventType, 'no event is of this type'))
        .optional()
        .describe('Types of events, such as CALL.ENDED. Default: all.'),
      accounts: z.array(z.string()).optional().describe('Keys of accounts. Default: all.'),
    })
    .prefault({})
    .describe('Conditions for the events that are sent. Default: all events.'),
  enabled: z.boolean().default(true).describe('Whether messages are sent. Default: true.'),
  allowPrivate: z
    .boolean()
    .default(false)
    .describe('Whether the URL may lead to a private, loopback or link-local address. Default: false.'),
  retrySeconds: z
    .array(z.number().positive())
    .max(20)
    .default([...RETRY_SECONDS])
    .describe('Delay before each further attempt in seconds, at most 20 values. Default: 5 s to 14 h in 7 attempts.'),
});

/** A network that webhooks made over GraphQL may reach although it is private, as `address/bits`. */
export const networkShape = z.string().refine(isNetwork, 'must be an address and its bits, such as 10.1.0.0/16');

/** A partner's webhook with everything filled in. */
export type WebhookSettings = z.infer<typeof webhookShape>;
