import type { Vendor } from '../vendor.ts';
import { createAdapter } from './adapter.ts';
import { five9CtiContract } from './contract/index.ts';
import { covers } from './covers.ts';
import { readings } from './readings.ts';
import { type Settings, settings } from './settings.ts';

/** Five9 CTI Web Services: a service on each agent's machine. */
export const vendor: Vendor<Settings> = {
  key: 'five9-cti',
  api: 'FIVE9_CTI',
  contract: five9CtiContract,
  covers,
  readings,
  settings,
  example: { desks: [{ agent: 'jdoe', url: 'http://desk.example:8080/agent/v2' }] },
  connect: createAdapter,
};
