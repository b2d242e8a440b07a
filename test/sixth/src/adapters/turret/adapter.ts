/** What the invented vendor means to the unified plane. */
import type { Adapter, Rows } from '../adapter.ts';
import { Guard } from '../calls/guard.ts';
import type { InputOf } from '../contract.ts';
import { soapClient } from '../soap/transport.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { NAMESPACE, turret } from './contract.ts';

type Operations = (typeof turret)['operations'];

/** Connects an account. */
export function connect(account: string, { url }: { url: string }, { now }: AdapterDependencies): Adapter {
  const guard = new Guard(account);
  const client = soapClient({
    guard,
    ...{ contract: turret, url, namespace: NAMESPACE, style: 'named', account, vendor: 'TURRET' },
  });
  const rows = <Row>(items: readonly Row[]): Rows<Row> => ({ items, fetchedAt: now().toISOString() });
  const dealers = async (ask: object) => client.send('listDealers', {}, ask);
  return {
    account,
    vendor: 'TURRET',
    guards: [guard],
    call: (name, input, ask) => client.send(name as keyof Operations, input as InputOf<Operations['holdLine']>, ask),
    agents: async (_, ask) =>
      rows(
        (await dealers(ask)).map(({ id, name, mail, line }) => ({
          ...{ nativeId: id, name, email: mail ?? null, extensions: line ? [line] : [] },
        })),
      ),
    calls: async (_, ask) =>
      rows(
        (await client.send('listLines', {}, ask)).map(({ line, dealer, party, onHold }) => ({
          ...{ nativeId: line, device: line, to: party ?? null, agent: { nativeId: dealer } },
          state: onHold === 'yes' ? ('HELD' as const) : ('CONNECTED' as const),
        })),
      ),
    callHold: async (line, _, ask) => {
      await client.send('holdLine', { line }, ask);
    },
    check: async (ask) => `${(await dealers(ask)).length} dealers`,
    close: () => client.close(),
  };
}
