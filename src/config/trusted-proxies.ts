import * as z from 'zod';
import { networkShape } from './webhooks.ts';

/** The proxies whose reports of client addresses are accepted. */
export const trustedProxiesShape = z
  .strictObject({
    networks: z
      .array(networkShape)
      .default([])
      .describe('Networks of the proxies, each as `address/bits`. Default: none, so that the header is ignored.'),
    header: z
      .enum(['X-Forwarded-For', 'Forwarded'])
      .default('X-Forwarded-For')
      .describe(
        'Header to which the proxies add the address that a request came from; clients may send the other one. Default: X-Forwarded-For.',
      ),
  })
  .prefault({})
  .describe('Proxies that report the addresses of clients, for the log and the audit trail.');
