import type { Vendor } from '../vendor.ts';
import { RecorderAdapter } from './adapter.ts';
import { recorderContract } from './contract/index.ts';
import { type RecorderSettings, settingsShape } from './settings.ts';

/** The inContact WFO recorder. */
export const vendor: Vendor<RecorderSettings> = {
  key: 'recorder',
  api: 'RECORDER',
  contract: recorderContract,
  settings: settingsShape,
  example: { url: 'tcp://recorder.example:5620', webUrl: 'http://recorder.example:2012/webapi.aspx', timeZone: 'UTC' },
  connect: (account, settings, surroundings) => new RecorderAdapter(account, settings, surroundings),
};
