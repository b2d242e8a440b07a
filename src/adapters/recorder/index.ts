import type { Vendor } from '../vendor.ts';
import { createAdapter } from './adapter.ts';
import { recorderContract } from './contract/index.ts';
import { covers } from './covers.ts';
import { readings } from './readings.ts';
import { type Settings, settings } from './settings.ts';

/** The inContact WFO recorder. */
export const vendor: Vendor<Settings> = {
  key: 'recorder',
  api: 'RECORDER',
  contract: recorderContract,
  covers,
  readings,
  settings,
  example: { url: 'tcp://recorder.example:5620', webUrl: 'http://recorder.example:2012/webapi.aspx', timeZone: 'UTC' },
  connect: createAdapter,
};
