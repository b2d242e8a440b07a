/** The acts of the unified plane. Each is sent once. */
import type { Acts } from '../adapter.ts';
import type { Client } from '../contract.ts';
import type { TurretOperations } from './contract/index.ts';

/** The adapter's act methods. */
export function createActs(client: Client<TurretOperations>): Partial<Acts> {
  return {
    callHold: async (line, _, ask) => {
      await client.send('holdLine', { line }, ask);
    },
  };
}
