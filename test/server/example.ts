import { z } from 'zod';
import type { Vendor } from '../../src/adapters/vendor.ts';

/** A vendor with one url and one password, for tests of what is the same for all vendors. */
export const exampleVendor: Vendor<{ url: string; password: string }> = {
  key: 'example',
  api: 'ENGAGE',
  contract: { vendor: 'example', prefix: 'example', chapters: {}, operations: {} },
  covers: {},
  readings: [],
  settings: z.strictObject({ url: z.url({ protocol: /^https?$/ }), password: z.string().min(1) }),
  example: { url: 'http://127.0.0.1:1', password: 'hush' },
  connect: (account) => ({
    account,
    vendor: 'ENGAGE',
    call: async () => null,
    check: async () => 'fine',
    close: async () => {},
  }),
};

/** The least a configuration can say. */
export const smallestFile = {
  accounts: [{ id: 'one', vendor: 'example', url: 'http://127.0.0.1:1', password: 'hush' }],
  auth: { keys: [{ id: 'wallboard', hash: `sha256:${'0'.repeat(64)}`, scopes: ['calls:read'] }] },
};
