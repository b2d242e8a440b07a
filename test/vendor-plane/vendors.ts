import type { Vendor } from '../../src/adapters/vendor.ts';

/** The vendors by their folders. */
export const KEYS = ['five9-config', 'five9-cti', 'remote-control', 'recorder', 'engage'] as const;

/** Loads one vendor by itself, so that a fault in one affects the tests of no other; a failure is text. */
export async function loadVendor(key: string): Promise<Vendor | string> {
  try {
    const module = (await import(`../../src/adapters/${key}/index.ts`)) as { vendor?: Vendor };
    return module.vendor ?? 'it exports no vendor';
  } catch (error) {
    return String(error);
  }
}
