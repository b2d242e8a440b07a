import type { Vendor } from '../vendor.ts';
import { createAdapter } from './adapter.ts';
import { five9ConfigContract } from './contract/index.ts';
import { drift } from './contract/wsdl/drift.ts';
import { covers } from './covers.ts';
import { readings } from './readings.ts';
import { type Settings, settings } from './settings.ts';

/** Five9's Configuration Web Services. */
export const vendor: Vendor<Settings> = {
  key: 'five9-config',
  api: 'FIVE9_CONFIG',
  contract: five9ConfigContract,
  covers,
  readings,
  settings,
  example: {
    url: 'https://five9.example/wsadmin/v13/AdminWebService',
    users: [{ username: 'gateway', password: 'secret' }],
    callLog: {},
  },
  connect: createAdapter,
  drift,
};
