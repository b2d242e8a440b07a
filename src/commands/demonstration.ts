import { vendors } from '../adapters/vendors.ts';
import { type Configuration, checkConfiguration } from '../config/configuration.ts';
import { type SimulatedCentre, simulators, startSimulatedCentre } from '../simulators/simulators.ts';
import { identityLinks } from './identity-links.ts';

/** The ids of the simulated accounts, by vendor. */
const ACCOUNT_IDS: Readonly<Record<string, string>> = {
  'five9-config': 'acme-five9',
  'five9-cti': 'floor',
  'remote-control': 'dialler',
  recorder: 'wfo',
  engage: 'outreach',
};

/** A demonstration: simulators in this process and a configuration that reaches them over loopback. */
export interface Demonstration {
  readonly configuration: Configuration;
  close(): Promise<void>;
}

function accountId(vendor: string): string {
  return ACCOUNT_IDS[vendor] ?? vendor;
}

function accountsOf({ running }: SimulatedCentre) {
  return [...running].map(([vendor, { settings }]) => ({
    ...{ id: accountId(vendor), vendor, ...settings },
    ...(vendor === 'five9-config' && { callLog: {} }),
  }));
}

/** Starts the simulated contact centre; it needs no authentication, so it listens on loopback only. */
export async function startDemonstration(seed: number, pace = 1): Promise<Demonstration> {
  const centre = await startSimulatedCentre({ seed, pace, definitions: simulators, port: () => 0 });
  const hash = `sha256:${'0'.repeat(64)}`;
  const file = {
    host: '127.0.0.1',
    accounts: accountsOf(centre),
    auth: { keys: [{ id: 'nobody', hash, scopes: ['admin'] }] },
    events: { file: ':memory:' },
    identities: { links: identityLinks(centre.centre, accountId) },
  };
  return { configuration: { ...checkConfiguration(file, vendors), auth: null }, close: () => centre.close() };
}
