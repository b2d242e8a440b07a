/** Agent remote control: telephony of logged-in agents, over HTTP GET with a token cookie. */
import type { Vendor } from '../vendor.ts';
import { createAdapter } from './adapter.ts';
import { remoteControlContract } from './contract/index.ts';
import { covers } from './covers.ts';
import { readings } from './readings.ts';
import { type Settings, settings } from './settings.ts';

/** The vendor, for the list of vendors. */
export const vendor: Vendor<Settings> = {
  key: 'remote-control',
  api: 'REMOTE_CONTROL',
  contract: remoteControlContract,
  covers,
  readings,
  settings,
  example: { url: 'https://dialler.example', userId: 12, token: 'secret' },
  connect: createAdapter,
};
