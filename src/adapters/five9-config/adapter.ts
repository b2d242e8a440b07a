import type { Adapter } from '../adapter.ts';
import type { InputOf } from '../contract.ts';
import { readingsInUse } from '../readings.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { createActs } from './acts.ts';
import { createClient, type OperationName } from './client.ts';
import type { five9ConfigContract } from './contract/index.ts';
import { createEvents } from './events.ts';
import { readings } from './readings.ts';
import { createReads } from './reads.ts';
import type { Settings } from './settings.ts';

type AnyInput = InputOf<(typeof five9ConfigContract.operations)[OperationName]>;

/** Connects an account of the Configuration Web Services. */
export function createAdapter(account: string, settings: Settings, dependencies: AdapterDependencies): Adapter {
  const client = createClient(settings, { ...dependencies, account });
  const closing = new AbortController();
  const reads = createReads(client, { now: dependencies.now, settings, closing: closing.signal });
  return {
    account,
    vendor: 'FIVE9_CONFIG',
    guards: [client.guard],
    drift: client.drift,
    readings: readingsInUse(readings, settings.readings),
    concurrentUse: client.concurrentUse,
    ...reads,
    ...createActs(client),
    ...createEvents(client, reads, { ...dependencies, account }),
    call: (operation, input, ask) => client.send(operation as OperationName, input as AnyInput, ask),
    quotas: () => client.quota.records(),
    check: async (ask) => `${(await reads.campaigns({}, ask)).items.length} campaigns`,
    close: async () => {
      closing.abort();
      client.close();
    },
  };
}
