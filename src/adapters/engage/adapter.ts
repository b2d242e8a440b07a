/** Connects an account of the vendor to the unified plane. */
import type { Adapter } from '../adapter.ts';
import { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import type { InputOf } from '../contract.ts';
import { readingsInUse } from '../readings.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { createActs } from './acts.ts';
import { createClient } from './client.ts';
import type { EngageOperations } from './contract/index.ts';
import { createEvents } from './events.ts';
import { readings } from './readings.ts';
import { createReads } from './reads.ts';
import type { Settings } from './settings.ts';

/** The adapter of an account. */
export function createAdapter(account: string, settings: Settings, { now, log }: AdapterDependencies): Adapter {
  const guard = new Guard(account);
  const drift = new Drift();
  const client = createClient(settings, { account, guard, drift, now });
  const { reads, subCampaigns } = createReads(client, settings, now);
  type Name = keyof EngageOperations;
  return {
    account,
    vendor: 'ENGAGE',
    ...(settings.callingCode && { callingCode: settings.callingCode }),
    guards: [guard],
    drift,
    readings: readingsInUse(readings, settings.readings),
    call: (operation, input, ask) => client.send(operation as Name, input as InputOf<EngageOperations[Name]>, ask),
    check: async (ask) => {
      const { items, truncated } = await reads.campaigns({}, ask);
      return `${items.length}${truncated ? ' or more' : ''} campaigns`;
    },
    close: () => client.close(),
    ...reads,
    ...createActs(client, subCampaigns, settings, now),
    ...createEvents(client, { account, reads, now, log }),
  };
}
