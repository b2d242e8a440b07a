/** The adapter of a simulated vendor: the edge of the gateway, as the program's own adapters behave at theirs. */
import * as z from 'zod';
import type { Adapter, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { currentHost } from './clock.ts';
import type { SimulatedEnvironment } from './current.ts';
import type { VendorSite } from './vendor.ts';

/** Milliseconds after which a vendor that does not answer counts as unreachable. */
const CHECK_DEADLINE_MS = 10_000;
/** Milliseconds after which an act that is not answered has an unknown outcome. */
const ACT_DEADLINE_MS = 8_000;

/** A vendor whose accounts are these sites. */
export function simulatedVendor(sites: ReadonlyMap<string, VendorSite>, environment: SimulatedEnvironment): Vendor {
  return {
    ...{ key: 'simulated', api: 'FIVE9_CTI', contract: {} as Vendor['contract'], readings: {} as Vendor['readings'] },
    ...{ covers: {}, settings: z.looseObject({}), example: {} },
    connect: (account) => adapterOf(sites.get(account) as VendorSite, environment),
  };
}

function adapterOf(site: VendorSite, { clock }: SimulatedEnvironment): Adapter {
  const host = currentHost();
  const node = host?.node ?? 'gateway';
  const unreachable = () => new CrosspointError('UNAVAILABLE', 'The vendor cannot be reached');
  const later = <Value>(value: () => Value) =>
    new Promise<Value>((resolve, reject) => {
      clock.after(2, host, () => (site.up ? resolve(value()) : reject(unreachable())));
    });
  const rows = () => ({
    items: [...site.started.keys()].map((id) => ({ nativeId: id, name: id, state: 'RUNNING' as const })),
    fetchedAt: new Date().toISOString(),
  });
  return {
    ...{ account: site.account, vendor: 'FIVE9_CTI', reportsQueue: true, listensAlong: site.account !== 'beta' },
    reportsListening: true,
    call: async () => null,
    check: () =>
      new Promise((resolve, reject) => {
        const refuse = () => reject(unreachable());
        clock.after(CHECK_DEADLINE_MS, host, refuse);
        if (!site.ask({ node, host, onClose: refuse }, () => resolve('The vendor answers'))) refuse();
      }),
    close: async () => undefined,
    campaigns: () => later(rows),
    campaignStart: (campaign) =>
      new Promise((resolve, reject) => {
        const unknown = () => reject(new CrosspointError('OUTCOME_UNKNOWN', 'The vendor did not answer'));
        clock.after(ACT_DEADLINE_MS, host, unknown);
        const isSent = site.act({ node, host, onClose: unknown }, campaign, () => resolve(undefined));
        if (!isSent) reject(unreachable());
      }),
    events: (options) => stream(site, { node, host }, options),
  };
}

/** The events of one connection, until it breaks. */
async function* stream(
  site: VendorSite,
  place: { readonly node: string; readonly host: ReturnType<typeof currentHost> },
  { signal, onListening }: StreamOptions,
): AsyncGenerator<EventRecord> {
  const waiting: EventRecord[] = [];
  let wake = () => {};
  let isBroken = false;
  const end = () => {
    isBroken = true;
    wake();
  };
  const take = (event: EventRecord) => {
    waiting.push(event);
    wake();
  };
  const connection = site.listen({ ...place, onClose: end }, () => onListening?.(), take);
  if (!connection) throw new CrosspointError('UNAVAILABLE', 'The vendor cannot be reached');
  signal.addEventListener('abort', end, { once: true });
  try {
    for (;;) {
      yield* waiting.splice(0);
      if (signal.aborted) return;
      if (isBroken) throw new CrosspointError('UNAVAILABLE', 'The stream of the vendor broke');
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    connection.reset();
  }
}
