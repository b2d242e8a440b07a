import type { Adapter } from '../adapter.ts';
import type { SendOptions } from '../contract.ts';
import { readingsInUse } from '../readings.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { createActs } from './acts.ts';
import { createClient, type RecorderClient } from './client.ts';
import { createEvents } from './events.ts';
import { readings } from './readings.ts';
import { LastCallList } from './reads/calls.ts';
import { firstNonEmpty } from './reads/records.ts';
import { TerminologyCache } from './reads/terminology.ts';
import { createReads } from './reads.ts';
import type { Settings } from './settings.ts';

/** Connects an account of the recorder. */
export function createAdapter(account: string, settings: Settings, dependencies: AdapterDependencies): Adapter {
  const client = createClient(settings, { ...dependencies, account });
  const lastList = new LastCallList();
  const terminology = new TerminologyCache(client);
  return {
    account,
    vendor: 'RECORDER',
    ...(settings.callingCode && { callingCode: settings.callingCode }),
    guards: client.guards,
    drift: client.drift,
    readings: readingsInUse(readings, settings.readings),
    ...createReads(client, terminology, { ...dependencies, settings, lastList }),
    ...createActs(client, terminology, settings),
    ...createEvents(client, terminology, { ...dependencies, account, settings, lastList }),
    call: (operation, input, ask) => client.call(operation, input, ask),
    check: (ask) => check(client, ask),
    close: () => client.close(),
  };
}

async function check(client: RecorderClient, ask: SendOptions): Promise<string> {
  await client.send('TEST', {}, ask);
  const status = await client.send('SYSTEMSTATUS', {}, ask);
  const free = firstNonEmpty(status?.RECORDINGSPEACEINFO) ?? 'an unknown part';
  return `answers; ${free} of the recordings' disk is free; up ${firstNonEmpty(status?.SYSTEMUPTIME) ?? 'for an unknown time'}`;
}
