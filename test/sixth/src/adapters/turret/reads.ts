/** The reads of the unified plane. */
import type { Adapter, Rows } from '../adapter.ts';
import type { Client } from '../contract.ts';
import type { TurretOperations } from './contract/index.ts';
import { isOnHold } from './quirks.ts';

/** The adapter's read methods. */
export function createReads(
  client: Client<TurretOperations>,
  now: () => Date,
): Required<Pick<Adapter, 'agents' | 'calls'>> {
  const rows = <Row>(items: readonly Row[]): Rows<Row> => ({ items, fetchedAt: now().toISOString() });
  return {
    agents: async (_, ask) =>
      rows(
        (await client.send('listDealers', {}, ask)).map(({ id, name, mail, line }) => ({
          ...{ nativeId: id, name, email: mail ?? null, extensions: line ? [line] : [] },
        })),
      ),
    calls: async (_, ask) =>
      rows(
        (await client.send('listLines', {}, ask)).map(({ line, dealer, party, onHold }) => ({
          ...{ nativeId: line, device: line, to: party ?? null, agent: { nativeId: dealer } },
          state: isOnHold(onHold) ? ('HELD' as const) : ('CONNECTED' as const),
        })),
      ),
  };
}
