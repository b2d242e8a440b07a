/** Connects an account of the vendor to the unified plane. */
import type { Adapter } from '../adapter.ts';
import { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import type { InputOf } from '../contract.ts';
import { readingsInUse } from '../readings.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { createActs } from './acts.ts';
import { createClient } from './client.ts';
import type { RemoteControlOperations } from './contract/index.ts';
import { createEvents } from './events.ts';
import { readings } from './readings.ts';
import { Phones } from './reads/phones.ts';
import { createReads } from './reads.ts';
import type { Settings } from './settings.ts';

/** The adapter of an account. The vendor has no way to make an agent not ready and no event stream. */
export function createAdapter(account: string, settings: Settings, { now, log }: AdapterDependencies): Adapter {
  const guard = new Guard(account);
  const drift = new Drift();
  const client = createClient(settings, { account, guard, drift });
  const phones = new Phones(client, settings);
  const reads = createReads(client, phones, settings, now);
  type Name = keyof RemoteControlOperations;
  return {
    account,
    vendor: 'REMOTE_CONTROL',
    ...(settings.callingCode && { callingCode: settings.callingCode }),
    guards: [guard],
    drift,
    readings: readingsInUse(readings, settings.readings),
    call: (operation, input, ask) =>
      client.send(operation as Name, input as InputOf<RemoteControlOperations[Name]>, ask),
    check: async (ask) => {
      const [people, work] = await Promise.all([reads.agents({}, ask), reads.campaigns({}, ask)]);
      return `${people.items.length} users, ${work.items.length} campaigns`;
    },
    close: () => client.close(),
    ...reads,
    ...createActs(client, phones, settings),
    ...createEvents({ account, phones, reads, now, log }),
  };
}
