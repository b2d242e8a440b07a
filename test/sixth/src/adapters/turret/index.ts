import * as z from 'zod';
import type { Vendor } from '../vendor.ts';
import { connect } from './adapter.ts';
import { turret } from './contract.ts';

const settings = z.strictObject({ url: z.url({ protocol: /^https?$/ }) });

/** The invented vendor. */
export const vendor: Vendor<z.infer<typeof settings>> = {
  key: 'turret',
  api: 'TURRET',
  contract: turret,
  readings: [],
  settings,
  example: { url: 'http://turret.example/' },
  connect,
};
