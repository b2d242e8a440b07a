/** Engage: outreach campaigns by voice, text and e-mail, over SOAP with WS-Security. */
import type { Vendor } from '../vendor.ts';
import { createAdapter } from './adapter.ts';
import { engageContract } from './contract/index.ts';
import { covers } from './covers.ts';
import { readings } from './readings.ts';
import { type Settings, settings } from './settings.ts';

/** The vendor, for the list of vendors. */
export const vendor: Vendor<Settings> = {
  key: 'engage',
  api: 'ENGAGE',
  contract: engageContract,
  covers,
  readings,
  settings,
  example: {
    url: 'https://engage.example/SOAPAPI2',
    username: 'gateway',
    password: 'secret',
    org: { internalId: '42', type: 'Account' },
  },
  connect: createAdapter,
};
