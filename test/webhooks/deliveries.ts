import { afterEach } from 'vitest';
import { openPartner } from './partner.ts';

/** The secret of the webhooks. */
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Run after each test, last first. */
export const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A partner that is closed after the test. */
export async function startPartner(status: (call: string, times: number) => number) {
  const partner = await openPartner(status);
  cleanups.push(partner.close);
  return partner;
}
