/** Connects an account of the vendor to the unified plane. */
import type { Adapter } from '../adapter.ts';
import { Guard } from '../calls/guard.ts';
import type { InputOf } from '../contract.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { createActs } from './acts.ts';
import { createClient } from './client.ts';
import type { TurretOperations } from './contract/index.ts';
import { createEvents } from './events.ts';
import { createReads } from './reads.ts';
import type { Settings } from './settings.ts';

/** The adapter of an account. */
export function createAdapter(account: string, settings: Settings, { now }: AdapterDependencies): Adapter {
  const guard = new Guard(account);
  const client = createClient(settings, account, guard);
  type Name = keyof TurretOperations;
  return {
    account,
    vendor: 'TURRET',
    guards: [guard],
    call: (operation, input, ask) => client.send(operation as Name, input as InputOf<TurretOperations[Name]>, ask),
    check: async (ask) => `${(await client.send('listDealers', {}, ask)).length} dealers`,
    close: () => client.close(),
    ...createReads(client, now),
    ...createActs(client),
    ...createEvents(),
  };
}
