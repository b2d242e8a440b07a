import * as z from 'zod';
import { originShape } from './origin.ts';
import { areAPair } from './tls.ts';

/** How vendors of one origin are reached. */
export const vendorConnectionShape = z
  .strictObject({
    origin: originShape.describe(
      "Origin of the accounts' URLs that this is for, such as https://recorder.example:2012.",
    ),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Certificates in PEM of a private authority that is trusted in place of the public ones. Default: the public ones.',
      ),
    certificate: z.string().min(1).optional().describe('Client certificate in PEM. Default: none.'),
    key: z.string().min(1).optional().describe('Private key of the client certificate in PEM.'),
    proxy: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('HTTP proxy that connects to the vendor, such as http://proxy.example:3128. Default: none.'),
  })
  .superRefine(({ certificate, key }, context) => {
    if (certificate === undefined && key === undefined) return;
    if (certificate !== undefined && key !== undefined && areAPair(certificate, key)) return;
    context.addIssue({ code: 'custom', message: 'needs a certificate in PEM and the private key that belongs to it' });
  });
