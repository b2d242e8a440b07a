/** An invented vendor of dealing-room telephones, over SOAP. */
import type { Vendor } from '../vendor.ts';
import { createAdapter } from './adapter.ts';
import { turret } from './contract/index.ts';
import { covers } from './covers.ts';
import { readings } from './readings.ts';
import { type Settings, settings } from './settings.ts';

/** The vendor, for the list of vendors. */
export const vendor: Vendor<Settings> = {
  key: 'turret',
  api: 'TURRET',
  contract: turret,
  covers,
  readings,
  settings,
  example: { url: 'http://turret.example/' },
  connect: createAdapter,
};
