import type { Adapter } from '../adapter.ts';
import { readingsInUse } from '../readings.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { createActs } from './acts.ts';
import { VENDOR } from './client/service.ts';
import { callOperation, createClient } from './client.ts';
import { createEvents } from './events.ts';
import { readings } from './readings.ts';
import { createReads } from './reads.ts';
import type { Settings } from './settings.ts';

/** Connects the desks of an account. */
export function createAdapter(account: string, settings: Settings, dependencies: AdapterDependencies): Adapter {
  const desks = createClient(account, settings, dependencies);
  const { events, reportsListening, close } = createEvents(desks, settings);
  return {
    account,
    vendor: VENDOR,
    ...(settings.callingCode && { callingCode: settings.callingCode }),
    guards: desks.all.map(({ guard }) => guard),
    drift: desks.drift,
    readings: readingsInUse(readings, settings.readings),
    call: callOperation(desks, settings),
    ...createReads(desks, dependencies),
    ...createActs(desks),
    events,
    reportsListening,
    reportsQueue: true,
    queuePerCampaign: true,
    close: async () => {
      await close();
      await Promise.all(desks.all.map(({ client }) => client.close()));
    },
  };
}
