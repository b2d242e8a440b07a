import { createSecureContext } from 'node:tls';
import * as z from 'zod';

/** Whether two texts are a certificate in PEM and the private key that belongs to it. */
export function areAPair(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false;
  }
}

/** The certificate of the HTTP server. */
export const tlsShape = z
  .strictObject({
    certificate: z
      .string()
      .min(1)
      .describe('Certificate in PEM, its chain after it, such as `${file:/etc/tls/tls.crt}`.'),
    key: z.string().min(1).describe('Private key in PEM, such as `${file:/etc/tls/tls.key}`.'),
  })
  .superRefine(({ certificate, key }, context) => {
    if (areAPair(certificate, key)) return;
    context.addIssue({
      code: 'custom',
      message: 'must be a certificate in PEM and the private key that belongs to it',
    });
  });

/** The certificate of the HTTP server and its key. */
export type TlsSettings = z.infer<typeof tlsShape>;
